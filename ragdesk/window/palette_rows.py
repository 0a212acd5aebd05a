"""PaletteRows: how one line of the command palette is painted."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ragdesk.window.icons import pixmap
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.one_line import one_line

ENTRY = Qt.ItemDataRole.UserRole + 1
_LEFT, _ICON, _GAP = 10, 16, 10


class PaletteRows(QStyledItemDelegate):
    """Icon, text, where it is in dim; at the right the keys, or what kind of thing it is."""

    def __init__(self, theming: Theming, parent: QObject) -> None:
        super().__init__(parent)
        self._theming = theming

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(100, QFontMetrics(self._font(13)).height() + 14)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(ENTRY)
        known: Any = option  # the stubs hide the fields of this class
        rect, is_chosen = QRect(known.rect), bool(known.state & QStyle.StateFlag.State_Selected)
        colours = self._theming.theme.colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.sel))
            painter.drawRoundedRect(rect, 6, 6)
        scale = painter.device().devicePixelRatioF()
        top = rect.top() + (rect.height() - _ICON) // 2
        painter.drawPixmap(rect.left() + _LEFT, top, pixmap(entry.icon, colours.dim, _ICON, scale))
        inside = rect.adjusted(_LEFT + _ICON + _GAP, 0, -_LEFT, 0)
        self._words(painter, inside, entry.keys or entry.kind, colours.dim, 12, Qt.AlignmentFlag.AlignRight)
        right = QFontMetrics(self._font(12)).horizontalAdvance(entry.keys or entry.kind) + _GAP
        inside.setRight(inside.right() - right)
        used = self._words(painter, inside, entry.text, colours.text, 13, Qt.AlignmentFlag.AlignLeft)
        inside.setLeft(inside.left() + used + _GAP)
        if entry.detail and inside.width() > 40:
            self._words(painter, inside, entry.detail, colours.dim, 12, Qt.AlignmentFlag.AlignLeft)
        painter.restore()

    def _words(
        self, painter: QPainter, rect: QRect, text: str, colour: str, drawn: float, where: Qt.AlignmentFlag
    ) -> int:
        """How wide they became."""
        font = self._font(drawn)
        line = one_line(text, font, rect.width(), Qt.TextElideMode.ElideMiddle)
        painter.setFont(line.font)
        painter.setPen(QColor(colour))
        flags = int(where.value) | int(Qt.AlignmentFlag.AlignVCenter.value) | int(Qt.TextFlag.TextSingleLine.value)
        painter.drawText(rect, flags, line.shown)
        return QFontMetrics(line.font).horizontalAdvance(line.shown)

    def _font(self, drawn: float) -> QFont:
        font = QFont()
        font.setPointSizeF(self._theming.theme.points(drawn))
        return font
