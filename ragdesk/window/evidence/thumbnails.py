"""Thumbnails: all pages of a document, small. Only those in sight are asked for; choosing one goes there."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ragdesk.window.evidence.page_painter import paint_image, paint_paper
from ragdesk.window.evidence.page_store import PageStore
from ragdesk.window.theming import Theming
from ragdesk.window.words import fill, number

Index = QModelIndex | QPersistentModelIndex

WIDTH, HEIGHT = 88, 124
"""Of the paper of A4; a cell has room around it for its number."""
CELL = QSize(112, 160)
SCALE = WIDTH / 595
ASK_MS = 60
MOST_BYTES = 16 * 1024 * 1024
"""Some 350 small pages."""


class ThumbnailModel(QAbstractListModel):
    """One row for each page."""

    def __init__(self, store: PageStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self._pages = 0
        store.arrived.connect(self._changed)

    def set_pages(self, pages: int) -> None:
        if pages != self._pages:
            self.beginResetModel()
            self._pages = pages
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else self._pages

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return number(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return fill(self.tr("Page %1"), number(index.row() + 1))
        return None

    def _changed(self, page: int) -> None:
        at = self.index(page - 1)
        self.dataChanged.emit(at, at)


class _Painting(QStyledItemDelegate):
    def __init__(self, model: ThumbnailModel, theming: Theming, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._theming = model, theming

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: QRect = option.rect
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        drawn = self._model.store.image(index.row() + 1)
        width, height = _within(drawn.image.size() if drawn else QSize(WIDTH, HEIGHT))
        paper = QRectF(cell.left() + (cell.width() - width) / 2, cell.top() + 10, width, height)
        colours = self._theming.theme.colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_paper(painter, paper, self._theming.theme)
        if drawn:
            paint_image(painter, paper, drawn.image)
        if is_chosen:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(paper.adjusted(-3, -3, 3, 3), 4, 4)
        painter.setPen(QColor(colours.text if is_chosen else colours.dim))
        below = QRectF(cell.left(), cell.bottom() - 22, cell.width(), 20)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), index.data())
        painter.restore()


class Thumbnails(QListView):
    """A grid of small pages with a store of its own."""

    page_asked_for = Signal(int)
    """A page was chosen by a click or Enter."""

    def __init__(self, store: PageStore, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence_thumbnails")
        self.setProperty("role", "well")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setGridSize(CELL)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._pages = ThumbnailModel(store, self)
        self.setModel(self._pages)
        self.setItemDelegate(_Painting(self._pages, theming, self))
        self._asking = QTimer(self, singleShot=True, interval=ASK_MS)
        self._asking.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._ask_soon())
        self.clicked.connect(lambda index: self.page_asked_for.emit(index.row() + 1))
        self.activated.connect(lambda index: self.page_asked_for.emit(index.row() + 1))
        theming.changed.connect(self.viewport().update)

    def set_pages(self, pages: int) -> None:
        """How many there are."""
        self._pages.set_pages(pages)
        self._ask_soon()

    def choose(self, page: int) -> None:
        """The page that is shown; brought into sight."""
        at = self._pages.index(page - 1)
        self.setCurrentIndex(at)
        self.scrollTo(at, QListView.ScrollHint.PositionAtCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._ask_soon()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._ask_soon()
        return super().event(event)

    def _ask_soon(self) -> None:
        if not self._asking.isActive():
            self._asking.start()

    def _ask(self) -> None:
        if not self.isVisible():
            return
        scale = SCALE * self.devicePixelRatioF()
        self._pages.store.want([(page, scale) for page in self.pages_in_sight()])

    def pages_in_sight(self) -> list[int]:
        """By the grid, which is the same for all."""
        columns = max(1, (self.viewport().width() - 1) // CELL.width())
        top = self.verticalScrollBar().value()
        first = top // CELL.height() * columns
        last = ((top + self.viewport().height()) // CELL.height() + 1) * columns
        return list(range(first + 1, min(last, self._pages.rowCount()) + 1))


def _within(size: QSize) -> tuple[float, float]:
    share = min(WIDTH / max(1, size.width()), HEIGHT / max(1, size.height()))
    return size.width() * share, size.height() * share
