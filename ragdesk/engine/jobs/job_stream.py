"""One follower of a job: every event from now on, and a sign of life where nothing happens."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator

from ragdesk.protocol.events import AddEvent, JobProgressed

SIGN_OF_LIFE_S = 0.25
"""Whoever closes a stream is noticed when the next event is passed on: no later than after this time."""
_MANY_WAITING = 64
"""From so many events on, a follower who is slow gets the latest progress only; documents are never left out."""


class JobStream:
    """Filled by the runner, read by one follower. The runner never waits for it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[AddEvent] = deque()
        self._is_over = False
        self._problem: BaseException | None = None
        self._progress = JobProgressed("finding", 0, None, "files")

    def take(self, event: AddEvent) -> None:
        """Called by the runner."""
        with self._changed:
            is_progress = isinstance(event, JobProgressed)
            if is_progress and len(self._waiting) >= _MANY_WAITING and isinstance(self._waiting[-1], JobProgressed):
                self._waiting[-1] = event
            else:
                self._waiting.append(event)
            self._changed.notify()

    def end(self, problem: BaseException | None = None) -> None:
        """Called by the runner: nothing comes any more; `problem` is raised to the follower after the last event."""
        with self._changed:
            self._is_over, self._problem = True, problem
            self._changed.notify()

    @property
    def is_over(self) -> bool:
        """Whether the runner has ended it."""
        return self._is_over

    def events(self) -> Iterator[AddEvent]:
        """Until the job is over; then raises what ended it, if anything did."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._is_over, SIGN_OF_LIFE_S)
                event = self._waiting.popleft() if self._waiting else None
                if event is None and self._is_over:
                    break
            if isinstance(event, JobProgressed):
                self._progress = event
            yield event or self._progress
        if self._problem is not None:
            raise self._problem
