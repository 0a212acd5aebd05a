from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.records import Place, Quote
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.drop_target import dropped_paths, dropped_text
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.main_window import MainWindow
from ragdesk.window.memory import WindowMemory
from ragdesk.window.panes import FOLD_EVIDENCE
from tests.window.fake_engine import FakeEngine

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
QUOTE = Quote(1, "/a.txt", "a", Place(None, (), 0, 1), "x", 1.0, 1)


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def text(words: str) -> QMimeData:
    data = QMimeData()
    data.setText(words)
    return data


def drag(window: MainWindow, data: QMimeData) -> bool:
    """Whether it is welcome."""
    entering = QDragEnterEvent(
        QPointF(5, 5).toPoint(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    entering.setAccepted(False)
    QApplication.sendEvent(window, entering)
    return entering.isAccepted()


def drop(window: MainWindow, data: QMimeData) -> None:
    dropping = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(window, dropping)


def test_dropped_files_and_folders_are_added(window: MainWindow, desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    paths = [tmp_path / "a b&c.txt", tmp_path / "folder"]
    assert drag(window, files(*paths))
    assert window._overlay.isVisible()
    assert window._overlay.accessibleName() == "Drop to add to default"
    asked: list[object] = []
    desk.add_asked_for.disconnect()
    desk.add_asked_for.connect(lambda found, is_new: asked.append((found, is_new)))
    drop(window, files(*paths))
    assert asked == [(paths, False)]
    assert not window._overlay.isVisible()


def test_dropped_text_becomes_a_question_to_be_asked(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    assert drag(window, text("When does the lease end?"))
    with qtbot.waitSignal(desk.text_proposed) as proposed:
        drop(window, text("When does the lease end?"))
    assert proposed.args == ["When does the lease end?"]
    assert window.conversation.composer.edit.toPlainText() == "When does the lease end?"


def test_what_cannot_be_used_is_not_welcome(window: MainWindow) -> None:
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/a.pdf")])
    assert not drag(window, web)
    assert not drag(window, QMimeData())
    assert not window._overlay.isVisible()


def test_what_leaves_again_leaves_no_trace(window: MainWindow, tmp_path: Path) -> None:
    drag(window, files(tmp_path))
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window._overlay.isVisible()


def test_files_of_other_computers_are_passed_over() -> None:
    data = QMimeData()
    data.setUrls([QUrl("file://server/share/a.pdf")])
    assert dropped_paths(data) == []
    assert dropped_text(data) == ""


def test_fields_leave_dropped_files_to_the_window(window: MainWindow) -> None:
    takers = [one for kind in (QLineEdit, QPlainTextEdit) for one in window.findChildren(kind) if one.acceptDrops()]
    assert takers == []


def test_copied_files_are_pasted_into_the_library(
    window: MainWindow, desk: Desk, actions: Actions, tmp_path: Path, qtbot: QtBot
) -> None:
    asked: list[object] = []
    desk.add_asked_for.disconnect()
    desk.add_asked_for.connect(lambda found, _: asked.append(found))
    QGuiApplication.clipboard().setMimeData(files(tmp_path))
    actions["paste"].trigger()
    assert asked == [[tmp_path]]


def test_f6_goes_from_pane_to_pane(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    desk.show_evidence([QUOTE], 0)
    panes = window.panes.shown()
    assert len(panes) == 3
    window._pane_focus.enter(panes[0])

    def here() -> QWidget | None:
        focused = QApplication.focusWidget()
        return next((pane for pane in panes if focused is not None and pane.isAncestorOf(focused)), None)

    visited = []
    for _ in range(3):
        visited.append(here())
        QTest.keyClick(window, Qt.Key.Key_F6)
    assert visited == panes
    QTest.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert here() is panes[2]


def test_a_new_conversation_leaves_the_pane_empty_and_nothing_lying_over_it(window: MainWindow, desk: Desk) -> None:
    desk.show_evidence([QUOTE], 0)
    desk.choose_conversation(None)
    assert window.evidence.view.stack._empty.isVisible()
    desk.show_evidence([QUOTE], 0)
    window.resize(1000, 700)
    assert window.evidence.isVisible()
    desk.choose_conversation(None)
    assert not window.evidence.isVisible()


def test_evidence_opens_with_a_citation_and_closes_with_it(window: MainWindow, desk: Desk) -> None:
    assert not window.evidence.isVisible()
    desk.show_evidence([QUOTE], 0)
    assert window.evidence.isVisible()
    desk.close_evidence()
    assert not window.evidence.isVisible()


def test_esc_closes_the_drawer_wherever_the_keyboard_is(window: MainWindow, desk: Desk) -> None:
    window.resize(FOLD_EVIDENCE - 100, 700)
    desk.show_evidence([QUOTE], 0)
    QTest.keyClick(window.documents, Qt.Key.Key_Escape)
    assert not window.evidence.isVisible()


def test_an_error_that_nobody_shows_is_shown(window: MainWindow, link: EngineLink) -> None:
    link.request_failed.emit(BadRequest("That name is taken.", "Choose another."))
    assert window.error_box.isVisible()
    window.error_box.reject()


def test_the_library_is_in_the_title_and_remembered(
    window: MainWindow, link: EngineLink, memory: WindowMemory, engine: FakeEngine, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(link.engine_ready):
        link.choose_library("Archive")
    assert window.windowTitle() == "Archive – ragdesk"
    assert memory.library == "Archive"


def test_its_place_is_remembered(window: MainWindow, memory: WindowMemory) -> None:
    assert memory.geometry.isEmpty()
    window.close()
    assert not memory.geometry.isEmpty()


def test_headers_are_aligned(window: MainWindow, desk: Desk) -> None:
    desk.show_evidence([QUOTE], 0)
    QTest.qWait(0)
    heights = []
    for pane in window.panes.shown():
        layout = pane.layout()
        assert layout is not None
        header = layout.itemAt(0).widget()
        assert header is not None
        heights.append((header.mapTo(window, header.rect().topLeft()).y(), header.height()))
    assert heights == [(0, 48)] * 3


def test_what_was_removed_can_be_taken_back_for_a_while(
    qtbot: QtBot, window: MainWindow, desk: Desk, actions: Actions
) -> None:
    taken_back: list[str] = []
    assert not actions["undo"].isEnabled()
    desk.offer_undo("The answer was deleted.", lambda: taken_back.append("answer"))
    assert window.undo_bar.isVisible()
    assert window.rect().contains(window.undo_bar.geometry())
    actions["undo"].trigger()
    assert taken_back == ["answer"]
    assert not window.undo_bar.isVisible()
    assert not actions["undo"].isEnabled()


def test_whoever_types_at_the_start_types_a_question(qtbot: QtBot, window: MainWindow) -> None:
    focused = window.focusWidget()
    assert focused is window.conversation.composer.edit


def test_find_searches_the_list_until_a_page_is_shown(qtbot: QtBot, window: MainWindow, actions: Actions) -> None:
    actions["find"].trigger()
    assert window.focusWidget() is window.documents.search.box
