"""While the engine stands still the window does not: its timers fire and its widgets paint."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ragdesk.window.engine_link import EngineLink
from tests.window.fake_engine import FakeEngine

_LONGEST_MS = 500
"""A frame; on a computer that does nothing else it is about 15 ms."""


class Painted(QWidget):
    """Counts how often it was painted."""

    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        self.painted += 1


def test_a_stalled_engine_never_stops_the_window(
    link: EngineLink, engine: FakeEngine, qtbot: QtBot, show: Callable[[Painted], Painted]
) -> None:
    widget = show(Painted())
    beats: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(time.monotonic()))
    timer.timeout.connect(widget.update)
    came: list[object] = []
    engine.stall()
    for _ in range(30):
        link.request(lambda one: one.list_documents(), came.append)
        link.refresh_status()
    link.stream(lambda one: one.ask("How much?"), came.extend, lambda: came.append("ended"))
    link.choose_library("Archive")
    timer.start(10)
    before = widget.painted
    qtbot.waitUntil(lambda: len(beats) >= 40)
    timer.stop()
    assert not came
    assert widget.painted - before >= 20
    assert max(later - sooner for sooner, later in itertools.pairwise(beats)) * 1000 < _LONGEST_MS
    engine.go_on()
    qtbot.waitUntil(lambda: link.is_ready)
