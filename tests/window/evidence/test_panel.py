"""The pane as a whole: nothing to show, all quotes, small pages, changes behind it, what is wrong, and the file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from ragdesk.protocol.errors import CannotRead, RagdeskError
from ragdesk.protocol.events import DocumentsChanged
from ragdesk.protocol.records import Quote
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.evidence import open_outside
from ragdesk.window.panels.evidence import EvidencePanel
from tests.window import sample_data
from tests.window.fake_engine import FakeEngine


def refuse(engine: FakeEngine, problem: RagdeskError) -> None:
    def render_page(*_: object) -> None:
        raise problem

    engine.render_page = render_page  # type: ignore[method-assign, assignment]


CHANGED = CannotRead("changed", "This file has changed since it was read.", "Add it again, then look at the page.")


def test_empty_pane_says_what_it_is_for(
    panel: EvidencePanel, desk: Desk, quotes: list[Quote], actions: Actions
) -> None:
    assert panel.view.stack._empty.isVisible()
    assert panel.view.stack._empty.text() == "A citation opens here, at its page."
    assert not actions["open_outside"].isEnabled()
    desk.show_evidence(quotes, 0)
    assert not panel.view.stack._empty.isVisible()
    assert actions["open_outside"].isEnabled()
    desk.close_evidence()
    assert panel.view.stack._empty.isVisible()
    assert not panel.footer.isVisible()
    assert panel.header.name.text() == "Evidence"
    assert panel.header._close.isVisible()
    assert not panel.header._find.isVisible()


def test_all_quotes_are_listed_and_chosen(qtbot: QtBot, panel: EvidencePanel, desk: Desk, quotes: list[Quote]) -> None:
    desk.show_evidence(quotes, 0)
    panel.footer.citation.click()
    model = panel.quotes.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == [one.text for one in quotes]
    told = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.startswith("2: ")
    assert "report-2024.pdf · page 3" in told
    row = panel.quotes.visualRect(model.index(1, 0)).center()
    qtbot.mouseClick(panel.quotes.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert desk.evidence is not None
    assert desk.evidence.chosen == 1
    assert panel.view.page == 3
    panel.footer.citation.click()
    assert not panel.quotes.isVisible()


def test_small_pages_are_drawn_where_they_are_seen_and_lead_to_the_page(
    qtbot: QtBot, engine: FakeEngine, panel: EvidencePanel, desk: Desk, actions: Actions, long_document: str
) -> None:
    desk.show_document(long_document, "Long", 1)
    qtbot.waitUntil(lambda: panel.view.page_count == 600)
    actions["thumbnails"].trigger()
    small = panel.view.stack.thumbnails
    assert small.isVisible()
    assert small.model().rowCount() == 600
    qtbot.waitUntil(lambda: panel.view.stack.small.image(8) is not None)
    assert len(engine.called("render_page")) < 30
    spot = small.visualRect(small.model().index(7, 0)).center()
    qtbot.mouseClick(small.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot))
    assert panel.view.page == 8
    assert panel.view.pages.isVisible()


def test_changed_file_says_so_and_is_read_again(
    qtbot: QtBot, engine: FakeEngine, panel: EvidencePanel, desk: Desk, quotes: list[Quote]
) -> None:
    drawing = engine.render_page
    refuse(engine, CHANGED)
    desk.show_evidence(quotes, 0)
    trouble = panel.view.stack.trouble
    qtbot.waitUntil(trouble.isVisible)
    assert trouble.message == CHANGED.message
    trouble.read_again.click()
    qtbot.waitUntil(lambda: engine.called("retry_failed") == [((sample_data.REPORT,),)])
    engine.render_page = drawing  # type: ignore[method-assign]
    record = engine.documents[sample_data.REPORT]
    engine.documents[sample_data.REPORT] = replace(record, read_at="2026-11-21T10:00:00+00:00")
    engine.say(DocumentsChanged("default"))
    qtbot.waitUntil(lambda: panel.view.pages.isVisible() and panel.view.stack.store.image(2) is not None)


def test_text_can_be_shown_in_place_of_a_page_that_is_gone(
    qtbot: QtBot, engine: FakeEngine, panel: EvidencePanel, desk: Desk, quotes: list[Quote]
) -> None:
    refuse(engine, CannotRead("vanished", "The file is no longer there.", "If you moved it, add it again."))
    desk.show_evidence(quotes, 0)
    qtbot.waitUntil(lambda: panel.view.stack.trouble.show_text.isVisible() and panel.view.shown.words is not None)
    panel.view.stack.trouble.show_text.click()
    assert "Ticket income" in panel.view.text.toPlainText()
    assert panel.view.text.isVisible()


def test_document_that_was_removed_is_told(
    qtbot: QtBot, engine: FakeEngine, panel: EvidencePanel, desk: Desk, quotes: list[Quote]
) -> None:
    desk.show_evidence(quotes, 2)
    qtbot.waitUntil(lambda: panel.view.shown.words is not None)
    del engine.documents[sample_data.MINUTES]
    engine.say(DocumentsChanged("default"))
    qtbot.waitUntil(panel.view.stack.trouble.isVisible)
    assert panel.view.stack.trouble.message == "“acta-2025.docx” is no longer in the library."


def test_another_library_closes_the_evidence(
    qtbot: QtBot, panel: EvidencePanel, desk: Desk, quotes: list[Quote]
) -> None:
    desk.show_evidence(quotes, 0)
    panel._link.library_chosen.emit("another")
    assert desk.evidence is None


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to the system, in place of handing it over."""
    paths: list[str] = []

    def open_url(url: QUrl) -> bool:
        paths.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    monkeypatch.setattr(open_outside, "pdf_program", lambda: "")
    return paths


def test_file_opens_in_its_program(
    qtbot: QtBot, panel: EvidencePanel, desk: Desk, actions: Actions, opened: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "lease & more.pdf"
    file.write_bytes(b"%PDF")
    desk.show_document(str(file), "lease")
    actions["open_outside"].trigger()
    qtbot.waitUntil(lambda: opened == [str(file)])


def test_programs_are_not_run(
    qtbot: QtBot, panel: EvidencePanel, desk: Desk, actions: Actions, opened: list[str], tmp_path: Path
) -> None:
    script = tmp_path / "notes.sh"
    script.write_text("echo ran")
    desk.show_document(str(script), "notes")
    actions["open_outside"].trigger()
    qtbot.waitUntil(lambda: opened == [str(tmp_path)])
    assert "could be run" in panel._note.text()

    panel.view.noted.emit("")
    assert "could be run" in panel._note.text(), "what the page has to say comes later, and takes nothing away"
    desk.show_document(sample_data.REPORT, "report")
    assert not panel._note.text()


def test_file_that_is_gone_is_told(
    qtbot: QtBot, panel: EvidencePanel, desk: Desk, actions: Actions, opened: list[str], quotes: list[Quote]
) -> None:
    desk.show_evidence(quotes, 0)
    actions["open_outside"].trigger()
    qtbot.waitUntil(lambda: "no longer there" in panel._note.text())
    assert opened == []


@pytest.mark.skipif(sys.platform == "win32", reason="readers of Linux")
def test_page_is_named_to_readers_that_take_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    file = tmp_path / "a.pdf"
    command: Callable[[str], tuple[str, ...]] = lambda name: open_outside.command_at_page(name, file, 12)  # noqa: E731
    assert command("org.gnome.Evince.desktop") == ("/usr/bin/evince", "--page-index=12", str(file))
    assert command("okular.desktop") == ("/usr/bin/okular", "-p", "12", str(file))
    assert command("firefox.desktop") == ()


def test_nothing_is_cut_off_at_the_usual_width(
    qtbot: QtBot, panel: EvidencePanel, desk: Desk, quotes: list[Quote]
) -> None:
    desk.show_evidence(quotes, 0)
    footer = panel.footer
    qtbot.waitUntil(lambda: footer.citation.text() == "Citation 1 of 3")
    qtbot.waitUntil(lambda: footer.citation.width() >= footer.citation.sizeHint().width())
    assert footer.sizeHint().width() <= 420
    assert panel.header.minimumSizeHint().width() <= 420


def test_the_keys_for_citations_open_the_first_of_an_answer(
    panel: EvidencePanel, desk: Desk, actions: Actions, quotes: list[Quote]
) -> None:
    step = actions["next_citation"]
    assert not step.isEnabled(), "there is no answer"
    desk.show_answer(sample_data.answer("How much?"))
    assert step.isEnabled()
    step.trigger()
    assert desk.evidence is not None
    assert panel.view.document == desk.evidence.quote.document
    desk.choose_conversation(None)
    assert not step.isEnabled()
