"""Ctrl-C in the terminal that started the window ends it, without a timer that would keep waking the computer."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier


class TerminalSignals(QObject):
    """Python handles signals only between its own instructions; a byte in a socket makes Qt run some."""

    def __init__(self, leave: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ours, self._pythons = socket.socketpair()
        self._ours.setblocking(False)
        self._pythons.setblocking(False)
        self._leave = leave
        self._before = [(number, signal.signal(number, self._note)) for number in (signal.SIGINT, signal.SIGTERM)]
        self._wakeup_before = signal.set_wakeup_fd(self._pythons.fileno())
        self._is_asked = False
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)

    def close(self) -> None:
        """As it was before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before:
            signal.signal(number, handler)
        self._ours.close()
        self._pythons.close()

    def _note(self, *_: object) -> None:
        self._is_asked = True

    def _woken(self) -> None:
        self._ours.recv(64)
        if self._is_asked:
            self._is_asked = False
            self._leave()
