"""PaneFocus: F6 goes from pane to pane, to where the keyboard was in each of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget


class PaneFocus(QObject):
    """`panes` says which are in sight, in order."""

    def __init__(self, panes: Callable[[], list[QWidget]], parent: QObject) -> None:
        super().__init__(parent)
        self._panes = panes
        self._last: dict[QWidget, QWidget] = {}
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._remember)

    def step(self, by: int) -> None:
        """To the next or previous pane, around the end."""
        panes = self._panes()
        focused = QApplication.focusWidget()
        here = next((place for place, pane in enumerate(panes) if _holds(pane, focused)), -1 if by > 0 else 0)
        for further in range(1, len(panes) + 1):
            if self.enter(panes[(here + by * further) % len(panes)]):
                return

    def enter(self, pane: QWidget) -> bool:
        """Whether anything in it takes the keyboard."""
        proxy = pane.focusProxy()
        wanted = [self._last.get(pane), proxy, *_in_order(pane)]
        for widget in wanted:
            if widget is not None and _is_ready(widget) and _holds(pane, widget):
                widget.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
                widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return False

    def _remember(self, _: QWidget | None, now: QWidget | None) -> None:
        for pane in self._panes():
            if now is not None and _holds(pane, now):
                self._last[pane] = now
                now.destroyed.connect(lambda *_, pane=pane: self._last.pop(pane, None))


def _holds(pane: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (widget is pane or pane.isAncestorOf(widget))


def _is_ready(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _in_order(pane: QWidget) -> list[QWidget]:
    """All within it in the order of Tab."""
    found = []
    widget = pane.nextInFocusChain()
    while widget is not None and widget is not pane:
        if pane.isAncestorOf(widget):
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found
