from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QFrame,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ragdesk.window.focus_ring import DialogRings, FocusRing
from ragdesk.window.theming import Appearance, Theming


@pytest.fixture
def place(show: Callable[[QWidget], QWidget], theming: Theming, qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(300, 200)
    for number in range(2):
        button = QPushButton(f"Button {number}", window)
        button.setGeometry(40, 40 + 60 * number, 120, 30)
    FocusRing(theming, window)
    show(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.findChildren(QPushButton)[1].setFocus(Qt.FocusReason.MouseFocusReason)
    return window


def ring(place: QWidget) -> FocusRing:
    found = place.findChild(FocusRing)
    assert found is not None
    return found


def by_tab(button: QPushButton) -> None:
    """From the other one."""
    other = next(one for one in button.window().findChildren(QPushButton) if one is not button)
    other.setFocus()
    QTest.keyClick(other, Qt.Key.Key_Tab)
    assert button.hasFocus()


def click(place: QWidget, button: QPushButton) -> None:
    """As the system does."""
    handle = place.windowHandle()
    assert handle is not None
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, button.geometry().center())  # type: ignore[call-overload]


def test_the_keyboard_brings_a_ring_two_pixels_outside_and_the_mouse_takes_it_away(place: QWidget) -> None:
    first, second = place.findChildren(QPushButton)
    by_tab(first)
    assert ring(place).around is first
    assert ring(place).geometry() == first.geometry().adjusted(-2, -2, 2, 2)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert ring(place).around is second
    click(place, second)
    assert ring(place).around is None
    click(place, first)
    assert first.hasFocus()
    assert ring(place).around is None


def test_it_follows_what_it_is_around(place: QWidget) -> None:
    first = place.findChildren(QPushButton)[0]
    by_tab(first)
    first.move(60, 90)
    assert ring(place).geometry() == first.geometry().adjusted(-2, -2, 2, 2)
    first.hide()
    assert ring(place).around is not first


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_it_is_in_the_accent_of_the_theme(name: str, place: QWidget, theming: Theming) -> None:
    theming.choose(Appearance(name))  # type: ignore[arg-type]
    first = place.findChildren(QPushButton)[0]
    by_tab(first)
    picture = place.grab().toImage()
    above = picture.pixelColor(first.geometry().center().x(), first.geometry().top() - 1)
    assert above == QColor(theming.theme.colours.accent)


def test_it_takes_no_clicks(place: QWidget) -> None:
    first = place.findChildren(QPushButton)[0]
    by_tab(first)
    assert place.childAt(first.geometry().center()) is first
    assert place.childAt(first.geometry().topLeft() - QPoint(1, 1)) is None


def test_a_frame_that_shows_the_focus_itself_gets_no_second_ring(
    show: Callable[[QWidget], QWidget], theming: Theming, qtbot: QtBot
) -> None:
    window, composer = QWidget(), QFrame()
    composer.setProperty("role", "composer")
    edit, button = QPlainTextEdit(composer), QPushButton("Ask", composer)
    edit.setProperty("role", "bare")
    edit.setTabChangesFocus(True)
    QVBoxLayout(window).addWidget(composer)
    inside = QVBoxLayout(composer)
    inside.addWidget(edit)
    inside.addWidget(button)
    FocusRing(theming, window)
    show(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    assert ring(window).around is button
    QTest.keyClick(button, Qt.Key.Key_Tab)
    assert edit.hasFocus()
    assert ring(window).around is None


def test_every_dialog_has_one_whoever_opens_it(
    qtbot: QtBot, theming: Theming, show: Callable[[QWidget], QWidget]
) -> None:
    class OurDialog(QDialog):
        pass

    keeper = DialogRings(theming)
    dialog = OurDialog()
    dialog.resize(300, 200)
    for number in range(2):
        QPushButton(f"Button {number}", dialog).setGeometry(40, 40 + 60 * number, 120, 30)
    show(dialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    first, second = dialog.findChildren(QPushButton)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert ring(dialog).around is second
    QTest.keyClick(second, Qt.Key.Key_Tab)
    assert [one.around for one in dialog.findChildren(FocusRing)] == [first]
    keeper.deleteLater()


def test_dialogs_of_qt_itself_are_left_alone(
    qtbot: QtBot, theming: Theming, show: Callable[[QWidget], QWidget]
) -> None:
    keeper = DialogRings(theming)
    dialog = QFileDialog(options=QFileDialog.Option.DontUseNativeDialog)
    show(dialog)
    dialog.activateWindow()
    qtbot.waitUntil(lambda: dialog.isActiveWindow() and QApplication.focusWidget() is not None)
    assert dialog.findChild(FocusRing) is None
    keeper.deleteLater()
