"""The undo bar beside the composer: whose undo the keys mean, and that it covers nothing of what is typed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ragdesk.window.desk import Desk
from ragdesk.window.main_window import MainWindow


def _undo_by_keys(window: MainWindow) -> None:
    QTest.keyClick(window.conversation.composer.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def _type_and_clear(window: MainWindow) -> None:
    edit = window.conversation.composer.edit
    edit.setFocus()
    QTest.keyClicks(edit, "ab")
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Delete)


def test_keys_take_back_what_the_bar_offers_while_nothing_is_typed(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    taken_back: list[str] = []
    _type_and_clear(window)
    desk.offer_undo("3 documents were removed.", lambda: taken_back.append("documents"))
    _undo_by_keys(window)
    assert taken_back == ["documents"]
    assert window.conversation.composer.edit.toPlainText() == ""
    _undo_by_keys(window)
    assert window.conversation.composer.edit.toPlainText() == "ab", "the text's own turn, now that nothing is offered"


def test_keys_take_back_what_was_typed_while_something_is_or_the_bar_is_gone(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    taken_back: list[str] = []
    desk.offer_undo("3 documents were removed.", lambda: taken_back.append("documents"))
    edit = window.conversation.composer.edit
    edit.setFocus()
    QTest.keyClicks(edit, "ab")
    _undo_by_keys(window)
    assert (edit.toPlainText(), taken_back) == ("", [])
    window.undo_bar.hide()
    _type_and_clear(window)
    _undo_by_keys(window)
    assert (edit.toPlainText(), taken_back) == ("ab", [])


def test_the_bar_makes_room_for_a_composer_that_grows(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    desk.offer_undo("3 documents were removed.", lambda: None)
    composer = window.conversation.composer
    before = composer.height()
    composer.edit.setPlainText("line\n" * 6)
    qtbot.waitUntil(lambda: composer.height() > before)
    qtbot.wait(0)
    covered = QRect(composer.mapTo(window, QPoint()), composer.size())
    qtbot.waitUntil(lambda: not window.undo_bar.geometry().intersects(covered))
