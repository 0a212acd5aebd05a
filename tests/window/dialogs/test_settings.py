"""The settings dialog: built from the engine's list, applied at once, refused in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QListView,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ragdesk.protocol.errors import BadRequest
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.dialogs.setting_row import SettingRow
from ragdesk.window.dialogs.settings import GROUPS, SettingsDialog
from ragdesk.window.dialogs.shortcut_table import keys_as_text, keys_from
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.theming import Theming
from tests.window.fake_engine import FakeEngine
from tests.window.tab_order import tab_order

Show = Callable[[QWidget], QWidget]


@pytest.fixture
def dialog(
    qtbot: QtBot, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, show: Show
) -> SettingsDialog:
    made = SettingsDialog(link, desk, theming, actions)
    show(made)
    qtbot.waitUntil(lambda: bool(made.findChildren(SettingRow)))
    return made


def row_of(dialog: SettingsDialog, kind: str) -> SettingRow:
    return next(row for row in dialog.findChildren(SettingRow) if row.record.kind == kind)


def value_in(engine: FakeEngine, name: str) -> str:
    return next(one.value for one in engine.list_settings() if one.name == name)


def test_every_setting_of_the_engine_has_a_row_on_the_page_of_its_group(
    dialog: SettingsDialog, engine: FakeEngine
) -> None:
    shown = {row.record.name for row in dialog.findChildren(SettingRow)}
    assert shown == {one.name for one in engine.list_settings() if one.kind != "keys"}
    assert {row.record.group for row in dialog.findChildren(SettingRow)} <= set(GROUPS)


def test_ticking_a_box_is_applied_at_once(qtbot: QtBot, dialog: SettingsDialog, engine: FakeEngine) -> None:
    row = row_of(dialog, "yes_no")
    box = row.findChild(QCheckBox)
    assert box is not None
    wanted = "no" if box.isChecked() else "yes"
    box.click()
    qtbot.waitUntil(lambda: value_in(engine, row.record.name) == wanted)


def test_a_number_counts_when_its_field_is_left_and_can_be_taken_back(
    qtbot: QtBot, dialog: SettingsDialog, engine: FakeEngine
) -> None:
    row = row_of(dialog, "whole")
    field = row.findChild(QSpinBox)
    assert field is not None
    before = row.record.value
    field.setValue(field.maximum() if field.value() != field.maximum() else field.maximum() - 1)
    assert value_in(engine, row.record.name) == before
    field.editingFinished.emit()
    qtbot.waitUntil(lambda: value_in(engine, row.record.name) != before)
    qtbot.waitUntil(lambda: row.record.value != row.record.default)
    back = row.findChild(QWidget, f"default_{row.record.name}")
    assert back is not None
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: value_in(engine, row.record.name) == row.record.default)


def test_a_choice_is_applied(qtbot: QtBot, dialog: SettingsDialog, engine: FakeEngine) -> None:
    row = row_of(dialog, "choice")
    box = row.findChild(QComboBox)
    assert box is not None
    at = (box.currentIndex() + 1) % box.count()
    box.setCurrentIndex(at)
    box.activated.emit(at)
    qtbot.waitUntil(lambda: value_in(engine, row.record.name) == row.record.choices[at])


def test_a_refused_value_says_why_and_shows_the_old_one(
    qtbot: QtBot, dialog: SettingsDialog, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str, value: str | None) -> None:
        raise BadRequest("That file is no model.", "Choose a GGUF file.")

    monkeypatch.setattr(engine, "set_setting", refuse)
    row = row_of(dialog, "file")
    field = row.findChild(QLineEdit)
    assert field is not None
    field.setText("notes.txt")
    field.editingFinished.emit()
    words = "That file is no model. Choose a GGUF file."
    qtbot.waitUntil(lambda: any(label.text() == words for label in row.findChildren(type(row._problem))))
    assert field.text() == row.record.value


def test_searching_goes_to_the_group_that_has_it(dialog: SettingsDialog) -> None:
    search = dialog.findChild(QLineEdit, "settings_search")
    groups = dialog.findChild(QListView, "settings_groups")
    assert search is not None
    assert groups is not None
    wanted = dialog.findChildren(SettingRow)[-1]
    search.setText(wanted.record.title)
    assert GROUPS[groups.currentIndex().row()] == wanted.record.group
    assert not wanted.isHidden()


def test_tab_goes_through_the_page_before_the_buttons_below(dialog: SettingsDialog) -> None:
    row = row_of(dialog, "yes_no")
    dialog.open_group(row.record.group)
    names = [name for name in tab_order(dialog) if not name.startswith("qt_")]
    assert names[:2] == ["settings_search", "settings_groups"]
    assert names[-2:] == ["settings_reset", "settings_close"]
    assert f"setting_{row.record.name}" in names[2:-2]


def test_a_number_does_not_touch_the_frame_of_its_field(dialog: SettingsDialog) -> None:
    field = row_of(dialog, "whole").findChild(QSpinBox)
    assert field is not None
    assert field.lineEdit().textMargins().left() >= 4


def test_the_page_goes_back_to_its_defaults(qtbot: QtBot, dialog: SettingsDialog, engine: FakeEngine) -> None:
    row = row_of(dialog, "yes_no")
    other = "no" if row.record.default == "yes" else "yes"
    engine.set_setting(row.record.name, other)
    dialog.refresh()
    qtbot.waitUntil(lambda: row.record.value == other)
    dialog.open_group(row.record.group)
    reset = dialog.findChild(QPushButton, "settings_reset")
    assert reset is not None
    reset.click()
    qtbot.waitUntil(lambda: value_in(engine, row.record.name) == row.record.default)


def test_keys_that_are_taken_are_refused_and_others_kept(
    qtbot: QtBot, dialog: SettingsDialog, engine: FakeEngine
) -> None:
    field = dialog.findChild(QKeySequenceEdit, "keys_export")
    assert field is not None
    field.setKeySequence(QKeySequence("Ctrl+N"))
    field.editingFinished.emit()
    assert field.keySequence() == QKeySequence("Ctrl+S")
    field.setKeySequence(QKeySequence("Ctrl+Alt+S"))
    field.editingFinished.emit()
    qtbot.waitUntil(lambda: keys_from(value_in(engine, "shortcuts")) == {"export": "Ctrl+Alt+S"})


def test_keys_survive_being_written_as_text() -> None:
    keys = {"export": "Ctrl+Alt+S", "find": "", "palette": "Ctrl+="}
    assert keys_from(keys_as_text(keys)) == keys
    assert keys_from("nonsense;nothing=Ctrl+A;;export") == {}
