"""Crew: threads that do one kind of work, and stay for the next piece; starting one holds up whoever starts it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")


class Crew(Generic[T]):
    """At most `most` threads, or as many as there is work at once. One that hangs keeps no other from its work."""

    def __init__(self, work: Callable[[T], None], name: str, most: int | None = None) -> None:
        self._work, self._name, self._most = work, name, most
        self._given: SimpleQueue[T | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._unfinished = 0
        self._lock = threading.Lock()

    def give(self, piece: T) -> None:
        """To be done by the next that is free; in order where there are not enough of them."""
        with self._lock:
            self._unfinished += 1
            # Not counting idle threads: one that has not yet taken its next work counts as idle, and may hang in it.
            wanted = self._unfinished if self._most is None else min(self._unfinished, self._most)
            if len(self._threads) < wanted:
                thread = threading.Thread(target=self._serve, name=f"{self._name}-{len(self._threads)}", daemon=True)
                self._threads.append(thread)
                thread.start()
        self._given.put(piece)

    def dismiss(self) -> None:
        """They end with what was given to them."""
        for _ in self._threads:
            self._given.put(None)

    def wait(self, seconds: float) -> None:
        """For each of them to end, after `dismiss`."""
        for thread in self._threads:
            thread.join(seconds)

    def _serve(self) -> None:
        while (piece := self._given.get()) is not None:
            self._work(piece)
            piece = None  # nothing is held by one that waits
            with self._lock:
                self._unfinished -= 1
