"""Drawer: a pane that lies over the middle where the window is too narrow for it beside the middle."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

MARGIN = 48
"""So much of the middle stays in sight, to show what the drawer lies over."""


class Drawer(QFrame):
    """Lies along one edge of its parent. What it holds goes back to where it came from when the window is wide."""

    def __init__(self, edge: Literal["left", "right"], wanted_width: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._edge = edge
        self._wanted_width = wanted_width
        self.setProperty("role", "drawer")
        self.setProperty("edge", edge)
        self.setObjectName(f"drawer_{edge}")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1 if edge == "right" else 0, 0, 1 if edge == "left" else 0, 0)
        self._row.setSpacing(0)
        self.hide()
        parent.installEventFilter(self)

    def hold(self, pane: QWidget) -> None:
        """Take a pane in."""
        self._row.addWidget(pane)
        pane.show()

    @property
    def is_empty(self) -> bool:
        return self._row.count() == 0

    def open(self) -> None:
        self._place()
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        whole = self._over.rect()
        width = min(self._wanted_width, max(whole.width() - MARGIN, 0))
        left = 0 if self._edge == "left" else whole.width() - width
        self.setGeometry(left, 0, width, whole.height())
