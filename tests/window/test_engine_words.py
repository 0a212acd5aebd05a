from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ragdesk.paths import asset
from ragdesk.protocol.engine_records import JobId, JobRecord
from ragdesk.protocol.errors import BadRequest
from ragdesk.setting_values import checked
from ragdesk.window.documents.document_facts import all_facts
from ragdesk.window.documents.job_words import pause_reason
from ragdesk.window.engine_words import said
from ragdesk.window.error_box import ErrorBox
from ragdesk.window.evidence.trouble import Trouble
from ragdesk.window.theming import Theming
from tests.window.engine_sentences import answer_sentences, engine_sentences, templates_with_numbers
from tests.window.sample_data import documents

SPANISH: dict[str, str] = json.loads(asset("translations", "engine_es.json").read_text("utf-8"))
PLACE = re.compile(r"\{([~#]?)(\d?)\}")
WITH_VALUES = sorted(template for template in SPANISH if "{}" in template)
NAMES = st.text("abXY09ñÉ{}~%\\$*", min_size=1, max_size=12)
"""Without the signs that stand between values: what is a name and what is not could not be told then."""
ENGLISH_WORDS = re.compile(r"\b(the|this|that|was|were|could|cannot|with|file|folder|again|and|of|is|are)\b", re.I)
COMMANDS = re.compile(r"`[^`]+`|ragdesk \w+|--[\w-]+|SQLite|WAL-reset|\S+\.\S+|«[^»]*»|force-reinstall|no-deps")


@pytest.fixture(scope="module", autouse=True)
def _spanish() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("es_ES"))
    yield
    QLocale.setDefault(before)


def test_every_sentence_of_the_engine_has_a_spanish_one_and_there_are_no_others() -> None:
    spoken = engine_sentences()
    assert len(spoken) > 600
    assert {"without Spanish": sorted(spoken - set(SPANISH))} == {"without Spanish": []}
    assert {"no longer said": sorted(set(SPANISH) - spoken)} == {"no longer said": []}


def test_every_value_of_a_sentence_stands_in_its_translation_once() -> None:
    for template, translation in SPANISH.items():
        places = [int(number) if number else at for at, (_, number) in enumerate(PLACE.findall(translation), 1)]
        assert sorted(places) == list(range(1, template.count("{}") + 1)), template


def test_signs_are_kept_and_quotation_marks_are_spanish() -> None:
    for template, translation in SPANISH.items():
        assert translation.strip() == translation != ""
        assert "“" not in translation, translation
        assert template.count("“") == translation.count("«"), translation
        assert Counter(re.findall(r"`[^`]+`", template)) == Counter(re.findall(r"`[^`]+`", translation)), translation
        if not template.endswith(("}", "}.")):
            assert (template[-1] in ".?:") == (translation[-1] in ".?:"), translation


def test_nothing_is_left_in_english() -> None:
    for template, translation in SPANISH.items():
        left = ENGLISH_WORDS.findall(COMMANDS.sub("", translation))
        assert not left, f"{template} -> {translation}"
        if len(template) > 25 and "LibreOffice" not in template:
            assert template != translation or translation.startswith("No se pudo"), template


def test_every_sentence_is_found_by_its_template() -> None:
    for template in WITH_VALUES:
        values = [f"q{n}" for n in range(template.count("{}"))]
        assert said(_filled(template, values)) == _in_spanish(template, values)


@given(st.sampled_from(WITH_VALUES), st.data())
def test_values_come_back_as_they_are(template: str, data: st.DataObject) -> None:
    values = [data.draw(NAMES) for _ in range(template.count("{}"))]
    assert said(_filled(template, values)) == _in_spanish(template, values)


@given(st.text(min_size=1, max_size=40))
@example("Chat model")
@example("There is no library “{}”.")
@example("yes or no")
@example("{~}{2}{1}")
def test_a_name_is_never_translated(name: str) -> None:
    assume(not re.search(r"[.!?] ", name))
    assert said(f"There is no library “{name}”.") == f"No hay ninguna biblioteca «{name}»."


@given(st.text(max_size=200))
def test_unknown_text_stays_as_it_is(text: str) -> None:
    assume(text not in SPANISH)
    assert said(f"Ω{text}Ω") == f"Ω{text}Ω"


@given(st.lists(st.one_of(st.sampled_from(sorted(SPANISH)), st.text(max_size=20)), max_size=6))
def test_nothing_is_too_odd_to_be_shown(parts: list[str]) -> None:
    assert isinstance(said(" ".join(parts)), str)


@pytest.mark.parametrize("odd", ["a, ", "a b, ", " from a to the ", "x: ", "A. B", "“”"])
def test_long_and_odd_text_does_not_hold_up_the_window(odd: str) -> None:
    began = time.process_time()
    assert odd.strip() in said(odd * 3_000)
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        (
            "ragdesk cannot write to /a. Check that its disk is not full.",
            "ragdesk no puede escribir en /a. Comprueba que su disco no está lleno.",
        ),
        ("The file /home/Dr. Who/x cannot be read.", "No se puede leer el archivo /home/Dr. Who/x."),
        (
            "This file is named “.docx”, but it is an image. ragdesk cannot read that kind of file. Open it in the"
            " program that made it, and save or export it as PDF, Word (.docx) or text.",
            "El nombre de este archivo termina en «.docx», pero es una imagen. ragdesk no puede leer ese tipo de"
            " archivo. Ábrelo en el programa con el que se hizo y guárdalo o expórtalo como PDF, Word (.docx) o texto.",
        ),
        (
            "Nothing that was saved is lost. Please try again: it is started anew. It failed.",
            "No se ha perdido nada de lo guardado. Inténtalo otra vez: se inicia de nuevo. Ha fallado.",
        ),
        (
            "Pages 1-4, 7 and 9 hold no text: they may be scans, which ragdesk cannot read yet. Page 8 is damaged and"
            " could not be read.",
            "Las páginas 1-4, 7 y 9 no contienen texto: puede que sean escaneos, que ragdesk aún no sabe leer. La"
            " página 8 está dañada y no se pudo leer.",
        ),
        (
            "Add only files that you trust: this computer does not enforce memory, files (Landlock).",
            "Añade solo archivos de confianza: este equipo no impone estos límites: memoria, archivos (Landlock).",
        ),
        ("It takes a whole number from 1 to 50.", "Admite un número entero de 1 a 50."),
        (
            "The download did not come to its end: the server did not answer in time.",
            "La descarga no llegó a su fin: el servidor no respondió a tiempo.",
        ),
        (
            "4 of 4 attempts to reach one were refused. Windows lets no program forbid itself the network: ragdesk"
            " makes no connections and tells its libraries so. A firewall rule for its python.exe would enforce it.",
            "intentos de llegar a una red rechazados: 4 de 4. Windows no deja que un programa se prohíba a sí mismo la"
            " red: ragdesk no hace conexiones y así se lo indica a sus componentes. Una regla del cortafuegos para su"
            " python.exe lo haría cumplir.",
        ),
    ],
)
def test_sentences_are_told_apart_and_reasons_inside_them_translated(english: str, spanish: str) -> None:
    assert said(english) == spanish


def test_what_is_said_inside_an_answer_is_known_in_both_directions() -> None:
    english = json.loads(asset("translations", "engine_en.json").read_text("utf-8"))
    pairs = answer_sentences()
    assert len(pairs) > 8
    assert {PLACE.sub("{}", SPANISH[one]): one for one in pairs} == {there: one for one, there in pairs.items()}
    assert {there: PLACE.sub("{}", said) for there, said in english.items()} == {es: en for en, es in pairs.items()}


@pytest.mark.parametrize(
    ("locale", "spoken", "shown"),
    [
        ("es_ES", "Stopped before the end.", "Detenida antes de terminar."),
        ("en_GB", "Detenida antes de terminar.", "Stopped before the end."),
        ("en_GB", "Stopped before the end.", "Stopped before the end."),
        (
            "es_ES",
            "The chat model could not be used: The file is not there.",
            "No se pudo usar el modelo de chat: El archivo no está.",
        ),
        (
            "en_GB",
            "No se pudo usar el modelo de chat: The file is not there.",
            "The chat model could not be used: The file is not there.",
        ),
        (
            "es_ES",
            "There is nothing in your documents about this. The nearest documents: “Lease. 1,234 B”, “b.pdf”.",
            "En tus documentos no hay nada sobre esto. Los documentos más cercanos: “Lease. 1,234 B”, “b.pdf”.",
        ),
    ],
)
def test_notes_of_an_answer_are_in_the_language_of_the_window(locale: str, spoken: str, shown: str) -> None:
    with _speaking(locale):
        assert said(spoken) == shown


def test_numbers_of_a_sentence_are_marked_as_such() -> None:
    unmarked = []
    for template, numbers in templates_with_numbers().items():
        places = PLACE.findall(SPANISH.get(template, ""))
        marked = {int(place) if place else at for at, (mark, place) in enumerate(places, 1) if mark == "#"}
        if places and not marked >= set(numbers):
            unmarked.append(SPANISH[template])
    assert unmarked == []


@pytest.mark.parametrize(
    ("locale", "spoken", "shown"),
    [
        ("es_ES", "This document has 12,345 pages.", "Este documento tiene 12.345 páginas."),
        ("es_MX", "This document has 12,345 pages.", "Este documento tiene 12,345 páginas."),
        ("es_ES", "This document has 12 pages.", "Este documento tiene 12 páginas."),
        ("es_ES", "1.5 GB free in /d/1,234.5", "1,5 GB libres en /d/1,234.5"),
        ("es_ES", "It takes a number from 0.05 to 20,000.", "Admite un número de 0,05 a 20.000."),
        (
            "es_ES",
            "Only 12,345.6 MB are free on the disk of /home/1,000; ragdesk needs 20,000 MB to go on.",
            "Solo quedan 12.345,6 MB libres en el disco de /home/1,000; ragdesk necesita 20.000 MB para seguir.",
        ),
        ("es_ES", "There is no library “1,234.5”.", "No hay ninguna biblioteca «1,234.5»."),
        ("es_ES", "The file /a/1,234.5 cannot be read.", "No se puede leer el archivo /a/1,234.5."),
        ("en_GB", "This document has 12,345 pages.", "This document has 12,345 pages."),
    ],
)
def test_numbers_are_written_as_the_language_does_and_names_as_they_are(locale: str, spoken: str, shown: str) -> None:
    with _speaking(locale):
        assert said(spoken) == shown


def test_a_real_error_is_shown_in_spanish(theming: Theming, qtbot: QtBot) -> None:
    box = ErrorBox(theming)
    qtbot.addWidget(box)
    with pytest.raises(BadRequest) as raised:
        checked("results", "many")
    box.tell(raised.value)
    shown = [label.text() for label in box.findChildren(QLabel)]
    assert "«many» no es un valor para results." in shown
    assert "Admite un número entero de 1 a 50." in shown
    box.close()


def test_reasons_of_documents_and_jobs_are_shown_in_spanish() -> None:
    failed = next(record for record in documents() if record.status == "failed")
    reason = "This PDF is locked: it can only be read with its password."
    assert "Este PDF está bloqueado" in all_facts(replace(failed, reason=reason))
    job = JobRecord(JobId(1), "x", "add", (), "paused", held_by="disk", reason="The file is not there.")
    assert pause_reason(job) == "El archivo no está."
    assert pause_reason(replace(job, held_by=None)) == "El archivo no está."


def test_trouble_with_a_document_changes_its_language_with_the_window(qtbot: QtBot) -> None:
    trouble = Trouble()
    qtbot.addWidget(trouble)
    trouble.tell("The file is not there.", "If you moved it, add it again.", can_read=True, can_show_text=False)
    assert trouble.message == "El archivo no está."
    QLocale.setDefault(QLocale("en_GB"))
    try:
        QCoreApplication.sendEvent(trouble, QEvent(QEvent.Type.LanguageChange))
        assert trouble.message == "The file is not there."
    finally:
        QLocale.setDefault(QLocale("es_ES"))


def test_english_stays_english() -> None:
    with _speaking("en_GB"):
        assert said("There is no library “x”.") == "There is no library “x”."


@contextmanager
def _speaking(locale: str) -> Iterator[None]:
    QLocale.setDefault(QLocale(locale))
    try:
        yield
    finally:
        QLocale.setDefault(QLocale("es_ES"))


def _filled(template: str, values: list[str]) -> str:
    remaining = iter(values)
    return re.sub(r"\{\}", lambda _: next(remaining), template)


def _in_spanish(template: str, values: list[str]) -> str:
    order = iter(range(len(values)))
    return PLACE.sub(lambda place: values[int(place[2]) - 1 if place[2] else next(order)], SPANISH[template])
