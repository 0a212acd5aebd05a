"""BinDialog: the libraries that were removed: take them back, or erase them for good."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from ragdesk.protocol.engine_records import EraseReport
from ragdesk.protocol.records import LibraryRecord
from ragdesk.window.dialogs.confirm import Confirm
from ragdesk.window.documents.document_facts import joined
from ragdesk.window.documents.libraries import Libraries
from ragdesk.window.widgets.plain import plain_label, plain_tooltip
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import age, fill, size


class BinModel(QAbstractListModel):
    """The libraries in the bin."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.libraries: list[LibraryRecord] = []

    def show(self, libraries: list[LibraryRecord]) -> None:
        self.beginResetModel()
        self.libraries = libraries
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.libraries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self.libraries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            documents = self.tr("%n documents", "", one.documents)
            return joined(one.name, documents, fill(self.tr("removed %1"), age(one.removed_at or "")))
        return plain_tooltip("\n".join((one.name, *one.sources))) if role == Qt.ItemDataRole.ToolTipRole else None


class BinDialog(WithWords, QDialog):
    """Non-modal; follows what happens to libraries while it is open."""

    def __init__(self, libraries: Libraries, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bin_dialog")
        self._libraries = libraries
        self.model = BinModel(self)
        self.list = QListView(self)
        self.list.setObjectName("bin_list")
        self.list.setModel(self.model)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setUniformItemSizes(True)
        self.explained = plain_label(wraps=True, role="dim")
        self.empty = plain_label(role="dim")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.outcome = plain_label(wraps=True)
        self.outcome.setObjectName("bin_result")
        self.outcome.hide()
        self.restore = QPushButton(self)
        self.restore.setObjectName("bin_restore")
        self.erase = QPushButton(self)
        self.erase.setObjectName("bin_erase")
        self.erase.setProperty("role", "danger")
        self.close_button = QPushButton(self)
        self.close_button.setObjectName("bin_close")
        self._lay_out()
        self.restore.clicked.connect(self._restore)
        self.erase.clicked.connect(self._ask_to_erase)
        self.close_button.clicked.connect(self.close)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        libraries.changed.connect(self._show)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("The bin"))
        self.explained.setText(
            self.tr("Libraries in the bin are not searched. Your own files are where they always were.")
        )
        self.empty.setText(self.tr("The bin is empty."))
        self.list.setAccessibleName(self.tr("Libraries in the bin"))
        self.list.setToolTip(self.tr("Libraries in the bin"))
        self.restore.setText(self.tr("Take back"))
        self.restore.setToolTip(self.tr("Take the chosen libraries out of the bin"))
        self.erase.setText(self.tr("Erase for good…"))
        self.erase.setToolTip(self.tr("Erase the chosen libraries from ragdesk's files"))
        self.close_button.setText(self.tr("Close"))
        self._show()

    def chosen(self) -> list[str]:
        """The names of the selected libraries."""
        return [self.model.libraries[index.row()].name for index in self.list.selectionModel().selectedRows()]

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for widget in (self.explained, self.list, self.empty, self.outcome):
            column.addWidget(widget, 1 if widget in (self.list, self.empty) else 0)
        row = QHBoxLayout()
        row.addWidget(self.restore)
        row.addWidget(self.erase)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column.addLayout(row)
        self.resize(480, 320)

    def _show(self) -> None:
        libraries = self._libraries.in_bin()
        self.model.show(libraries)
        self.list.setVisible(bool(libraries))
        self.empty.setVisible(not libraries)
        if libraries:
            self.list.setCurrentIndex(self.model.index(0))
        self._enable()

    def _enable(self) -> None:
        is_any = bool(self.list.selectionModel().selectedRows())
        self.restore.setEnabled(is_any)
        self.erase.setEnabled(is_any)

    def _restore(self) -> None:
        for name in self.chosen():
            self._libraries.restore(name)

    def _ask_to_erase(self) -> None:
        names = self.chosen()
        text = self.tr(
            "%1 will be erased from ragdesk's files: text, index, conversations. This cannot be undone. "
            "Backups that may hold any of it are removed too, and so is what was removed before. "
            "Your own files are not touched."
        )
        listed = ", ".join(f"“{name}”" for name in names)
        question = Confirm(self.tr("Erase for good"), fill(text, listed), self.tr("Erase for good"), self)
        question.accepted.connect(lambda: self._libraries.erase(names, self._tell))
        question.finished.connect(question.deleteLater)
        question.open()

    def _tell(self, report: EraseReport) -> None:
        text = self.tr("Erased %n documents; ragdesk's files went from %1 to %2.", "", report.documents)
        lines = [fill(text, size(report.bytes_before), size(report.bytes_after))]
        if report.backups_removed:
            lines.append(fill(self.tr("Backups removed: %1"), ", ".join(report.backups_removed)))
        self.outcome.setText("\n".join(lines))
        self.outcome.show()
