"""The window's tests: offscreen, on a FakeEngine; Qt's own warnings fail, and so does what a test leaves behind."""

from __future__ import annotations

import gc
import os
import threading

os.environ["QT_QPA_PLATFORM"] = os.environ.get("RAGDESK_TEST_PLATFORM", "offscreen")
# Before Qt is imported: no connection to the accessibility bus, and no scaling but that of a test itself.
os.environ["QT_ACCESSIBILITY"] = "0"
os.environ.pop("QT_SCALE_FACTOR", None)

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.memory import WindowMemory
from ragdesk.window.theming import Appearance, Theming
from tests.window.fake_engine import FakeEngine

if TYPE_CHECKING:
    from ragdesk.window.main_window import MainWindow

Shown = TypeVar("Shown", bound=QWidget)
_THREAD_S = 3.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's warnings fail every test of the window."""
    for item in items:
        if "tests/window" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))


@pytest.fixture(autouse=True)
def _nothing_left(qapp: QApplication) -> Iterator[None]:
    """No thread of the window, no open window and no style sheet outlives its test."""
    before = set(threading.enumerate())
    gc.disable()  # as in the window: not in another thread
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    threads = [one for one in threading.enumerate() if one not in before]
    for thread in threads:
        thread.join(_THREAD_S)
    gc.enable()
    left = [one.name for one in threads if one.is_alive()]
    visible = [one for one in qapp.topLevelWidgets() if one.isVisible()]
    for widget in visible:
        widget.close()
    qapp.setStyleSheet("")
    assert not left, f"threads were left running: {left}"
    assert not visible, f"windows were left open: {visible}"


@pytest.fixture
def engine() -> Iterator[FakeEngine]:
    """In place of the root's real one."""
    fake = FakeEngine()
    yield fake
    fake.go_on()
    fake.end_listening()


@pytest.fixture
def theming(qapp: QApplication) -> Theming:
    """Light, at 100 %, in the drawings' font where it is there; nothing moves by itself."""
    if "Inter" in QFontDatabase.families():
        qapp.setFont(QFont("Inter", 10))
    made = Theming(Appearance("light", 100, "yes"))
    made.apply()
    return made


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def actions(theming: Theming) -> Actions:
    return Actions(theming)


@pytest.fixture
def link(qtbot: QtBot, engine: FakeEngine) -> Iterator[EngineLink]:
    """Attached and ready."""
    made = EngineLink(engine.attach, "default")
    with qtbot.waitSignal(made.engine_ready):
        made.start()
    qtbot.waitUntil(lambda: engine.listeners == 1)
    yield made
    engine.go_on()
    made.close()
    made.background.wait_for_threads(_THREAD_S)


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[[Shown], Shown]]:
    """`show(widget)`: shown, exposed, and closed and deleted at the end."""
    shown: list[QWidget] = []

    def show_it(widget: Shown) -> Shown:
        shown.append(widget)
        with qtbot.waitExposed(widget):
            widget.show()
        return widget

    yield show_it
    for widget in shown:
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def memory(tmp_path: Path) -> WindowMemory:
    return WindowMemory(tmp_path / "window")


@pytest.fixture
def window(
    link: EngineLink,
    desk: Desk,
    theming: Theming,
    actions: Actions,
    memory: WindowMemory,
    show: Callable[[MainWindow], MainWindow],
) -> MainWindow:
    """The whole window, 1280 by 800."""
    from ragdesk.window.main_window import MainWindow

    made = MainWindow(link, desk, theming, actions, memory)
    made.resize(1280, 800)
    return show(made)
