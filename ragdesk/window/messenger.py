"""Messenger: what other threads have to tell, carried into the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal


class Messenger(QObject):
    """`send` may be called in any thread; `hear` is called in the window's, in order, and never after `close`.

    Close it before its parent is destroyed. Qt's objects do not stand being destroyed while another thread sends a
    signal through them: the process ends then (SIGSEGV), as it did in one of some hundred times that a window was left.
    """

    _arrived = Signal(object)

    def __init__(self, hear: Callable[[Any], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gate = threading.Lock()
        self._is_open = True
        self._arrived.connect(hear, Qt.ConnectionType.QueuedConnection)

    def send(self, what: object) -> None:
        """Returns at once. Dropped where nobody is there any more to hear it."""
        with self._gate, suppress(RuntimeError):  # Python's word for a parent that is gone, unclosed
            if self._is_open:
                self._arrived.emit(what)

    def close(self) -> None:
        """Wait, for microseconds, for what is being sent; from now on nothing is. May be called twice."""
        with self._gate:
            self._is_open = False
