"""FocusRing: two pixels of accent around whatever has the keyboard, outside of it, and only while keys are used."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from ragdesk.window.theming import Theming

WIDTH = 2
RADIUS = 7
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ParentChange)


class FocusRing(QWidget):
    """One for a top-level window, above everything in it. A mouse click hides it; the next Tab shows it."""

    def __init__(self, theming: Theming, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._theming = theming
        self._around: QWidget | None = None
        self._watched: list[QWidget] = []
        self._has_keys = False
        self._handle: QWindow | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self.follow)
        theming.changed.connect(self.update)

    @property
    def around(self) -> QWidget | None:
        """What it is drawn around now."""
        return self._around if self.isVisible() else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            # Qt sets this when Tab moves the focus, and leaves it set when the mouse does.
            self._window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
            self._has_keys = False
            self._place()
        elif kind in _MOVES:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theming.theme.colours.accent), WIDTH))
        half = WIDTH / 2
        painter.drawRoundedRect(self.rect().toRectF().adjusted(half, half, -half, -half), RADIUS, RADIUS)

    def follow(self, _: QWidget | None, now: QWidget | None) -> None:
        """The keyboard was there, and is here."""
        if not isValid(self) or not isValid(self._window):  # the focus leaves a window that is being destroyed
            return
        for widget in filter(isValid, self._watched):
            widget.removeEventFilter(self)
        self._watched = []
        self._around = now if now is not None and now.window() is self.window() else None
        self._has_keys = self._window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if self._around is not None:
            self._watched = [self._around, *_parents(self._around)]
            for widget in self._watched:
                widget.installEventFilter(self)
        self._watch_presses()
        self._place()

    def _watch_presses(self) -> None:
        """The system's window hears of a press before any widget does."""
        handle = self._window.windowHandle()
        if handle is not None and handle is not self._handle:
            self._handle = handle
            handle.installEventFilter(self)

    def _place(self) -> None:
        around = self._around
        if (
            around is None
            or not isValid(around)
            or not self._has_keys
            or not around.isVisible()
            or around is self.window()
            or _shows_it_itself(around)
        ):
            self.hide()
            return
        self.setGeometry(_outside(around, self._window))
        self.raise_()
        self.show()
        self.update()


class DialogRings(QObject):
    """A ring for each dialog of ours, whoever opens it, as soon as anything in it has the keyboard.

    Not for Qt's own ones: one that `QFileDialog.getSaveFileName` shows lives on the stack there, and closed by itself
    where something of Python's referred to it.
    """

    def __init__(self, theming: Theming, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theming = theming
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        dialog = now.window() if now is not None else None
        if isinstance(dialog, QDialog) and _is_ours(dialog) and dialog.findChild(FocusRing) is None:
            FocusRing(self._theming, dialog).follow(before, now)


def _is_ours(dialog: QDialog) -> bool:
    return not type(dialog).__module__.startswith("PySide6")


def _shows_it_itself(focused: QWidget) -> bool:
    """A field without a frame of its own lends its focus to the frame around it, which is drawn in the accent then."""
    parent = focused.parentWidget()
    return focused.property("role") == "bare" and parent is not None and parent.property("role") == "composer"


def _outside(widget: QWidget, within: QWidget) -> QRect:
    """Two pixels further out than the widget, as far as its window and the panes around it show that."""
    shown = QRect(widget.mapTo(within, QPoint(0, 0)), widget.size())
    for parent in _parents(widget):
        if parent is within:
            break
        shown &= QRect(parent.mapTo(within, QPoint(0, 0)), parent.size())
    return shown.adjusted(-WIDTH, -WIDTH, WIDTH, WIDTH) & within.rect()


def _parents(widget: QWidget) -> list[QWidget]:
    found = []
    parent = widget.parentWidget()
    while parent is not None:
        found.append(parent)
        parent = None if parent.isWindow() else parent.parentWidget()
    return found
