"""Export: Markdown, HTML and PDF with the sources, nothing of a document taken for markup, nothing half written."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ragdesk.protocol.conversations import ConversationText
from ragdesk.protocol.errors import StorageError
from ragdesk.protocol.events import AnswerFinished
from ragdesk.window.actions import Actions
from ragdesk.window.conversation.as_html import conversation_as_html
from ragdesk.window.conversation.export_conversation import ExportConversation, _file_name, _with_suffix
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from tests.window.fake_engine import FakeEngine

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


def _text_of(path: Path) -> str:
    if path.suffix != ".pdf":
        return path.read_text("utf-8")
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [document[n] for n in range(len(document))]
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pages)
    finally:
        document.close()
