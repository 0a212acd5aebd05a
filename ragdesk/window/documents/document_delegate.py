"""DocumentDelegate: draws a row of the document list: icon of its kind, name, line of facts, shape of its state."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex as _Index
from PySide6.QtCore import QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.documents.document_facts import look_of, name_of, type_icon
from ragdesk.window.documents.document_model import FactsRole, IsAskedRole, IsReadingRole
from ragdesk.window.icons import SIZE, pixmap
from ragdesk.window.long_list.rows_model import RecordRole
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.one_line import one_line

ROW, MARGIN, RADIUS, ICON_X, TEXT_X, STATUS_RIGHT = 44, 6, 6, 19, 44, 19
BAR = 3


class DocumentDelegate(QStyledItemDelegate):
    """Colours and sizes are the theme's, as it is at the moment of drawing."""

    def __init__(self, theming: Theming, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theming = theming
        self._icons: dict[tuple[str, str, float], QPixmap] = {}
        theming.changed.connect(self._icons.clear)

    def row_height(self, font: QFont) -> int:
        """44 as drawn, more where the user's text is larger."""
        name, facts = (QFontMetrics(one).height() for one in self._fonts(font))
        return max(ROW, name + facts + 10)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(0, self.row_height(option.font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index | QPersistentModelIndex) -> None:
        record: DocumentRecord | None = index.data(RecordRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option.rect, option.state, is_asked=bool(index.data(IsAskedRole)))
        if record is None:
            self._paint_place(painter, option, index.row())
        else:
            self._paint_document(painter, option, index, record)
        painter.restore()

    def _paint_document(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: _Index | QPersistentModelIndex,
        record: DocumentRecord,
    ) -> None:
        rect = option.rect
        colours, side = self._theming.theme.colours, self._theming.theme.side(SIZE)
        look = look_of(record, is_reading=bool(index.data(IsReadingRole)))
        top = rect.top() + (rect.height() - side) // 2
        self._paint_icon(painter, type_icon(record), colours.dim, rect.left() + ICON_X, top)
        shade: str = getattr(colours, look.shade)
        right = rect.right() + 1 - STATUS_RIGHT - side
        self._paint_icon(painter, look.icon, shade, right, top)
        left = rect.left() + TEXT_X + side - SIZE
        text = QRect(left, rect.top(), right - 8 - left, rect.height())
        self._paint_text(painter, option.font, text, name_of(record.document), index.data(FactsRole))

    def _paint_place(self, painter: QPainter, option: QStyleOptionViewItem, row: int) -> None:
        """Where name and facts will stand: two quiet bars, not all of one length."""
        rect, side = option.rect, self._theming.theme.side(SIZE)
        big, small = (QFontMetrics(one) for one in self._fonts(option.font))
        left, most = rect.left() + TEXT_X + side - SIZE, rect.width() - TEXT_X - STATUS_RIGHT - 2 * side
        top = rect.top() + (rect.height() - big.height() - small.height() - 1) // 2
        colour = QColor(self._theming.theme.colours.line)
        for at, metrics, share in ((top, big, 70), (top + big.height() + 1, small, 40)):
            bar = QRectF(left, at + metrics.height() / 4, most * (share - row * 7 % 20) / 100, metrics.height() / 2)
            _fill_round(painter, bar, colour, 3)

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, *, is_asked: bool) -> None:
        colours = self._theming.theme.colours
        ground = QRectF(rect.adjusted(MARGIN, 0, -MARGIN, 0))
        if state & QStyle.StateFlag.State_Selected:
            _fill_round(painter, ground, QColor(colours.sel))
        elif state & QStyle.StateFlag.State_MouseOver:
            faint = QColor(colours.sel)
            faint.setAlphaF(0.5)
            _fill_round(painter, ground, faint)
        if is_asked:
            bar = QRectF(ground.left(), ground.top() + 8, BAR, ground.height() - 16)
            _fill_round(painter, bar, QColor(colours.accent), BAR / 2)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _paint_icon(self, painter: QPainter, name: str, colour: str, x: int, y: int) -> None:
        scale = painter.device().devicePixelRatioF()
        key = (name, colour, scale)
        if key not in self._icons:
            self._icons[key] = pixmap(name, colour, self._theming.theme.side(SIZE), scale)
        painter.drawPixmap(QPointF(x, y), self._icons[key])

    def _paint_text(self, painter: QPainter, font: QFont, rect: QRect, name: str, facts: str) -> None:
        colours = self._theming.theme.colours
        big, small = self._fonts(font)
        name_metrics, facts_metrics = QFontMetrics(big), QFontMetrics(small)
        top = rect.top() + (rect.height() - name_metrics.height() - facts_metrics.height() - 1) // 2
        line = one_line(name, big, rect.width(), Qt.TextElideMode.ElideMiddle)
        painter.setFont(line.font)
        painter.setPen(QColor(colours.text))
        painter.drawText(rect.left(), top + name_metrics.ascent(), line.shown)
        line = one_line(facts, small, rect.width())
        painter.setFont(line.font)
        painter.setPen(QColor(colours.dim))
        painter.drawText(rect.left(), top + name_metrics.height() + 1 + facts_metrics.ascent(), line.shown)

    def _fonts(self, font: QFont) -> tuple[QFont, QFont]:
        big, small = QFont(font), QFont(font)
        big.setPointSizeF(self._theming.theme.points(13))
        big.setWeight(QFont.Weight.Medium)
        small.setPointSizeF(self._theming.theme.points(12))
        return big, small


def _fill_round(painter: QPainter, rect: QRectF, colour: QColor, radius: float = RADIUS) -> None:
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.fillPath(path, colour)
