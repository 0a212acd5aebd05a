"""Every widget that acts can be found by name, by keyboard and by a screen reader, in the window and in its dialogs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ragdesk.protocol.records import Place, Quote
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.error_box import ErrorBox
from ragdesk.window.main_window import MainWindow
from ragdesk.window.theming import Theming
from ragdesk.window.window_dialogs import WindowDialogs

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
ACTING = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QKeySequenceEdit, QLineEdit, QPlainTextEdit,
    QTextEdit,
)  # fmt: skip
QUOTE = Quote(1, "/a.txt", "a", Place(None, (), 0, 1), "x", 1.0, 1)
DIALOGS = ("settings", "doctor", "about", "shortcuts", "guide")


@pytest.fixture(params=["window", "error_box", *DIALOGS])
def whole(
    request: pytest.FixtureRequest,
    window: MainWindow,
    link: EngineLink,
    desk: Desk,
    theming: Theming,
    actions: Actions,
    qtbot: QtBot,
) -> Iterator[QWidget]:
    """The main window with all its panes, and each dialog, as they are when they are shown."""
    desk.show_evidence([QUOTE], 0)
    qtbot.wait(100)
    if request.param == "window":
        yield window
        return
    if request.param == "error_box":
        dialog: QDialog = ErrorBox(theming, window)
        dialog.show()
    else:
        dialogs = WindowDialogs(link, desk, theming, actions, window)
        actions[request.param].trigger()
        dialog = dialogs._open[request.param]
    qtbot.wait(100)
    yield dialog
    dialog.close()


def test_everything_that_acts_is_named_and_reached(whole: QWidget) -> None:
    acting = list(_acting(whole))
    assert acting
    faults = [f"{_path(widget)}: {fault}" for widget in acting for fault in _faults(widget)]
    assert faults == [], "\n".join(faults)


def test_tab_reaches_everything_once_and_comes_back(whole: QWidget) -> None:
    chain, widget = [], whole.nextInFocusChain()
    while widget is not None and widget is not whole and len(chain) < 5000:
        chain.append(widget)
        widget = widget.nextInFocusChain()
    assert widget is whole
    missing = [_path(one) for one in _acting(whole) if one not in chain and one.focusProxy() not in chain]
    assert missing == []


def _acting(whole: QWidget) -> Iterator[QWidget]:
    for widget in whole.findChildren(QWidget):
        if isinstance(widget, ACTING) and widget.window() is whole and not _is_part_of_another(widget):
            yield widget


def _is_part_of_another(widget: QWidget) -> bool:
    """Qt's own parts of its widgets: the field of a spin box, the list of a combo box, the heads of a table."""
    parent = widget.parentWidget()
    whole_ones = (QAbstractSpinBox, QComboBox, QKeySequenceEdit, QLineEdit, QMenuBar, QMenu, QAbstractItemView)
    is_inside = any(isinstance(one, whole_ones) for one in _parents(parent))
    return isinstance(widget, QHeaderView) or is_inside or widget.objectName().startswith("qt_")


def _parents(widget: QWidget | None) -> Iterator[QWidget]:
    while widget is not None:
        yield widget
        widget = widget.parentWidget()


def _faults(widget: QWidget) -> Iterator[str]:
    if not widget.objectName():
        yield "no object name"
    interface = QAccessible.queryAccessibleInterface(widget)
    if interface is None or not interface.text(QAccessible.Text.Name).strip():
        yield "no name for a screen reader"
    # Qt gives its field for keys no role of its own; its name is read out all the same.
    elif interface.role() in (QAccessible.Role.NoRole, QAccessible.Role.Client) and not _is_for_keys(widget):
        yield "no role for a screen reader"
    says = widget.text() if isinstance(widget, QAbstractButton) else ""
    if not widget.toolTip() and not says and not isinstance(widget, QAbstractItemView | QTextEdit | QPlainTextEdit):
        yield "no tooltip"
    if not _is_reached(widget):
        yield "not reached by Tab"


def _is_for_keys(widget: QWidget) -> bool:
    return isinstance(widget, QKeySequenceEdit)


def _is_reached(widget: QWidget) -> bool:
    has_proxy = widget.focusProxy() is not None
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) or has_proxy or widget.objectName() == "palette_list"


def _path(widget: QWidget) -> str:
    names = [one.objectName() or type(one).__name__ for one in _parents(widget)]
    return "/".join(reversed(names[:4]))


def test_every_command_has_words_and_no_keys_are_taken_twice(actions: Actions) -> None:
    keys = [action.shortcut().toString() for action in actions if not action.shortcut().isEmpty()]
    assert all(action.text() and action.toolTip() for action in actions)
    assert len(keys) == len(set(keys))


def test_a_larger_text_makes_the_window_larger_and_cuts_nothing(
    window: MainWindow, theming: Theming, qapp: QApplication, show: Callable[[QWidget], QWidget], qtbot: QtBot
) -> None:
    from ragdesk.window.theming import Appearance

    theming.choose(Appearance("light", 150, "yes"))
    qtbot.wait(50)
    cut = [
        _path(one)
        for one in window.status.findChildren(QAbstractButton)
        if one.isVisible() and one.width() < one.sizeHint().width()
    ]
    assert cut == []
    assert window.width() == 1280
