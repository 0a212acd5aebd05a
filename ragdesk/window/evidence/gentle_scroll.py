"""GentleScroll: a scroll bar that is moved gently, or at once where nothing should move by itself; or by keys."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QPropertyAnimation, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollBar

from ragdesk.window.theming import Theming

TAKES_MS = 220


class GentleScroll(QObject):
    """Moves one scroll bar; a later wish takes the place of the one under way."""

    def __init__(self, bar: QScrollBar, theming: Theming, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bar, self._theming = bar, theming
        self._moving = QPropertyAnimation(bar, b"value", self)
        self._moving.setDuration(TAKES_MS)
        self._moving.setEasingCurve(QEasingCurve.Type.OutCubic)

    @property
    def is_moving(self) -> bool:
        return self._moving.state() == QPropertyAnimation.State.Running

    def to(self, value: int, *, gently: bool = True) -> None:
        """To a value, as far as the bar goes."""
        self.stop()
        value = min(self._bar.maximum(), max(self._bar.minimum(), value))
        if not gently or self._theming.theme.is_still or not self._bar.isVisible():
            self._bar.setValue(value)
        elif value != self._bar.value():
            self._moving.setStartValue(self._bar.value())
            self._moving.setEndValue(value)
            self._moving.start()

    def stop(self) -> None:
        """Stay where it is."""
        self._moving.stop()


def scroll_by_key(bar: QScrollBar, event: QKeyEvent) -> bool:
    """Home, End, and a paneful up or down; whether it was one of these keys."""
    ends = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
    panes = {Qt.Key.Key_Space: 1, Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
    key = Qt.Key(event.key())
    if key in ends:
        bar.setValue(ends[key])
    elif key in panes:
        is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        bar.setValue(bar.value() + panes[key] * (-1 if is_back else 1) * bar.pageStep())
    return key in ends or key in panes
