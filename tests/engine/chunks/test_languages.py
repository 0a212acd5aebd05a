"""The language of texts and of short questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ragdesk.engine.chunks.languages import KNOWN_LANGUAGES, detect_language, question_language

SHARED = Path(__file__).parents[4] / "shared" / "data"

ENGLISH = (
    "The tenant pays the rent on the first day of each month. If the rent is late by more than ten days, the owner may"
    " charge interest at the legal rate, and the tenant has to bear the cost of the reminder."
)
SPANISH = (
    "El arrendatario paga la renta el primer día de cada mes. Si el pago se retrasa más de diez días, el propietario"
    " podrá cobrar los intereses legales, y el arrendatario asumirá los gastos de las comunicaciones por su cuenta."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (SPANISH, "es"),
        ("Le locataire paie le loyer le premier jour de chaque mois, sans exception aucune.", "fr"),
        ("Der Mieter zahlt die Miete am ersten Tag jedes Monats auf das Konto des Vermieters.", "de"),
        ("O inquilino paga o aluguel no primeiro dia de cada mês, sem nenhuma exceção.", "pt"),
        ("L'inquilino paga l'affitto il primo giorno di ogni mese, senza alcuna eccezione.", "it"),
        ("El llogater paga el lloguer el primer dia de cada mes, sense cap mena d'excepció.", "ca"),
        ("家賃は毎月一日に支払うものとする。", "ja"),
    ],
)
def test_language_of_a_text(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "   \n", "42", "12.5 % / 13", "ok", "— § —"])
def test_too_short_a_text_has_no_language(text: str) -> None:
    assert detect_language(text) is None


def test_only_the_languages_asked_for_are_answered() -> None:
    assert detect_language(ENGLISH, among=["es", "en"]) == "en"
    assert detect_language(ENGLISH, among=["fr"]) in {"fr", None}
    assert detect_language(ENGLISH, among=["xx"]) is None
    assert detect_language(ENGLISH, among=[]) is None


def test_title_page_in_another_language_does_not_decide() -> None:
    assert detect_language(ENGLISH + "\n\n" + SPANISH * 30) == "es"


def test_every_stemmed_language_is_known() -> None:
    from ragdesk.engine.index.words import SNOWBALL_NAMES

    assert set(SNOWBALL_NAMES) <= set(KNOWN_LANGUAGES)


@pytest.mark.parametrize(
    ("question", "library", "language"),
    [
        ("¿Precio?", ["en"], "es"),
        ("cuando termina el contrato", ["en"], "es"),
        ("When does it end?", ["es"], "en"),
        ("notice period of the lease", ["es"], "en"),
        ("Wann endet der Vertrag mit dem Vermieter?", ["de", "en"], "de"),
        ("Quando termina o contrato de aluguel?", ["pt"], "pt"),
        ("How are Ergänzungsschulen funded?", ["de"], "en"),
        ("Tesla", ["es"], "es"),
        ("Tesla", ["en", "es"], "en"),
        ("", [], "en"),
    ],
)
def test_language_of_a_question(question: str, library: list[str], language: str) -> None:
    assert question_language(question, library) == language


@pytest.mark.parametrize("language", ["en", "es"])
def test_questions_of_xquad_are_told_apart_even_without_their_marks(language: str) -> None:
    path = SHARED / f"xquad_{language}.jsonl"
    if not path.exists():
        pytest.skip("the evaluation data are not here")
    questions = [json.loads(line)["question"] for line in path.read_text("utf-8").splitlines()]
    wrong = [q for q in questions if question_language(q.strip("¿?"), ["en", "es"]) != language]
    assert len(wrong) <= 0.005 * len(questions), wrong
