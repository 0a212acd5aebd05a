"""TickModel: documents with boxes to tick; the ticks stay when the list is narrowed or grows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.documents.document_facts import name_of
from ragdesk.window.widgets.plain import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class TickModel(QAbstractListModel):
    """Rows are documents by title."""

    ticks_changed = Signal()

    def __init__(self, ticked: Iterable[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.ticked = set(ticked)
        self._records: list[DocumentRecord] = []
        self._shown: list[DocumentRecord] = []
        self._text = ""

    def add(self, records: Sequence[DocumentRecord]) -> None:
        """Further documents; what is shown already stays where it is."""
        self._records.extend(records)
        fitting = [one for one in records if self._fits(one)]
        if fitting:
            self.beginInsertRows(_NOWHERE, len(self._shown), len(self._shown) + len(fitting) - 1)
            self._shown.extend(fitting)
            self.endInsertRows()

    def clear(self) -> None:
        self.beginResetModel()
        self._records, self._shown = [], []
        self.endResetModel()

    def narrow(self, text: str) -> None:
        """Show those with this text in title or path."""
        self._text = text.casefold()
        self.beginResetModel()
        self._shown = [one for one in self._records if self._fits(one)]
        self.endResetModel()

    def tick_shown(self, is_ticked: bool) -> None:
        """All that are shown now."""
        shown = {one.document for one in self._shown}
        self.ticked = self.ticked | shown if is_ticked else self.ticked - shown
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))
        self.ticks_changed.emit()

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._shown)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return name_of(record.document)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if record.document in self.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(record.document)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        document = self._shown[index.row()].document
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self.ticked.add(document)
        else:
            self.ticked.discard(document)
        self.dataChanged.emit(index, index)
        self.ticks_changed.emit()
        return True

    def _fits(self, record: DocumentRecord) -> bool:
        return self._text in record.title.casefold() or self._text in record.document.casefold()
