"""Garbage: the search for objects that only know each other, in the window's thread and when it has nothing to do."""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QAbstractEventDispatcher, QObject

WHOLE_S = 20.0
"""A search through everything is not made again sooner: it took 4 to 9 ms after thirteen answers, a young one 0.5."""


class Garbage(QObject):
    """By itself Python searches in whichever thread makes objects; a QTimer that is freed there ends the process.

    So its own search is off for good, and this one looks, each time before the window's thread waits for events,
    whether Python would have searched. A window that is left alone is not woken.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._last_whole = time.monotonic()
        QAbstractEventDispatcher.instance().aboutToBlock.connect(self._look)

    def _look(self) -> None:
        made, looked_young, looked_old = gc.get_count()
        most, most_young, most_old = gc.get_threshold()
        if made <= most:
            return
        if looked_young <= most_young:
            gc.collect(0)
        elif looked_old <= most_old or time.monotonic() - self._last_whole < WHOLE_S:
            gc.collect(1)
        else:
            gc.collect(2)
            self._last_whole = time.monotonic()
