"""What a test does to the FakeEngine: stall it, kill it, have it say something. The calls themselves are not here."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from queue import SimpleQueue

from ragdesk.protocol.errors import EngineGone, RagdeskError
from ragdesk.protocol.events import EngineEvent

PATIENCE_S = 20.0
"""A stalled call gives up after this long, so that a failing test ends."""


class Controls:
    """Every call passes `_called`, events of streams `_check`: there a stalled engine waits and a dead one fails."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[object, ...]]] = []
        self.attached = 0
        """How often an engine was attached: 1, and one more for each time that it was lost or chosen anew."""
        self.starts_again = True
        """Whether a dead engine can be attached again."""
        self.fault: RagdeskError | None = None
        """Raised by every call while it is set; `faults` by those of that name."""
        self.faults: dict[str, RagdeskError] = {}
        self._goes_on = threading.Event()
        self._goes_on.set()
        self._token_s = 0.0
        self._died = threading.Event()
        self._listeners: list[tuple[object, SimpleQueue[EngineEvent | None]]] = []
        self._listening = threading.Event()
        self._let_go: list[object] = []
        """Attachments that were closed: their streams are at their end, also one that begins only then."""

    def stall(self) -> None:
        """Every call and stream stands still until `go_on`."""
        self._goes_on.clear()

    def go_on(self) -> None:
        self._goes_on.set()

    def die(self) -> None:
        """Calls and streams raise EngineGone, until an engine is attached anew."""
        self._died.set()
        self._goes_on.set()
        self.end_listening()

    def say(self, *events: EngineEvent) -> None:
        """Tell it to all who listen to `events`; waits for the first of them."""
        assert self._listening.wait(PATIENCE_S), "nobody listens to the events"
        for _, listener in list(self._listeners):
            for event in events:
                listener.put(event)

    def slowly(self, seconds: float = 0.05) -> None:
        """Each token of an answer takes so long."""
        self._token_s = seconds

    def called(self, name: str) -> list[tuple[object, ...]]:
        """The arguments of all calls of one name."""
        return [arguments for one, arguments in list(self.calls) if one == name]

    @property
    def listeners(self) -> int:
        """How many event streams are followed now."""
        return len(self._listeners)

    def end_listening(self) -> None:
        for _, listener in list(self._listeners):
            listener.put(None)

    def end_listening_of(self, owner: object) -> None:
        """End the event streams of one attachment."""
        self._let_go.append(owner)
        for one, listener in list(self._listeners):
            if one is owner:
                listener.put(None)

    def _revive(self) -> None:
        """What attaching does."""
        self.calls.append(("attach", ()))
        self._stand_still()
        if self._died.is_set() and not self.starts_again:
            raise EngineGone("The engine could not be started.", "Start ragdesk again.")
        self._died = threading.Event()
        self.attached += 1

    def _called(self, name: str, *arguments: object) -> None:
        self.calls.append((name, arguments))
        self._check()
        if problem := self.fault or self.faults.get(name):
            raise problem

    def _check(self, died: threading.Event | None = None) -> None:
        died = died or self._died
        self._stand_still()
        if died.is_set():
            raise EngineGone("The engine ended.", "It is started again by itself; nothing is lost.")

    def _stand_still(self) -> None:
        assert self._goes_on.wait(PATIENCE_S), "the engine was left stalled"

    def _write_token(self, died: threading.Event) -> None:
        if self._token_s:
            died.wait(self._token_s)
        self._check(died)

    def _listen(self, owner: object = None) -> Iterator[EngineEvent]:
        listener: SimpleQueue[EngineEvent | None] = SimpleQueue()
        self._listeners.append((owner, listener))
        if any(one is owner for one in self._let_go):
            listener.put(None)
        self._listening.set()
        return self._heard((owner, listener), self._died)

    def _heard(
        self, entry: tuple[object, SimpleQueue[EngineEvent | None]], died: threading.Event
    ) -> Iterator[EngineEvent]:
        try:
            while (event := entry[1].get()) is not None:
                yield event
            self._check(died)
        finally:
            self._listeners.remove(entry)
            if not self._listeners:
                self._listening.clear()
