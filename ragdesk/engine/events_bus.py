"""Tells every listener what happened in the engine. A listener that does not listen loses events, and learns that."""

from __future__ import annotations

import threading
from collections import deque

from ragdesk.protocol.events import EngineEvent, EventsMissed

MOST_WAITING = 1_000
"""Events that are kept for a listener who is slow."""


class Listening:
    """One listener's events from now on."""

    def __init__(self, bus: EventBus) -> None:
        self._bus = bus
        self._waiting: deque[EngineEvent] = deque()
        self._changed = threading.Condition()
        self._has_missed = False
        self._is_closed = False

    def next(self, timeout_s: float | None = None) -> EngineEvent | None:
        """The next event; None after `timeout_s` without one, or when the bus or the listening was closed."""
        with self._changed:
            if not self._waiting and not self._is_closed:
                self._changed.wait_for(lambda: self._waiting or self._is_closed, timeout_s)
            if self._has_missed:
                self._has_missed = False
                return EventsMissed()
            return self._waiting.popleft() if self._waiting else None

    @property
    def is_over(self) -> bool:
        """Whether no event comes any more."""
        return self._is_closed and not self._waiting

    def __iter__(self) -> Listening:
        return self

    def __next__(self) -> EngineEvent:
        while not self.is_over:
            if (event := self.next()) is not None:
                return event
        raise StopIteration

    def close(self) -> None:
        """Stop listening, from any thread; whoever waits is woken."""
        self._bus.forget(self)
        self.end()

    def take(self, event: EngineEvent) -> None:
        """Called by the bus, from any thread; never waits for the listener."""
        with self._changed:
            if len(self._waiting) >= MOST_WAITING:
                self._waiting.clear()
                self._has_missed = True
            self._waiting.append(event)
            self._changed.notify()

    def end(self) -> None:
        """Called by the bus when it is closed."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()


class EventBus:
    """Safe to be used by any thread; telling never blocks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: tuple[Listening, ...] = ()

    def tell(self, event: EngineEvent) -> None:
        """Every listener gets the event."""
        for listener in self._listeners:
            listener.take(event)

    def listen(self) -> Listening:
        """Events from now on; close it when done."""
        listening = Listening(self)
        with self._lock:
            self._listeners = (*self._listeners, listening)
        return listening

    def forget(self, listening: Listening) -> None:
        """No further events for this one."""
        with self._lock:
            self._listeners = tuple(one for one in self._listeners if one is not listening)

    def close(self) -> None:
        """End every listening."""
        for listener in self._listeners:
            listener.end()
