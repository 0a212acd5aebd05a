"""IconLine: a line of words with a small icon in the same colour before it: a state is never told by colour alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ragdesk.window.icons import pixmap
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_label

_SIDE = 13


class IconLine(QWidget):
    """`role` is "warn", "bad" or "dim", which are names of colours, too."""

    def __init__(self, theming: Theming, icon_name: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theming = theming
        self._icon_name = icon_name
        self._role = role
        self._icon = QLabel()
        self._label = plain_label(role=role, wraps=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._label, 1)
        theming.changed.connect(self._recolour)

    def text(self) -> str:
        return self._label.text()

    def say(self, text: str) -> None:
        """Hidden while there is nothing to say."""
        self._label.setText(text)
        self.setVisible(bool(text))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Only now the size of type is known for sure."""
        super().showEvent(event)
        self._recolour()

    def _recolour(self) -> None:
        theme = self._theming.theme
        side = theme.side(_SIDE)
        colour = getattr(theme.colours, self._role)
        self._icon.setPixmap(pixmap(self._icon_name, colour, side, self.devicePixelRatioF()))
        height = self._label.fontMetrics().height()
        self._icon.setContentsMargins(0, max(0, (height - side) // 2), 0, 0)
