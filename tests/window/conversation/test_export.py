"""Export: Markdown, HTML and PDF with the sources, nothing of a document taken for markup, nothing half written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ragdesk.protocol.conversations import ConversationRecord, ConversationText, Turn
from ragdesk.protocol.errors import StorageError
from ragdesk.protocol.events import AnswerFinished
from ragdesk.protocol.records import ConversationId, Place, Quote, Searched, Sentence, TurnId
from ragdesk.window.actions import Actions
from ragdesk.window.conversation.as_html import conversation_as_html
from ragdesk.window.conversation.as_markdown import conversation_as_markdown
from ragdesk.window.conversation.export_conversation import ExportConversation, _file_name, _with_suffix
from ragdesk.window.conversation.export_words import searched_words
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.language import Language
from tests.window import sample_data
from tests.window.fake_engine import FakeEngine

EMPTY = "This library holds no text yet. Add a folder first."
HOSTILE = '<img src="file:///etc/passwd"> ![x](file:///etc/passwd) <script>alert(1)</script> & [a](javascript:b)'


@pytest.fixture
def conversation(engine: FakeEngine) -> ConversationText:
    started = engine.start_conversation()
    for question in ("When can the tenant end the harbour lease early?", HOSTILE):
        events = list(engine.ask(question, conversation=started))
        assert isinstance(events[-1], AnswerFinished)
    return engine.show_conversation(started)


@pytest.fixture
def export(link: EngineLink, desk: Desk, actions: Actions, qtbot: QtBot) -> ExportConversation:
    window = QWidget()
    qtbot.addWidget(window)
    return ExportConversation(link, desk, actions, window)


@pytest.mark.parametrize("suffix", [".md", ".html", ".pdf"])
def test_the_file_holds_question_answer_and_sources(
    qtbot: QtBot, export: ExportConversation, conversation: ConversationText, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"talk{suffix}"
    with qtbot.waitSignal(export.written):
        export.write(conversation, path)
    text = _text_of(path)
    quote = conversation.turns[0].answer.quotes[0]
    assert "When can the tenant end the harbour lease early?" in text
    assert " ".join(quote.text.split())[:40] in text
    assert Path(quote.document).name in text
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_no_text_of_a_document_or_question_becomes_markup(conversation: ConversationText) -> None:
    tags: set[str] = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.add(tag)

    Tags().feed(conversation_as_html(conversation))
    assert tags <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "br", "pre", "blockquote", "span",
    }  # fmt: skip


def test_a_place_that_cannot_be_written_is_told_and_leaves_nothing(
    qtbot: QtBot, export: ExportConversation, conversation: ConversationText, link: EngineLink, tmp_path: Path
) -> None:
    with qtbot.waitSignal(link.request_failed) as failed:
        export.write(conversation, tmp_path / "missing" / "talk.md")
    assert isinstance(failed.args[0], StorageError)
    assert failed.args[0].hint
    assert list(tmp_path.iterdir()) == []


def test_there_is_nothing_to_export_before_a_conversation(
    export: ExportConversation, actions: Actions, desk: Desk, conversation: ConversationText
) -> None:
    assert not actions["export"].isEnabled()
    desk.choose_conversation(conversation.record.id)
    assert actions["export"].isEnabled()


def test_titles_make_names_of_files_that_every_system_takes() -> None:
    assert _file_name("What: is/it? <yes>") == "What- is-it- -yes"
    assert _file_name("../..") == "ragdesk"
    assert len(_file_name("x" * 500)) <= 80
    assert _with_suffix(Path("a"), 2) == Path("a.pdf")
    assert _with_suffix(Path("a.md"), 2) == Path("a.pdf")
    assert _with_suffix(Path("v1.2"), 1) == Path("v1.2.html")


def test_a_sentence_with_numbers_of_no_passage_has_the_sign_in_every_form() -> None:
    rent = sample_data.answer(
        "Rent?", text="It is 700 euros.", sentences=(Sentence("It is 700 euros.", True, (1,), ("700",)),)
    )
    record = ConversationRecord(ConversationId(1), "Rent", False, "", "", 1)
    talk = ConversationText(record, (Turn(TurnId(1), "2026-11-21T10:00:00+00:00", rent),))
    for form in (conversation_as_markdown, conversation_as_html):
        written = form(talk)
        assert "It is 700 euros [1] (?)." in written
        assert "(?) In no passage: 700." in written


def test_one_file_that_was_searched_is_no_plural(spanish: None) -> None:
    assert searched_words(replace(sample_data.answer("¿Y?"), searched=Searched(1, 1))).endswith("1 de 1 archivo.")
    assert searched_words(replace(sample_data.answer("¿Y?"), searched=Searched(1, 2))).endswith("1 de 2 archivos.")


@pytest.fixture
def spanish(qapp: object) -> Iterator[None]:
    before, language = QLocale(), Language()
    language.choose("es")
    yield
    language.choose("en")
    QLocale.setDefault(before)


STOPPED = "Stopped before the end. This answer was not kept in the conversation: The file is not there."
ENGLISH = re.compile(
    r"\b(the|this|that|is|are|was|not|sentences?|found|files?|searched|documents|stopped|sources|page)\b", re.IGNORECASE
)


@pytest.mark.parametrize("form", [conversation_as_markdown, conversation_as_html])
def test_all_that_is_said_about_an_answer_is_in_the_language_of_the_window(
    spanish: None, form: Callable[[ConversationText], str]
) -> None:
    place = Place(12, ("Uno",), 0, 3)
    quote = Quote(1, "/a/b.pdf", "b", place, "El faro.", 1.0, 1)
    sentences = (Sentence("El faro.", True, (1,)), Sentence("Eran 40.", False, (), ("40",)))
    checked = replace(sample_data.answer("¿Qué?", sentences=sentences, language="es"), quotes=(quote,))
    answers = (
        checked,
        replace(checked, note=STOPPED),
        replace(checked, origin="quotes", note="The chat model could not be used: The file is not there."),
        replace(sample_data.nothing_found("¿Y?", "en"), text="Not there.", nearest=("Acta_1", "b")),
        replace(sample_data.nothing_found("¿Y?", "en"), text=EMPTY, searched=Searched(0, 0)),
    )
    turns = tuple(Turn(TurnId(n), "2026-11-21T10:00:00+00:00", one) for n, one in enumerate(answers, 1))
    record = ConversationRecord(ConversationId(1), "Faro", False, "", "", len(turns))
    written = form(ConversationText(record, turns))
    shown = re.sub(r"<style>.*?</style>|<[^>]*>", " ", written, flags=re.DOTALL)
    assert ENGLISH.findall(shown) == []
    for told in (
        "(?) La última frase no está en tus documentos. En ningún pasaje: 40.", "Detenida antes de terminar.",
        "No se pudo usar el modelo de chat: El archivo no está.", "No está en tus documentos.", "«El faro.»",
        "Esta biblioteca todavía no contiene texto.", "b.pdf · página 12 · Uno", "Fuentes",
        "Se ha buscado en 6 de 10 archivos", "«b»",
    ):  # fmt: skip
        assert told in " ".join(shown.split()), told


def _text_of(path: Path) -> str:
    if path.suffix != ".pdf":
        return path.read_text("utf-8")
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [document[n] for n in range(len(document))]
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pages)
    finally:
        document.close()
