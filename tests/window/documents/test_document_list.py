from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ragdesk.protocol.events import DocumentsChanged
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.panels.documents import DocumentsPanel
from ragdesk.window.theming import Appearance, Theming
from tests.window.fake_engine import FakeEngine
from tests.window.sample_data import FOLDER, REPORT, document


def names(panel: DocumentsPanel) -> list[str]:
    rows = panel.list.rows
    return [rows.index(row).data() for row in range(rows.rowCount())]


def many(engine: FakeEngine, count: int) -> None:
    paths = [f"/many/{n:06}.pdf" for n in range(count)]
    engine.documents = {path: document(n, path, path, pages=n) for n, path in enumerate(paths)}


def test_all_documents_are_listed_by_name(panel: DocumentsPanel) -> None:
    assert names(panel) == sorted(names(panel))
    assert panel.search.box.placeholderText() == "Search 10 documents"


def test_typing_filters_the_list(panel: DocumentsPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search.box, "report")
    qtbot.waitUntil(lambda: names(panel) == ["report-2024.pdf"])
    qtbot.keyClick(panel.search.box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(names(panel)) == 10)


def test_what_fits_nothing_is_said(panel: DocumentsPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search.box, "zzzz")
    qtbot.waitUntil(lambda: panel.middle.currentWidget() is panel.empty)
    assert panel.empty.text() == "No document fits."


def test_an_empty_library_says_how_to_begin(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    engine.documents = {}
    engine.say(DocumentsChanged("default"))
    qtbot.waitUntil(lambda: panel.list.rows.rowCount() == 0)
    assert panel.middle.currentWidget() is panel.empty
    assert panel.empty.text().startswith("Nothing here yet")


def test_letters_typed_in_the_list_go_on_in_the_search_box(panel: DocumentsPanel, qtbot: QtBot) -> None:
    panel.list.setFocus()
    qtbot.keyClicks(panel.list, "sc")
    assert panel.search.box.text() in ("s", "sc")
    qtbot.waitUntil(lambda: "scan-1987.pdf" in names(panel) and len(names(panel)) < 10)


def test_the_menu_lists_only_what_failed_and_all_again(panel: DocumentsPanel, qtbot: QtBot) -> None:
    panel.search.menu.aboutToShow.emit()
    entries = {action.objectName(): action for action in panel.search.menu.actions() if action.objectName()}
    assert "status_failed" in entries
    entries["status_failed"].trigger()
    qtbot.waitUntil(lambda: names(panel) == ["broken.docx", "contract.pdf"])
    assert panel.search.note.text() == "Only not read"
    panel.search.show_all.click()
    qtbot.waitUntil(lambda: len(names(panel)) == 10)


def test_another_order_is_chosen_in_the_menu(panel: DocumentsPanel, qtbot: QtBot) -> None:
    panel.search.menu.aboutToShow.emit()
    next(one for one in panel.search.menu.actions() if one.objectName() == "sort_pages").trigger()
    qtbot.waitUntil(lambda: names(panel)[0] == "scan-1987.pdf")


def test_enter_shows_the_document(panel: DocumentsPanel, desk: Desk, qtbot: QtBot) -> None:
    panel.list.choose(REPORT)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert desk.evidence is not None
    assert desk.evidence.quote.document == REPORT


def test_a_change_keeps_selection_and_place(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    many(engine, 500)
    engine.say(DocumentsChanged("default"))
    qtbot.waitUntil(lambda: panel.list.rows.rowCount() == 500)
    panel.feed.reveal("/many/000300.pdf")
    qtbot.waitUntil(lambda: len(panel.list.chosen()) == 1)
    before = panel.list.rows.record(panel.list.indexAt(QPoint(4, 0)).row()).document
    engine.documents["/a/new.pdf"] = document(9999, "/a/000000.pdf", "new")
    engine.documents["/many/000000.pdf"] = replace(engine.documents["/many/000000.pdf"], status="failed")
    engine.say(DocumentsChanged("default"))
    qtbot.waitUntil(lambda: panel.list.rows.rowCount() == 501)
    assert [one.document for one in panel.list.chosen()] == ["/many/000300.pdf"]
    assert panel.list.rows.record(panel.list.indexAt(QPoint(4, 0)).row()).document == before


def test_many_changes_at_once_are_asked_for_few_times(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    before = len(engine.called("list_rows"))
    for _ in range(50):
        panel.feed.refresh()
    engine.documents.pop(REPORT)
    panel.feed.refresh()
    qtbot.waitUntil(lambda: panel.list.rows.rowCount() == 9)
    assert len(engine.called("list_rows")) - before <= 3


def test_another_library_shows_its_own_documents(panel: DocumentsPanel, qtbot: QtBot) -> None:
    panel.libraries.choose("Archive")
    qtbot.waitUntil(lambda: panel.list.rows.rowCount() == 0)
    panel.libraries.choose("default")
    qtbot.waitUntil(lambda: panel.list.rows.rowCount() == 10)


def test_the_document_in_hand_is_marked_as_being_read(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    engine.begin_job()
    row = panel.list.rows.row_of(REPORT)
    assert row is not None
    role = Qt.ItemDataRole.AccessibleTextRole
    qtbot.waitUntil(lambda: "reading" in panel.list.rows.index(row).data(role))


def test_a_document_asked_for_is_chosen_though_it_was_filtered_away(
    panel: DocumentsPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.search.choose_status("failed")
    qtbot.waitUntil(lambda: len(names(panel)) == 2)
    desk.document_asked_for.emit(REPORT)
    qtbot.waitUntil(lambda: [one.document for one in panel.list.chosen()] == [REPORT])
    assert not panel.search.choice.is_filter


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_that_only_some_are_asked_can_be_read_in_a_narrow_pane(
    panel: DocumentsPanel, theming: Theming, qtbot: QtBot, percent: int
) -> None:
    theming.choose(Appearance("light", percent, "yes"))
    panel.resize(220, 800)
    panel.list.choose(REPORT)
    panel.commands.ask_only(panel.list.chosen())
    panel.search.choose_status("failed")
    for label in (panel.search.scope, panel.search.note):
        qtbot.waitUntil(lambda label=label: label.isVisible() and label.height() >= label.heightForWidth(label.width()))
        longest = max(label.text().split(), key=len)
        assert label.fontMetrics().horizontalAdvance(longest) <= label.width()


def test_only_chosen_documents_are_asked(panel: DocumentsPanel, desk: Desk) -> None:
    panel.list.choose(REPORT)
    panel.commands.ask_only(panel.list.chosen())
    assert desk.scope == (REPORT,)
    assert panel.search.scope.text().startswith("Only 1 of them")
    panel.search.ask_all.click()
    assert desk.scope == ()
    assert not panel.search.scope.isVisible()


def test_the_menu_key_asks_for_the_menu_at_the_chosen_row(panel: DocumentsPanel, qtbot: QtBot) -> None:
    panel.list.menu_wanted.disconnect()
    panel.list.choose(REPORT)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    with qtbot.waitSignal(panel.list.menu_wanted) as asked:
        QApplication.sendEvent(panel.list, event)
    at = panel.list.viewport().mapFromGlobal(asked.args[0])
    assert panel.list.rows.record(panel.list.indexAt(at).row()).document == REPORT


def test_the_menu_offers_what_can_be_done(panel: DocumentsPanel) -> None:
    panel.list.choose(REPORT)
    offered = {action.objectName() for action in panel.commands.menu(panel.list.chosen()).actions()}
    assert {"open", "open_outside", "ask_only", "read_again", "exclude", "remove", "copy_path", "details"} <= offered


@pytest.mark.parametrize("percent", [100, 150])
def test_rows_grow_with_the_text(panel: DocumentsPanel, theming: Theming, percent: int) -> None:
    theming.choose(Appearance("light", percent, "yes"))
    height = panel.list.verticalHeader().defaultSectionSize()
    assert (height == 44) if percent == 100 else (height > 44)


def test_a_name_that_looks_like_html_is_shown_as_it_is(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    name = f"{FOLDER}/<img src=x>.pdf"
    engine.documents = {name: document(1, name, "<b>x</b>")}
    engine.say(DocumentsChanged("default"))
    qtbot.waitUntil(lambda: panel.list.rows.rowCount() == 1)
    index = panel.list.rows.index(0)
    assert index.data() == "<img src=x>.pdf"
    assert "<img" not in index.data(Qt.ItemDataRole.ToolTipRole)


def test_a_large_selection_outlives_other_rows(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    panel.list.selectAll()
    engine.documents["/a/000.pdf"] = document(99, "/a/000.pdf", "new")
    engine.say(DocumentsChanged("default"))
    qtbot.waitUntil(lambda: panel.list.rows.rowCount() == 11)
    assert len(panel.list.chosen()) == 10
    assert "/a/000.pdf" not in [one.document for one in panel.list.chosen()]


def test_the_list_outlives_the_death_of_the_engine(
    panel: DocumentsPanel, engine: FakeEngine, link: EngineLink, qtbot: QtBot
) -> None:
    panel.list.choose(REPORT)
    problems: list[object] = []
    link.request_failed.connect(problems.append)
    engine.documents.pop(f"{FOLDER}/broken.docx")
    with qtbot.waitSignal(link.engine_ready):
        engine.die()
    qtbot.waitUntil(lambda: panel.list.rows.rowCount() == 9)
    assert [one.document for one in panel.list.chosen()] == [REPORT]
    assert not problems


def test_a_change_of_language_says_everything_anew(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    engine.begin_job()
    qtbot.waitUntil(panel.strip.isVisible)
    for widget in (panel.search.box, panel.drop.words, panel.strip.title):
        widget.setProperty("accessibleName", "")
    panel.search.box.setPlaceholderText("")
    for widget in (panel, panel.search, panel.drop, panel.strip, panel.header):
        QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
    assert panel.search.box.placeholderText() == "Search 10 documents"
    assert panel.search.box.accessibleName() == "Search the documents by name"


def test_a_selection_of_more_than_is_in_sight_stays_as_it_was_while_more_comes(
    panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot
) -> None:
    many(engine, 300)
    engine.say(DocumentsChanged("default"))
    qtbot.waitUntil(lambda: panel.list.rows.rowCount() == 300)
    panel.list.selectAll()
    qtbot.waitUntil(lambda: len(panel.list.chosen()) == 300)
    engine.documents = {"/many/000000-new.pdf": document(999, "/many/000000-new.pdf", "new"), **engine.documents}
    engine.say(DocumentsChanged("default"))
    qtbot.waitUntil(lambda: panel.list.rows.rowCount() == 301, timeout=10_000)
    chosen = [record.document for record in panel.list.chosen()]
    assert len(chosen) == 300
    assert "/many/000000-new.pdf" not in chosen
