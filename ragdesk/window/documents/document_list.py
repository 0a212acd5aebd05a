"""DocumentList: the view of the documents. It is a table of one column, because a QListView lays out every row.

With 200,000 rows a QListView took 0.8 to 1.0 s each time that rows came or went, this takes 0.02 s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.documents.document_delegate import DocumentDelegate
from ragdesk.window.documents.document_model import DocumentModel
from ragdesk.window.documents.moved_rows import MovedRows
from ragdesk.window.theming import Theming


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was chosen, current, and at the top, as places in the listing that was shown."""

    paths: Sequence[str]
    chosen: bytes | bytearray
    current: int | None
    top: int | None
    offset: int
    """Of the top row's upper edge."""


class DocumentList(QTableView):
    """Keeps selection, current row and place when other rows come. What keys and menus ask for is told by signals."""

    opened = Signal(object)
    """A DocumentRecord: Enter or a double click."""
    remove_wanted = Signal()
    menu_wanted = Signal(QPoint)
    """A global position."""
    typed = Signal(str)
    """Letters, which belong into the search box."""

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("documents_list")
        self._kept = _Kept((), b"", None, None, 0)
        self.rows = DocumentModel(self)
        self._delegate = DocumentDelegate(theming, self)
        self.setItemDelegate(self._delegate)
        self.setModel(self.rows)
        self._set_up()
        self.rows.about_to_reset.connect(self._keep)
        self.rows.modelReset.connect(self._restore)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.rows.record(index.row())))
        theming.changed.connect(self._measure)
        self._measure()

    def chosen(self) -> list[DocumentRecord]:
        """The selected documents, from top to bottom."""
        return [self.rows.record(row) for top, bottom in self._chosen_ranges() for row in range(top, bottom + 1)]

    def choose(self, document: str) -> bool:
        """Select one and bring it into sight; False where it is not listed."""
        row = self.rows.row_of(document)
        if row is None:
            return False
        self.selectRow(row)
        self.scrollTo(self.rows.index(row))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key, current = event.key(), self.currentIndex()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if current.isValid():
                self.opened.emit(self.rows.record(current.row()))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters go on in the search box: looking through all rows here would take long."""
        if search.strip():
            self.typed.emit(search)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        if self.selectionModel().hasSelection():
            self.menu_wanted.emit(at)

    def _set_up(self) -> None:
        self.setProperty("role", "list")
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(88)

    def _measure(self) -> None:
        height = self._delegate.row_height(self.font())
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height)
        self.viewport().update()

    def _chosen_ranges(self) -> list[tuple[int, int]]:
        selection = self.selectionModel().selection()
        each = (selection.at(n) for n in range(selection.count()))
        return sorted((one.top(), one.bottom()) for one in each)

    def _keep(self) -> None:
        current, top = self.currentIndex(), self.indexAt(QPoint(4, 0))
        self._kept = _Kept(
            self.rows.listing.paths,
            self.rows.marks(self._chosen_ranges()),
            self.rows.place_of(current.row()) if current.isValid() else None,
            self.rows.place_of(top.row()) if top.isValid() else None,
            self.visualRect(top).top() if top.isValid() else 0,
        )

    def _restore(self) -> None:
        kept = self._kept
        moved = MovedRows.between(kept.paths, self.rows.listing.paths)
        selection = QItemSelection()
        for first, last in self.rows.ranges(moved.marks(kept.chosen)):
            selection.append(QItemSelectionRange(self.rows.index(first), self.rows.index(last)))
        model = self.selectionModel()
        row = self._row_now(moved, kept.current)
        index = QModelIndex() if row is None else self.rows.index(row)
        model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if (row := self._row_now(moved, kept.top)) is not None:
            self.verticalScrollBar().setValue(row * self.verticalHeader().defaultSectionSize() - kept.offset)

    def _row_now(self, moved: MovedRows, before: int | None) -> int | None:
        place = None if before is None else moved.place(before)
        return None if place is None else self.rows.row_at(place)
