"""Background: work that must not stop the window from painting, on threads of its own; results come back to the window.

Nothing here waits. A thread that hangs in a call hangs alone; it ends when its connection does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer

from ragdesk.protocol.errors import EngineProblem, RagdeskError
from ragdesk.window.crew import Crew
from ragdesk.window.messenger import Messenger

T = TypeVar("T")

THREADS = 6
"""As many calls may be under way at once; streams have threads of their own."""

FLUSH_MS = 60
"""Events of a stream are handed over in batches this far apart: per token, laying out text took most of the time."""

Failed = Callable[[RagdeskError], None]


class Request:
    """Work under way. After `cancel` nothing more is heard of it; a stream is closed, which stops it."""

    def __init__(self) -> None:
        self.is_cancelled = False

    def cancel(self) -> None:
        """May be called at any time, also twice."""
        self.is_cancelled = True


class KeptRequest(Request):
    """A request that may still wait until it can be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: Request | None = None

    def cancel(self) -> None:
        super().cancel()
        if self.sent:
            self.sent.cancel()


@dataclass(frozen=True, slots=True)
class _Held:
    """What a request was made with. Kept by the window's thread until the other one has let go of it: callbacks know
    widgets, and a widget whose last reference is dropped in another thread ends the process."""

    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Failed | None
    each: Callable[[list[Any]], None] = lambda events: None


class Background(QObject):
    """Runs functions and follows streams. Callbacks come in the window's thread, in order, never after `close`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held: dict[Request, _Held] = {}
        self._callers: Crew[Request] = Crew(self._call, "background", THREADS)
        self._followers: Crew[tuple[Request, _Batch]] = Crew(self._follow, "stream")
        self._is_closed = False
        self._messenger = Messenger(self._deliver, self)
        self._batches: dict[Request, _Batch] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(FLUSH_MS)
        self._timer.timeout.connect(self._flush)

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> Request:
        """`work` on another thread, then `done` with its result or `failed` with its error, in the window's."""
        request = Request()
        if not self._is_closed:
            self._held[request] = _Held(work, done, failed)
            self._callers.give(request)
        return request

    def follow(
        self,
        stream: Callable[[], Iterator[T]],
        each: Callable[[list[T]], None],
        ended: Callable[[], None],
        failed: Failed | None = None,
    ) -> Request:
        """The events of a stream in batches, at once for the first and every `FLUSH_MS` after; then its end."""
        request, batch = Request(), _Batch()
        if not self._is_closed:
            self._held[request] = _Held(stream, lambda _: ended(), failed, each)
            self._followers.give((request, batch))
        return request

    def close(self) -> None:
        """No callback comes any more, and no further work is taken; threads end with what was given to them."""
        if self._is_closed:
            return
        self._is_closed = True
        self._timer.stop()
        self._messenger.close()
        self._callers.dismiss()
        self._followers.dismiss()

    def wait_for_threads(self, seconds: float) -> None:
        """For tests and for leaving: how long is waited for calls in hand."""
        self._callers.wait(seconds)

    # in the other threads

    def _call(self, request: Request) -> None:
        self._messenger.send((request, self._carried_out(request)))

    def _carried_out(self, request: Request) -> _Result:
        try:
            return _Result(None if request.is_cancelled else self._held[request].work())
        except BaseException as problem:
            return _Result(problem=_as_error(problem))

    def _follow(self, stream: tuple[Request, _Batch]) -> None:
        self._messenger.send((stream[0], self._followed(*stream)))

    def _followed(self, request: Request, batch: _Batch) -> _Result:
        try:
            events = iter(()) if request.is_cancelled else self._held[request].work()
            for event in events:
                if request.is_cancelled:
                    break
                if batch.add(event):
                    self._messenger.send((request, batch))
            if request.is_cancelled and hasattr(events, "close"):
                events.close()
        except BaseException as problem:
            return _Result(batch=batch, problem=_as_error(problem))
        return _Result(batch=batch)

    # in the window's thread

    def _deliver(self, arrived: tuple[Request, _Result | _Batch]) -> None:
        request, what = arrived
        if isinstance(what, _Batch):
            self._begin(request, what)
        else:
            self._end(request, what)

    def _begin(self, request: Request, batch: _Batch) -> None:
        self._batches[request] = batch
        self._hand_over(request, batch)
        if not self._timer.isActive() and not self._is_closed:
            self._timer.start()

    def _flush(self) -> None:
        for request, batch in list(self._batches.items()):
            if not self._hand_over(request, batch):
                self._batches.pop(request, None)
        if not self._batches:
            self._timer.stop()

    def _hand_over(self, request: Request, batch: _Batch) -> bool:
        events = batch.take()
        if events and not request.is_cancelled and not self._is_closed:
            with _whoever_is_still_there():
                self._held[request].each(events)
        return bool(events)

    def _end(self, request: Request, result: _Result) -> None:
        held = self._held[request]
        try:
            if result.batch:
                self._batches.pop(request, None)
                self._hand_over(request, result.batch)
        finally:  # whoever could not take the last events must not wait for the end for ever
            del self._held[request]
            if not request.is_cancelled and not self._is_closed:
                self._tell(held, result)

    def _tell(self, held: _Held, result: _Result) -> None:
        with _whoever_is_still_there():
            if result.problem is None:
                held.done(result.value)
            elif held.failed:
                held.failed(result.problem)


class _Batch:
    """Events between two hand-overs."""

    def __init__(self) -> None:
        self._events: list[Any] = []
        self._is_announced = False
        self._lock = threading.Lock()

    def add(self, event: object) -> bool:
        """Whether it must be announced."""
        with self._lock:
            self._events.append(event)
            is_first, self._is_announced = not self._is_announced, True
        return is_first

    def take(self) -> list[Any]:
        """All since the last time; if there were none, the next event is announced anew."""
        with self._lock:
            events, self._events = self._events, []
            self._is_announced = bool(events)
        return events


@dataclass(frozen=True, slots=True)
class _Result:
    """How a request ended. A stream's `batch` holds its last events."""

    value: Any = None
    problem: RagdeskError | None = None
    batch: _Batch | None = None


@contextmanager
def _whoever_is_still_there() -> Iterator[None]:
    """A dialog that was closed while its request was under way needs no answer; Qt has destroyed its widgets."""
    try:
        yield
    except RuntimeError as problem:
        if "already deleted" not in str(problem):
            raise


def _as_error(problem: BaseException) -> RagdeskError:
    """Without the frames that it went through: they know what the window's thread must let go of last."""
    if isinstance(problem, RagdeskError):
        problem.__traceback__ = problem.__context__ = problem.__cause__ = None
        return problem
    return EngineProblem("Something went wrong inside ragdesk.", "Please report this with the details.", f"{problem!r}")
