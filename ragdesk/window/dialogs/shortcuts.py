"""ShortcutsDialog: every command with its keys, to be read and searched. Changing them is in the settings."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ragdesk.window.actions import Actions
from ragdesk.window.fuzzy import folded
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.translated import WithWords

_SIZE = (520, 620)
_Index = QModelIndex | QPersistentModelIndex


class ShortcutsDialog(WithWords, QDialog):
    """Does not block the window. Shows the keys as they are when it is looked at."""

    def __init__(self, theming: Theming, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setObjectName("shortcuts_dialog")
        self.resize(*_SIZE)
        self._search = QLineEdit()
        self._search.setObjectName("shortcuts_search")
        self._search.setProperty("role", "search")
        self._search.setClearButtonEnabled(True)
        self._rows = _Shortcuts(actions, self)
        self._found = _Found(self)
        self._found.setSourceModel(self._rows)
        self._search.textChanged.connect(self._found.look_for)
        self._table = _table(self._found)
        self._change = QPushButton()
        self._change.setObjectName("shortcuts_change")
        self._change.setAutoDefault(False)
        self._change.clicked.connect(actions["settings"].trigger)
        self._close = QPushButton()
        self._close.setObjectName("shortcuts_close")
        self._close.setProperty("role", "primary")
        self._close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self._change)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._search)
        column.addWidget(self._table, 1)
        column.addLayout(buttons)
        for action in actions:
            action.changed.connect(self._rows.refresh)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self._search.setPlaceholderText(self.tr("Search commands and keys"))
        self._search.setAccessibleName(self.tr("Search commands and keys"))
        self._search.setToolTip(self.tr("Shows the commands that hold these letters"))
        self._table.setAccessibleName(self.tr("Commands and their keys"))
        self._table.setToolTip(self.tr("Commands and their keys"))
        self._change.setText(self.tr("Change keys…"))
        self._change.setToolTip(self.tr("Opens the settings, where each command can have other keys"))
        self._close.setText(self.tr("Close"))
        self._close.setToolTip(self.tr("Close this list"))
        self._rows.name_columns(self.tr("Command"), self.tr("Keys"))


def _table(model: QSortFilterProxyModel) -> QTableView:
    table = QTableView()
    table.setObjectName("shortcuts_table")
    table.setModel(model)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.verticalHeader().hide()
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setHighlightSections(False)
    return table


class _Shortcuts(QAbstractTableModel):
    """Commands with keys first, each in the order of the menus."""

    def __init__(self, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        self._columns = ("", "")
        self._shown = self._in_order()

    def name_columns(self, command: str, keys: str) -> None:
        self._columns = (command, keys)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 1)

    def refresh(self) -> None:
        """Words or keys changed."""
        self.beginResetModel()
        self._shown = self._in_order()
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else 2

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or not index.isValid():
            return None
        action = self._shown[index.row()]
        return _keys(action) if index.column() == 1 else action.text().rstrip("…")

    def _in_order(self) -> list[QAction]:
        return sorted(self._actions, key=lambda action: not _keys(action))


class _Found(QSortFilterProxyModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._typed = ""

    def look_for(self, typed: str) -> None:
        self.beginFilterChange()
        self._typed = folded(typed.strip())
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:  # noqa: N802
        model = self.sourceModel()
        texts = (str(model.data(model.index(row, column, parent)) or "") for column in (0, 1))
        return any(self._typed in folded(text) for text in texts)


def _keys(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
