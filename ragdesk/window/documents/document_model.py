"""DocumentModel: what the rows of the document list say."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QObject, Qt

from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.documents.document_facts import all_facts, facts_line, name_of, spoken
from ragdesk.window.long_list.rows_model import RowsModel
from ragdesk.window.widgets.plain import plain_tooltip

FactsRole = Qt.ItemDataRole.UserRole + 2
IsReadingRole = Qt.ItemDataRole.UserRole + 3
IsAskedRole = Qt.ItemDataRole.UserRole + 4


class DocumentModel(RowsModel):
    """Names, facts and marks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading: Collection[str] = ()
        self._asked: Collection[str] = ()

    def set_reading(self, documents: Collection[str]) -> None:
        """These are in the hand of a job."""
        if documents != self._reading:
            self._reading = documents
            self.tell_all()

    def set_asked(self, documents: Collection[str]) -> None:
        """These alone are asked; empty: all."""
        self._asked = frozenset(documents)
        self.tell_all()

    def said_of(self, record: DocumentRecord, role: int) -> Any:
        is_reading = record.document in self._reading
        if role == Qt.ItemDataRole.DisplayRole:
            return name_of(record.document)
        if role == IsReadingRole:
            return is_reading
        if role == IsAskedRole:
            return record.document in self._asked
        if role == FactsRole:
            return facts_line(record, self.counts.language, is_reading=is_reading)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(all_facts(record, is_reading=is_reading))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(record, is_reading=is_reading)
        return None
