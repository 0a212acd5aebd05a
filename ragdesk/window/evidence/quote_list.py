"""QuoteList: the quotes that an answer rests on, one row each: number, first words, document and page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ragdesk.protocol.records import Quote
from ragdesk.window.evidence.place_words import quote_place
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.one_line import one_line
from ragdesk.window.widgets.plain import plain_tooltip
from ragdesk.window.words import number

Index = QModelIndex | QPersistentModelIndex

ROWS_SHOWN = 3.6
"""The cut fourth row tells that there are more."""
FIRST_WORDS = 200
CHIP = 20


class QuoteModel(QAbstractListModel):
    """Quotes in the order of their numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.quotes: Sequence[Quote] = ()

    def set_quotes(self, quotes: Sequence[Quote]) -> None:
        self.beginResetModel()
        self.quotes = quotes
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.quotes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        quote = self.quotes[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(quote.text[:FIRST_WORDS].split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(quote.text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{number(quote.n)}: {quote.text[:FIRST_WORDS]} ({quote_place(quote)})"
        return None


class _Painting(QStyledItemDelegate):
    def __init__(self, theming: Theming, parent: QWidget) -> None:
        super().__init__(parent)
        self._theming, self._view = theming, parent

    def fonts(self) -> tuple[QFont, QFont]:
        """For the words and for the line below them."""
        large, small = QFont(self._view.font()), QFont(self._view.font())
        large.setPointSizeF(self._theming.theme.points(13))
        small.setPointSizeF(self._theming.theme.points(12))
        return large, small

    def height(self) -> int:
        """The 44 of the drawings, or more with larger type."""
        return max(44, sum(QFontMetrics(font).height() for font in self.fonts()) + 10)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(100, self.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, QuoteModel)
        quote, colours = model.quotes[index.row()], self._theming.theme.colours
        row: QRect = option.rect.adjusted(8, 1, -8, -1)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setBrush(QColor(colours.sel))
            painter.drawRoundedRect(row, 6, 6)
        self._paint_chip(painter, QRectF(row.left() + 8, row.center().y() - CHIP / 2 + 0.5, CHIP, CHIP), quote.n)
        large, small = self.fonts()
        words = QRect(row.left() + CHIP + 18, row.top() + 3, row.width() - CHIP - 26, QFontMetrics(large).height())
        below = QRect(words.left(), words.bottom() + 2, words.width(), QFontMetrics(small).height())
        self._paint_line(painter, words, large, QColor(colours.text), str(index.data()))
        self._paint_line(painter, below, small, QColor(colours.dim), quote_place(quote))
        painter.restore()

    def _paint_chip(self, painter: QPainter, place: QRectF, n: int) -> None:
        colours = self._theming.theme.colours
        painter.setBrush(QColor(colours.chip))
        painter.drawEllipse(place)
        font = self.fonts()[1]
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(colours.accent))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), number(n))

    def _paint_line(self, painter: QPainter, place: QRect, font: QFont, colour: QColor, text: str) -> None:
        line = one_line(text, font, place.width())
        painter.setFont(line.font)
        painter.setPen(colour)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), line.shown)


class QuoteList(QListView):
    """As high as its rows, up to almost four."""

    quote_asked_for = Signal(int)
    """The position of a quote that was chosen by a click or Enter."""

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence_quotes")
        self.setProperty("role", "bare")
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._quotes = QuoteModel(self)
        self._painting = _Painting(theming, self)
        self.setModel(self._quotes)
        self.setItemDelegate(self._painting)
        self.clicked.connect(lambda index: self.quote_asked_for.emit(index.row()))
        self.activated.connect(lambda index: self.quote_asked_for.emit(index.row()))
        theming.changed.connect(self._fit)

    def set_quotes(self, quotes: Sequence[Quote], chosen: int) -> None:
        """All quotes of an answer."""
        if tuple(quotes) != tuple(self._quotes.quotes):
            self._quotes.set_quotes(tuple(quotes))
            self._fit()
        self.setCurrentIndex(self._quotes.index(chosen))

    def _fit(self) -> None:
        rows = min(ROWS_SHOWN, len(self._quotes.quotes))
        self.setFixedHeight(round(rows * self._painting.height()) + 8)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
