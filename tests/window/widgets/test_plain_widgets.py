from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ragdesk.window.actions import Actions
from ragdesk.window.theming import Appearance, Theming
from ragdesk.window.widgets.elided_label import ElidedLabel
from ragdesk.window.widgets.icon_button import IconButton
from ragdesk.window.widgets.plain import menu_text, plain_label, plain_tooltip, shortened

Show = Callable[[QWidget], QWidget]


def test_a_tooltip_shows_exactly_the_text() -> None:
    text = "<b>x</b>  &amp;\nsecond line"
    shown = QTextDocument()
    shown.setHtml(plain_tooltip(text))
    assert shown.toPlainText().replace("\u2028", "\n") == text
    assert plain_tooltip("") == ""


def test_labels_menus_and_lengths() -> None:
    assert plain_label("<b>x</b>").textFormat() == Qt.TextFormat.PlainText
    assert menu_text("A & B") == "A && B"
    assert shortened("abcdef", 4) == "abc…"
    assert shortened("abcd", 4) == "abcd"


def test_an_elided_label_tells_all_in_its_tooltip_only_while_something_is_hidden(show: Show, theming: Theming) -> None:
    label = ElidedLabel("a rather long name of a file.pdf")
    show(label)
    label.resize(60, 20)
    assert label.is_elided
    assert "rather long" in label.toolTip()
    label.resize(label.sizeHint())
    assert label.toolTip() == ""
    assert label.minimumSizeHint().width() < label.sizeHint().width()


def test_an_icon_button_follows_its_action(theming: Theming, actions: Actions, qtbot: QtBot) -> None:
    action = actions["add_folder"]
    button = IconButton.for_action(action, theming)
    qtbot.addWidget(button)
    assert button.accessibleName() == "Add a folder"
    assert "Ctrl+O" in button.toolTip()
    with qtbot.waitSignal(action.triggered):
        button.click()
    action.setEnabled(False)
    assert not button.isEnabled()


def test_icons_take_the_colours_of_the_theme(theming: Theming, qtbot: QtBot) -> None:
    button = IconButton(theming, "plus")
    qtbot.addWidget(button)
    button.say("Add <b>")
    assert button.accessibleName() == "Add <b>"
    before = button.icon().cacheKey()
    theming.choose(Appearance("dark", 100, "yes"))
    assert button.icon().cacheKey() != before
