from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ragdesk.protocol.events import SettingsChanged
from ragdesk.settings_file import choose
from ragdesk.window.app import App
from ragdesk.window.start_options import StartOptions
from ragdesk.window.theme import DARK
from tests.window.fake_engine import FakeEngine

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

HEAVY = (
    "numpy", "pydantic", "typer", "rich", "torch", "chromadb", "langchain", "langchain_core", "llama_cpp", "openvino",
    "sentence_transformers", "transformers", "pypdf", "pypdfium2", "PIL", "sqlite3", "asyncio", "pygments",
    "ragdesk.engine", "ragdesk.server", "ragdesk.cli", "PySide6.QtPrintSupport", "PySide6.QtQml",
)  # fmt: skip
"""Modules that would cost the window start time or memory, or do not belong to it."""


@pytest.fixture
def app(tmp_path: Path, qapp: QApplication, engine: FakeEngine, qtbot: QtBot) -> Iterator[App]:
    before = QLocale()
    made = App(qapp, StartOptions(tmp_path / "data", "default", (tmp_path / "a.txt",)), engine.attach)
    yield made
    made.close()
    made.link.background.wait_for_threads(3)
    made.language.choose("en")
    made.window.deleteLater()
    made.deleteLater()
    QLocale.setDefault(before)


def test_the_window_imports_nothing_heavy() -> None:
    check = f"import sys, ragdesk.window.app; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_window_is_there_before_the_engine(app: App, engine: FakeEngine, qtbot: QtBot) -> None:
    engine.stall()
    app.show()
    assert app.window.isVisible()
    assert not app.link.is_ready
    engine.go_on()
    qtbot.waitUntil(lambda: app.link.is_ready)


def test_paths_of_the_command_line_and_of_a_second_start_are_added(app: App, tmp_path: Path) -> None:
    asked: list[object] = []
    app.desk.add_asked_for.disconnect()
    app.desk.add_asked_for.connect(lambda paths, _: asked.append(paths))
    app.show()
    app.started_again([tmp_path / "b.txt"])
    app.started_again([])
    assert asked == [[tmp_path / "a.txt"], [tmp_path / "b.txt"]]


def test_a_chosen_appearance_counts_at_once(app: App, tmp_path: Path, engine: FakeEngine, qtbot: QtBot) -> None:
    app.show()
    qtbot.waitUntil(lambda: engine.listeners == 1)
    size = app.theming.theme.text_pt
    choose(tmp_path / "data", {"theme": "dark", "text_percent": 150, "shortcuts": "find=Ctrl+G"})
    with qtbot.waitSignal(app.theming.changed):
        engine.say(SettingsChanged())
    assert QApplication.palette().color(QPalette.ColorRole.Window) == QColor(DARK.bg)
    assert app.theming.theme.text_pt == pytest.approx(size * 1.5 / (app.theming._appearance.text_percent / 150))
    assert app.actions["find"].shortcut().toString() == "Ctrl+G"
    assert "Ctrl+G" in app.actions["find"].toolTip()


def test_a_chosen_language_counts_at_once(app: App, tmp_path: Path, engine: FakeEngine, qtbot: QtBot) -> None:
    app.show()
    qtbot.waitUntil(lambda: engine.listeners == 1)
    choose(tmp_path / "data", {"language": "es"})
    engine.say(SettingsChanged())
    qtbot.waitUntil(lambda: app.language.code == "es")
    assert QLocale().language() == QLocale.Language.Spanish


def test_broken_settings_are_told_of_and_the_window_opens(
    tmp_path: Path, qapp: QApplication, engine: FakeEngine
) -> None:
    (tmp_path / "settings.toml").write_text("theme = [", "utf-8")
    app = App(qapp, StartOptions(tmp_path, "default"), engine.attach)
    assert app.window.error_box.isVisible()
    app.window.error_box.reject()
    app.close()
    app.window.deleteLater()


def test_without_a_tray_closing_the_window_ends_the_program(app: App, qtbot: QtBot) -> None:
    app.show()
    with qtbot.waitSignal(app.window.closed):
        app.window.close()


@pytest.mark.parametrize("name", ["shortcuts", "guide", "about", "settings", "doctor"])
def test_dialogs_open_beside_the_window_and_only_once(name: str, app: App, engine: FakeEngine, qtbot: QtBot) -> None:
    app.show()
    qtbot.waitUntil(lambda: app.link.is_ready)
    app.actions[name].trigger()
    dialog = app._dialogs._open[name]
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert dialog.windowTitle()
    app.actions[name].trigger()
    assert app._dialogs._open[name] is dialog
    dialog.close()
