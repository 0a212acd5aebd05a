"""Pill: a small round button whose words give way with "…" where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ragdesk.window.icons import SIZE, icon
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.one_line import line_width, one_line
from ragdesk.window.widgets.plain import menu_text, set_plain_tooltip

_LEAST_WIDTH = 64
_WIDEST = 220
_BEFORE_WORDS = 4
"""Between icon and words, besides the little that buttons leave there."""
_SLACK = 2
"""Advances are rounded, and eliding is not."""


class Pill(QPushButton):
    """`say` gives it its words; the tooltip says all of them."""

    def __init__(self, theming: Theming, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theming = theming
        self._icon_name = icon_name
        self._words = ""
        self.setProperty("role", "pill")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theming.changed.connect(self._recolour)
        self._recolour()

    @property
    def words(self) -> str:
        return self._words

    def say(self, words: str, tooltip: str) -> None:
        self._words = words
        set_plain_tooltip(self, tooltip)
        self.setAccessibleName(tooltip)
        self._elide()
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802
        self.ensurePolished()
        words = line_width(self._words, self.font()) + _SLACK
        return QSize(min(self._theming.theme.side(_WIDEST), self._room() + words), self._height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(min(self._theming.theme.side(_LEAST_WIDTH), self.sizeHint().width()), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._elide()
            self.updateGeometry()

    def _room(self) -> int:
        """What icon, padding and border take."""
        return self.iconSize().width() + 4 + 2 * 11 + 4

    def _height(self) -> int:
        return max(28, self.fontMetrics().height() + 12)

    def _elide(self) -> None:
        self.ensurePolished()
        room = max(0, self.width() - self._room())
        self.setText(menu_text(one_line(self._words, self.font(), room).shown))

    def _recolour(self) -> None:
        theme = self._theming.theme
        side = theme.side(SIZE)
        self.setIcon(icon(self._icon_name, theme.colours.dim))
        self.setIconSize(QSize(side + _BEFORE_WORDS, side))
        self.updateGeometry()
