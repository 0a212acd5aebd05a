from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QMenu, QPlainTextEdit

from ragdesk.window.actions import SPECS, Actions
from ragdesk.window.menus import MenuBar

pytestmark = [
    pytest.mark.skipif(sys.platform == "darwin", reason="the menu bar is always there"),
    pytest.mark.qt_log_ignore("This plugin does not support"),  # popups, on the offscreen platform
]


@pytest.fixture
def bar(actions: Actions, show: Callable[[QMainWindow], QMainWindow]) -> MenuBar:
    window = QMainWindow()
    made = MenuBar(actions, window)
    window.setMenuBar(made)
    show(window)
    return made


def test_every_command_is_in_one_menu(bar: MenuBar) -> None:
    inside = [one.objectName() for menu in bar.findChildren(QMenu) for one in menu.actions() if one.objectName()]
    assert sorted(inside) == sorted(spec.name for spec in SPECS)


def test_alt_shows_it_and_other_keys_with_alt_do_not(bar: MenuBar) -> None:
    window = bar.window()
    assert not bar.isVisible()
    QTest.keyPress(window, Qt.Key.Key_Alt)
    QTest.keyPress(window, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyRelease(window, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyRelease(window, Qt.Key.Key_Alt)
    assert not bar.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Alt)
    assert bar.isVisible()
    assert bar.activeAction() is not None


@pytest.mark.parametrize("keys", [Qt.Key.Key_Down, Qt.Key.Key_Left])
def test_alt_with_a_key_that_somebody_takes_does_not(bar: MenuBar, actions: Actions, keys: Qt.Key) -> None:
    """A shortcut, or a text that one writes in: the window never sees the key pressed."""
    window = bar.window()
    edit = QPlainTextEdit("some words")
    window.setCentralWidget(edit)
    window.addActions(actions.of_menu("document"))
    edit.setFocus()
    QTest.keyPress(edit, Qt.Key.Key_Alt)
    QTest.keyPress(edit, keys, Qt.KeyboardModifier.AltModifier)
    QTest.keyRelease(edit, keys, Qt.KeyboardModifier.AltModifier)
    QTest.keyRelease(edit, Qt.Key.Key_Alt)
    assert not bar.isVisible()
    QTest.keyClick(edit, Qt.Key.Key_Alt)
    assert bar.isVisible()


def test_f10_shows_it(bar: MenuBar) -> None:
    QTest.keyClick(bar.window(), Qt.Key.Key_F10)
    assert bar.isVisible()
