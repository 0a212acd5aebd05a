"""Strikes one process of a running engine dead, from a thread of its own: itself, its chat worker, or a reader at work.

"ended" is an engine that is told to end in order. Linux only.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

from tests.hostile.processes import children, has_ended

Target = Literal["engine", "ended", "chat", "reader"]
TARGETS: tuple[Target, ...] = ("engine", "ended", "chat", "reader")
ENGINE: frozenset[Target] = frozenset({"engine", "ended"})
GIVES_UP_S = 15.0
_LOOKS_EVERY_S = 0.001
_WORKS_S = 0.01
"""A reader is struck at some moment of so many seconds after it was seen: reading a page takes longer."""


class Striker(threading.Thread):
    """Waits until there is such a process, then kills it. For a reader: one that began its work since this was made."""

    def __init__(self, engine: int, target: Target) -> None:
        super().__init__(name="striker", daemon=True)
        self._engine, self._target = engine, target
        self._old = set(_readers(engine)) if target == "reader" else set[int]()
        self._end = time.monotonic() + GIVES_UP_S
        self.struck_at: float | None = None
        """None while it has not hit."""

    def sees_one(self) -> bool:
        """Whether it would have something to strike."""
        return self._victim() is not None

    def run(self) -> None:
        while self.struck_at is None and time.monotonic() < self._end:
            if not self._strike():
                time.sleep(_LOOKS_EVERY_S)

    def _strike(self) -> bool:
        victim = self._victim()
        if victim is None:
            return False
        if self._target == "reader":
            time.sleep(random.uniform(0, _WORKS_S))
            if has_ended(victim):
                return False
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGTERM if self._target == "ended" else signal.SIGKILL)
            self.struck_at = time.monotonic()
        return True

    def _victim(self) -> int | None:
        return next((one for one in self._victims() if one not in self._old and not has_ended(one)), None)

    def _victims(self) -> Collection[int]:
        if self._target in ENGINE:
            return [self._engine]
        return list(_readers(self._engine) if self._target == "reader" else _named(self._engine, b"chat_worker"))


def has_reader_host(engine: int) -> bool:
    """Whether the warm process is there from which readers are forked."""
    return any(True for _ in _named(engine, b"workers.host"))


def _readers(engine: int) -> Iterator[int]:
    for host in _named(engine, b"workers.host"):
        yield from children(host)


def _named(engine: int, mark: bytes) -> Iterator[int]:
    for child in children(engine):
        with suppress(OSError):  # it ended meanwhile
            if mark in Path(f"/proc/{child}/cmdline").read_bytes():
                yield child
