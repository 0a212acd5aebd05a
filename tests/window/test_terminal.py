from __future__ import annotations

import os
import signal

import pytest
from pytestqt.qtbot import QtBot

from ragdesk.window.terminal import TerminalSignals


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_a_window_at_rest(number: signal.Signals, qtbot: QtBot) -> None:
    before = signal.getsignal(number)
    left = []
    signals = TerminalSignals(lambda: left.append(True))
    os.kill(os.getpid(), number)
    qtbot.waitUntil(lambda: left == [True])
    signals.close()
    assert signal.getsignal(number) == before
