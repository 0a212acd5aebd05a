"""How far a job is, as numbers that only grow, and how long it will take."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ragdesk.protocol.events import JobProgressed

RATE_OVER_S = 30.0
_LEAST_S = 1.0
"""Before that a rate is guesswork."""
_KEPT = ("files_done", "files_total", "pages_done", "bytes_done", "bytes_total", "failed", "skipped", "unchanged")


@dataclass(slots=True)
class Meter:
    """Counts one thing, and how fast it grew in the last half minute."""

    done: float = 0
    total: float | None = None
    _seen: deque[tuple[float, float]] = field(default_factory=deque)

    def note(self, done: float, total: float | None, at: float) -> None:
        self.done, self.total = done, total
        if self._seen and at - self._seen[-1][0] < RATE_OVER_S / 100:
            self._seen[-1] = (self._seen[-1][0], done)
        else:
            self._seen.append((at, done))
        while len(self._seen) > 2 and self._seen[1][0] <= at - RATE_OVER_S:
            self._seen.popleft()

    def rate(self, at: float) -> float | None:
        """A second; None while there is nothing to tell it by."""
        if not self._seen or at - self._seen[0][0] < _LEAST_S:
            return None
        return max(self.done - self._seen[0][1], 0.0) / (at - self._seen[0][0])

    def seconds_left(self, at: float) -> float | None:
        rate = self.rate(at)
        if not rate or self.total is None:
            return None
        return max(self.total - self.done, 0.0) / rate


class Progress:
    """One job's, over all its runs: told by the work, asked by anybody. Safe to be used by several threads."""

    def __init__(self, kept: dict[str, Any] | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self.looks = 0
        """How often it was found what there is to do."""
        self.kills = kept.get("kills", 0) if kept else 0
        """How often in a row the engine ended in the middle of it, since it finished a document."""
        self._phase: str | None = None
        self._current: str | None = None
        self._meter = Meter()
        self._bytes = Meter()
        self._kept: dict[str, int | None] = {
            "files_done": 0, "files_total": None, "pages_done": 0, "bytes_done": 0, "bytes_total": None, "failed": 0,
            "skipped": 0, "unchanged": 0,
        }  # fmt: skip
        for name in _KEPT:
            if kept and isinstance(kept.get(name), int):
                self._kept[name] = kept[name]

    @property
    def has_found(self) -> bool:
        """Whether it was known once, in this run or before, what there is to do."""
        return self._kept["files_total"] is not None

    def found(self, files: int, files_done: int, bytes_left: int) -> None:
        """A run begins: what there is in all, and what of it was done before."""
        with self._lock:
            self.looks += 1
            kept = self._kept
            if not kept["files_done"]:
                kept["unchanged"] = files_done
            kept["files_done"] = before = max(kept["files_done"] or 0, files_done)
            kept["files_total"] = max(files, before)
            # What an interrupted run had read counts as left where its meaning is not indexed yet: never twice in all.
            kept["bytes_total"] = max(kept["bytes_total"] or 0, bytes_left, kept["bytes_done"] or 0)
            self._bytes = Meter()
            self._bytes.note(kept["bytes_done"] or 0, kept["bytes_total"], self._clock())

    def file_done(self, size_bytes: int, pages: int = 0, *, is_failed: bool = False, is_skipped: bool = False) -> None:
        """One more file was read, or could not be. One whose run was interrupted may be told twice."""
        with self._lock:
            kept = self._kept
            for name, more in (("files_done", 1), ("bytes_done", size_bytes)):
                most = kept[name.replace("done", "total")]
                grown = (kept[name] or 0) + more
                kept[name] = grown if most is None else min(grown, most)
            kept["pages_done"] = (kept["pages_done"] or 0) + pages
            kept["failed"] = (kept["failed"] or 0) + is_failed
            kept["skipped"] = (kept["skipped"] or 0) + is_skipped
            self._bytes.note(kept["bytes_done"] or 0, kept["bytes_total"], self._clock())

    def note(self, event: JobProgressed) -> None:
        """The present phase, and how far that is."""
        with self._lock:
            if event.phase != self._phase:
                self._phase, self._meter = event.phase, Meter()
            self._current = event.current
            self._meter.note(max(event.done, self._meter.done), event.total, self._clock())

    def fields(self, *, is_running: bool) -> dict[str, Any]:
        """What a JobRecord says of it; nothing has a rate while the job does not run."""
        with self._lock:
            at = self._clock()
            told: dict[str, Any] = {**self._kept, "phase": self._phase, "current": self._current}
            if is_running:
                meter = self._bytes if self._phase == "reading" else self._meter
                told["rate"] = self._meter.rate(at)
                told["seconds_left"] = meter.seconds_left(at)
            return told

    def kept(self) -> dict[str, Any]:
        """What is written down, for the next owner of the data folder."""
        with self._lock:
            return {**self._kept, "phase": self._phase, "kills": self.kills}
