"""DocumentModel: the rows of the document list, for views. It holds what it is given and asks nobody."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.documents.document_facts import all_facts, facts_line, name_of, spoken
from ragdesk.window.documents.document_listing import Listing
from ragdesk.window.widgets.plain import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
RecordRole = Qt.ItemDataRole.UserRole + 1
FactsRole = Qt.ItemDataRole.UserRole + 2
IsReadingRole = Qt.ItemDataRole.UserRole + 3
IsAskedRole = Qt.ItemDataRole.UserRole + 4

_RUN = re.compile(rb"\x01+")


class DocumentModel(QAbstractListModel):
    """Rows are positions in a listing. Where the same documents come again, rows stay what they were."""

    about_to_reset = Signal()
    """Other rows come: whoever wants to keep a selection remembers it now, and restores it after `modelReset`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.listing = Listing()
        self._rows: Sequence[int] = ()
        self._reading: Collection[str] = ()
        self._asked: Collection[str] = ()

    def show(self, listing: Listing, rows: Sequence[int]) -> None:
        """List these. Nothing is reset where only what is said of the documents changed."""
        is_same = rows == self._rows and listing.paths == self.listing.paths
        if not is_same:
            self.about_to_reset.emit()
            self.beginResetModel()
        self.listing, self._rows = listing, rows
        if is_same:
            self._tell_all()
        else:
            self.endResetModel()

    def set_reading(self, documents: Collection[str]) -> None:
        """These are in the hand of a job."""
        if documents != self._reading:
            self._reading = documents
            self._tell_all()

    def set_asked(self, documents: Collection[str]) -> None:
        """These alone are asked; empty: all."""
        self._asked = frozenset(documents)
        self._tell_all()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        record = self.record(index.row())
        is_reading = record.document in self._reading
        if role == Qt.ItemDataRole.DisplayRole:
            return name_of(record.document)
        if role == RecordRole:
            return record
        if role == IsReadingRole:
            return is_reading
        if role == IsAskedRole:
            return record.document in self._asked
        return self._words(record, role, is_reading=is_reading)

    def record(self, row: int) -> DocumentRecord:
        return self.listing.records[self._rows[row]]

    def row_of(self, document: str) -> int | None:
        """Where a document is listed now."""
        paths = self.listing.paths
        return next((row for row, at in enumerate(self._rows) if paths[at] == document), None)

    def place_of(self, row: int) -> int:
        """The place in the listing of what a row shows."""
        return self._rows[row]

    def row_at(self, place: int) -> int | None:
        """The row that shows what has this place in the listing."""
        return self._rows.index(place) if place in self._rows else None

    def marks(self, ranges: Iterable[tuple[int, int]]) -> bytearray:
        """A byte for each place in the listing: 1 where one of these rows, first to last, shows it."""
        marks = bytearray(len(self.listing.paths))
        for first, last in ranges:
            for at in self._rows[first : last + 1]:
                marks[at] = 1
        return marks

    def ranges(self, marks: bytes) -> list[tuple[int, int]]:
        """What `marks` undoes."""
        if 1 not in marks:
            return []
        return [(run.start(), run.end() - 1) for run in _RUN.finditer(bytes(map(marks.__getitem__, self._rows)))]

    def _words(self, record: DocumentRecord, role: int, *, is_reading: bool) -> str | None:
        if role == FactsRole:
            return facts_line(record, self.listing.language, is_reading=is_reading)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(all_facts(record, is_reading=is_reading))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(record, is_reading=is_reading)
        return None

    def _tell_all(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
