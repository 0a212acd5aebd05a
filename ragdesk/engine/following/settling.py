"""Collects changed paths until they are quiet, so that one save is one change and a large copy few jobs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

QUIET_S = 1.0
"""An editor's save takes a few hundredths of a second from the first to the last of its steps."""

LONGEST_S = 3.5
"""With the quiet time before it and the pace of the follower, a change is handed over within 5 s."""


@dataclass(slots=True)
class Settling:
    """Changed paths of one library; `now` is any clock in seconds. Not safe for several threads."""

    quiet_s: float = QUIET_S
    longest_s: float = LONGEST_S
    _pending: dict[str, tuple[float, float]] = field(default_factory=dict)
    """When a path changed for the first time and for the last time."""

    def note(self, path: str, now: float) -> None:
        """The path changed just now."""
        first, _ = self._pending.get(path, (now, now))
        self._pending[path] = (first, now)

    def note_quiet(self, paths: Iterable[str], now: float) -> None:
        """Paths that changed some time ago; one that is changing now stays so."""
        for path in paths:
            self._pending.setdefault(path, (now - self.quiet_s, now - self.quiet_s))

    def take(self, now: float) -> list[str]:
        """All paths once all are quiet; those that are quiet once the first of them has waited long enough.

        A file that is written to all the time holds back no other one, and is itself not taken.
        """
        quiet = [path for path, (_, last) in self._pending.items() if now - last >= self.quiet_s]
        is_all = len(quiet) == len(self._pending)
        if not quiet or not (is_all or now - min(self._pending[path][0] for path in quiet) >= self.longest_s):
            return []
        for path in quiet:
            del self._pending[path]
        return quiet

    def is_changing(self, path: str) -> bool:
        """Whether the path waits here for its quiet."""
        return path in self._pending

    def __len__(self) -> int:
        return len(self._pending)
