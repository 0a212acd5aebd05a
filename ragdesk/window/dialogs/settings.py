"""SettingsDialog: everything that can be chosen, built from the engine's list of settings; each applied at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QStringListModel, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ragdesk.protocol.setting_records import SettingRecord
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.dialogs.setting_row import SettingRow
from ragdesk.window.dialogs.shortcut_table import ShortcutTable
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.translated import WithWords

GROUPS = ("general", "search", "models", "answering", "privacy", "appearance", "shortcuts")


class SettingsDialog(WithWords, QDialog):
    """Does not block the window. Asks for the settings when it opens and whenever they change."""

    def __init__(
        self, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._link = link
        self._theming = theming
        self._rows: dict[str, SettingRow] = {}
        self._columns: dict[str, QVBoxLayout] = {}
        self.setObjectName("settings_dialog")
        self.resize(820, 600)
        self._search = QLineEdit()
        self._search.setObjectName("settings_search")
        self._search.setProperty("role", "search")
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._names = QStringListModel(self)
        self._groups = QListView()
        self._groups.setObjectName("settings_groups")
        self._groups.setProperty("role", "nav")
        self._groups.setModel(self._names)
        self._groups.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._pages = QStackedWidget()
        self._keys = ShortcutTable(actions, theming)
        self._keys.chosen.connect(lambda value: self._choose("shortcuts", value))
        self._reset = QPushButton()
        self._reset.setObjectName("settings_reset")
        self._reset.clicked.connect(self._reset_page)
        self._close = QPushButton()
        self._close.setObjectName("settings_close")
        self._close.setProperty("role", "primary")
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        self._lay_out()
        self.retranslate()
        self._groups.selectionModel().currentChanged.connect(lambda now, _: self._pages.setCurrentIndex(now.row()))
        self._groups.setCurrentIndex(self._names.index(0))
        for changed in (link.engine_ready, link.settings_changed):
            changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the settings as they are now."""
        self._link.request(lambda engine: engine.list_settings(), self._show)

    def open_group(self, group: str) -> None:
        """Show one group, from elsewhere."""
        self._groups.setCurrentIndex(self._names.index(GROUPS.index(group)))

    def retranslate(self) -> None:
        translate = QCoreApplication.translate
        row = max(0, self._groups.currentIndex().row())
        self._names.setStringList([
            translate("settings", "General"), translate("settings", "Search"), translate("settings", "Models"),
            translate("settings", "Answering"), translate("settings", "Privacy"), translate("settings", "Appearance"),
            translate("settings", "Shortcuts"),
        ])  # fmt: skip
        self._groups.setCurrentIndex(self._names.index(row))
        self.setWindowTitle(self.tr("Settings"))
        self._groups.setAccessibleName(self.tr("Groups of settings"))
        self._search.setPlaceholderText(self.tr("Search the settings"))
        self._search.setAccessibleName(self.tr("Search the settings"))
        self._search.setToolTip(self.tr("Search the settings"))
        self._reset.setText(self.tr("Reset this page"))
        self._reset.setToolTip(self.tr("Take every setting on this page back to its default"))
        self._close.setText(self.tr("Close"))
        self._close.setToolTip(self.tr("Close; everything is kept already"))

    def _lay_out(self) -> None:
        side = QFrame()
        side.setProperty("role", "side")
        side.setFixedWidth(200)
        left = QVBoxLayout(side)
        left.setContentsMargins(12, 16, 12, 12)
        left.setSpacing(12)
        left.addWidget(self._search)
        left.addWidget(self._groups, 1)
        for group in GROUPS:
            self._pages.addWidget(self._page(group))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(24, 12, 24, 16)
        buttons.setSpacing(8)
        buttons.addWidget(self._reset)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._pages, 1)
        right.addLayout(buttons)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(side)
        whole.addLayout(right, 1)

    def _page(self, group: str) -> QWidget:
        inner = QWidget()
        inner.setProperty("role", "page")
        column = self._columns[group] = QVBoxLayout(inner)
        column.setContentsMargins(24, 24, 24, 8)
        column.setSpacing(8)
        if group == "shortcuts":
            column.addWidget(self._keys)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName(f"settings_page_{group}")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area

    def _show(self, records: Sequence[SettingRecord]) -> None:
        for record in records:
            if record.kind == "keys":
                self._keys.show_value(record.value)
            elif row := self._rows.get(record.name):
                row.show_record(record)
            else:
                self._add_row(record)
        self._end_with_buttons()

    def _add_row(self, record: SettingRecord) -> None:
        row = self._rows[record.name] = SettingRow(record, self._theming)
        row.chosen.connect(self._choose)
        column = self._columns[record.group]
        column.insertWidget(column.count() - 1, row)

    def _end_with_buttons(self) -> None:
        """The rows came after them; Tab goes to them last."""
        last = self.previousInFocusChain()
        while last is not None and not last.focusPolicy() & Qt.FocusPolicy.TabFocus:
            last = last.previousInFocusChain()
        if last is not None and last is not self._close:
            QWidget.setTabOrder(last, self._reset)
            QWidget.setTabOrder(self._reset, self._close)

    def _choose(self, name: str, value: str | None) -> None:
        row = self._rows.get(name)

        def done(record: SettingRecord) -> None:
            if row:
                row.show_record(record)
            else:
                self._keys.show_value(record.value)

        self._link.request(lambda engine: engine.set_setting(name, value), done, row.show_problem if row else None)

    def _reset_page(self) -> None:
        group = GROUPS[self._pages.currentIndex()]
        if group == "shortcuts":
            self._choose("shortcuts", None)
        for row in self._rows.values():
            if row.record.group == group and row.record.value != row.record.default:
                self._choose(row.record.name, None)

    def _filter(self, text: str) -> None:
        """Hide what does not fit, and go to the first group that has something."""
        for row in self._rows.values():
            row.setVisible(row.holds(text))
        fitting = [row.record.group for row in self._rows.values() if row.holds(text)]
        if text and fitting and GROUPS[self._pages.currentIndex()] not in fitting:
            self.open_group(fitting[0])
