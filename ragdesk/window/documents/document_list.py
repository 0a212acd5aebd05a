"""DocumentList: the view of the documents. What keys and menus ask for is told by signals."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.documents.document_delegate import DocumentDelegate
from ragdesk.window.documents.document_model import DocumentModel
from ragdesk.window.long_list.rows_view import RowsView
from ragdesk.window.theming import Theming


class DocumentList(RowsView):
    """`rows` is its model."""

    opened = Signal(object)
    """A DocumentRecord: Enter or a double click."""
    remove_wanted = Signal()
    menu_wanted = Signal(QPoint)
    """A global position."""
    typed = Signal(str)
    """Letters, which belong into the search box."""

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        rows = DocumentModel()
        self._delegate: DocumentDelegate | None = None
        super().__init__(rows, parent)
        self.rows = rows
        rows.setParent(self)
        self.setObjectName("documents_list")
        self._delegate = DocumentDelegate(theming, self)
        self.setItemDelegate(self._delegate)
        self.setProperty("role", "list")
        self.setMouseTracking(True)
        self.setMinimumHeight(88)
        self.doubleClicked.connect(self._open)
        theming.changed.connect(self.measure)
        self.measure()

    def chosen(self) -> list[DocumentRecord]:
        """The selected documents whose records are here, from top to bottom."""
        known = self.learn_chosen().known
        return [known[row] for row in sorted(known)]

    def choose(self, document: str) -> bool:
        """Select one and bring it into sight; False where it is not known to be listed."""
        row = self.rows.row_of(document)
        if row is not None:
            self.reveal(row)
        return row is not None

    def row_height(self) -> int:
        return self._delegate.row_height(self.font()) if self._delegate else super().row_height()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._open(self.currentIndex())
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

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and (record := self.rows.record(index.row())):
            self.opened.emit(record)
