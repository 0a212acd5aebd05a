"""ConversationModel: the conversations of a library as rows, and how a row is drawn: its title over a line of facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ragdesk.protocol.conversations import ConversationRecord
from ragdesk.window.icons import SIZE, pixmap
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.one_line import one_line
from ragdesk.window.widgets.plain import plain_tooltip
from ragdesk.window.words import age, fill, number

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
ROW_HEIGHT = 48
_MARGIN = 12


class ConversationModel(QAbstractListModel):
    """In the order in which the engine gives them: pinned ones first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._records: tuple[ConversationRecord, ...] = ()

    def show(self, records: Sequence[ConversationRecord]) -> None:
        self.beginResetModel()
        self._records = tuple(records)
        self.endResetModel()

    def record(self, index: Index) -> ConversationRecord | None:
        return self._records[index.row()] if index.isValid() else None

    def row_of(self, conversation: int) -> int:
        """-1 where it is not in the list."""
        return next((row for row, one in enumerate(self._records) if one.id == conversation), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._records)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        record = self.record(index)
        if record is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return record.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            pinned = self.tr("pinned") if record.is_pinned else ""
            return ", ".join(part for part in (record.title, self.facts(record), pinned) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(record.title)
        return None

    def facts(self, record: ConversationRecord) -> str:
        """3 questions · yesterday."""
        questions = self.tr("%n question(s)", "", record.turns).replace("%n", number(record.turns))
        return fill("%1 · %2", questions, age(record.changed_at))


class ConversationDelegate(QStyledItemDelegate):
    """Draws a row in the colours of the theme."""

    def __init__(self, theming: Theming, model: ConversationModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theming = theming
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(200, max(ROW_HEIGHT, 2 * option.fontMetrics.height() + _MARGIN))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        record = self._model.record(index)
        if record is None:
            return
        theme = self._theming.theme
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.colours.sel))
            painter.drawRoundedRect(rect.adjusted(4, 1, -4, -1), 6, 6)
        text = rect.adjusted(_MARGIN, 4, -_MARGIN - (theme.side(SIZE) + 8 if record.is_pinned else 0), -4)
        upper = QRect(text.left(), text.top(), text.width(), text.height() // 2)
        lower = QRect(text.left(), upper.bottom(), text.width(), text.height() // 2)
        _line(painter, upper, record.title, theme.colours.text, theme.points(13), option.font)
        _line(painter, lower, self._model.facts(record), theme.colours.dim, theme.points(12), option.font)
        if record.is_pinned:
            side = theme.side(SIZE)
            pin = pixmap("pin", theme.colours.accent, side, painter.device().devicePixelRatioF())
            painter.drawPixmap(rect.right() - _MARGIN - side, rect.center().y() - side // 2, pin)
        painter.restore()


def _line(painter: QPainter, rect: QRect, text: str, colour: str, points: float, font: QFont) -> None:
    sized = QFont(font)
    sized.setPointSizeF(points)
    line = one_line(text, sized, rect.width())
    painter.setFont(line.font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, line.shown)
