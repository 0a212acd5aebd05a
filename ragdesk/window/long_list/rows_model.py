"""RowsModel: the rows of a long list of documents, for views; its records are there for some of them. Asks nobody."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from ragdesk.protocol.document_lists import DocumentCounts, DocumentRows, ListChoice
from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.long_list.look import Look
from ragdesk.window.long_list.row_cache import RowCache

Index = QModelIndex | QPersistentModelIndex
RecordRole = Qt.ItemDataRole.UserRole + 1


class RowsModel(QAbstractListModel):
    """What a row says of its document is for the models made of this one; without a record it says nothing yet."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choice = ListChoice()
        self.counts = DocumentCounts(0)
        self.cache = RowCache()
        self.looks = 0
        """How often it was shown: rows asked for before the last time may be others by now."""
        self._total = 0

    def show(self, look: Look) -> None:
        """Other rows, or in another order."""
        self.beginResetModel()
        self._take(look)
        self._total = look.rows.total
        self.endResetModel()

    def renew(self, look: Look) -> None:
        """The same documents in the same rows; what is said of them may be new."""
        self._take(look)
        self.tell_all()

    def empty(self) -> None:
        """No rows, of no documents."""
        self.show(Look(self.choice, DocumentRows(0, 0, ()), DocumentCounts(0), {}, 0.0))

    def add(self, rows: DocumentRows) -> None:
        """Records of some more rows."""
        self.cache.put(rows.first, rows.records)
        if rows.records:
            self.dataChanged.emit(self.index(rows.first), self.index(rows.first + len(rows.records) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else self._total

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record = self.record(index.row())
        if role == RecordRole:
            return record
        if record is not None:
            return self.said_of(record, role)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return QCoreApplication.translate("long_list", "being fetched")
        return None

    def said_of(self, record: DocumentRecord, role: int) -> Any:
        """What a view shows of a document."""
        raise NotImplementedError

    def record(self, row: int) -> DocumentRecord | None:
        """None: not there yet."""
        return self.cache.get(row)

    def records(self) -> list[DocumentRecord] | None:
        """All of them, where all are there."""
        return [record for _, record in self.cache.items()] if self.cache.count() == self._total else None

    def row_of(self, document: str) -> int | None:
        """Where a document is listed, as far as that is known here."""
        return next((row for row, record in self.cache.items() if record.document == document), None)

    def tell_all(self) -> None:
        """What is said of the documents is new."""
        if self._total:
            self.dataChanged.emit(self.index(0), self.index(self._total - 1))

    def _take(self, look: Look) -> None:
        self.looks += 1
        self.choice, self.counts = look.choice, look.counts
        self.cache.clear()
        self.cache.put(look.rows.first, look.rows.records)
