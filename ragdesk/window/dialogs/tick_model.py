"""TickModel: documents with boxes to tick; the ticks stay when the list is narrowed or changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QWidget

from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.documents.document_facts import name_of, status_words
from ragdesk.window.long_list.look import ListedDocument
from ragdesk.window.long_list.rows_model import RecordRole, RowsModel
from ragdesk.window.widgets.plain import plain_tooltip

Index = QModelIndex | QPersistentModelIndex


class TickModel(RowsModel):
    """Only what can be searched can be ticked."""

    ticks_changed = Signal()

    def __init__(self, ticked: Iterable[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.ticked = set(ticked)

    def tick(self, documents: Iterable[DocumentRecord | ListedDocument], *, is_ticked: bool) -> None:
        """All of these that can be."""
        changed = {one.document for one in documents if can_be_asked(one)}
        self.ticked = self.ticked | changed if is_ticked else self.ticked - changed
        self.tell_all()
        self.ticks_changed.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        record = index.data(RecordRole)
        if record is None or can_be_asked(record):
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags & ~Qt.ItemFlag.ItemIsEnabled

    def said_of(self, record: DocumentRecord, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return name_of(record.document)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if record.document in self.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ForegroundRole and not can_be_asked(record):
            return QGuiApplication.palette().brush(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(f"{record.document}\n{status_words(record)}")
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        record = index.data(RecordRole)
        if role != Qt.ItemDataRole.CheckStateRole or record is None or not can_be_asked(record):
            return False
        self.tick([record], is_ticked=Qt.CheckState(value) == Qt.CheckState.Checked)
        return True


def can_be_asked(document: DocumentRecord | ListedDocument) -> bool:
    """Whether there is text of it that is searched."""
    return document.status in ("ready", "partly")
