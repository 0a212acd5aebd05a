"""Reads documents in locked-down processes, several at once: bytes in, a `Reading` or `CannotRead` out. Draws pages.

Promised: whatever a file does to its reader, the engine lives on, its memory stays its own, and the file gets a reason.
"""

from __future__ import annotations

import math
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Protocol, TypeVar

from ragdesk.engine.documents.sections import Reading
from ragdesk.engine.documents.workers.endings import (
    HostEnded,
    WorkerEnded,
    cannot_be_drawn,
    kills_its_reader,
    readers_do_not_run,
    readers_rest,
)
from ragdesk.engine.documents.workers.limits import Limits
from ragdesk.engine.documents.workers.wire import MOST_SCALE, PDF, kind_of
from ragdesk.engine.processors import usable_processors
from ragdesk.protocol.errors import BadRequest, CannotRead
from ragdesk.protocol.records import PageImage

MOST_WORKERS, MOST_DRAWING = 4, 2
MOST_WORKER_DEATHS = 2
"""Over one file."""
MOST_DEATHS, DEATHS_WITHIN_S = 3, 60.0
"""After so many deaths of the warm process no more is started until the first of them is long enough ago."""
T = TypeVar("T")


class Workers(Protocol):
    """Where files are read: processes that fork, or ones that are used again."""

    def read(self, data: bytes, name: str) -> Reading: ...

    def draw(self, data: bytes, page: int, scale: float) -> PageImage: ...

    def report(self) -> dict[str, str]: ...

    def close(self) -> None: ...


class PendingReading:
    """A file that is being read."""

    def __init__(self, future: Future[Reading], data_bytes: int) -> None:
        self._future = future
        self._data_bytes = data_bytes

    def result(self) -> Reading:
        """Waits for it. Raises CannotRead."""
        return self._future.result()

    def wait(self, timeout_s: float) -> bool:
        """Whether it was read, or given up, within so many seconds."""
        return bool(wait([self._future], timeout_s).done)

    def cancel(self) -> None:
        """Nobody wants it any more; if it was begun it is read to its end."""
        self._future.cancel()

    @property
    def waiting_bytes(self) -> int:
        """About how much memory it holds now: the file, and later what was read of it."""
        if not self._future.done():
            return self._data_bytes
        if self._future.cancelled() or self._future.exception() is not None:
            return 0
        return sum(len(section.text) + len(section.boxes or b"") for section in self._future.result().sections)


class Readers:
    """A few reader processes, started when the first file comes. Safe to be used by several threads."""

    def __init__(
        self,
        limits: Limits | None = None,
        workers: Workers | None = None,
        parallel: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.parallel = parallel or min(usable_processors(), MOST_WORKERS)
        self._workers = workers or _workers(limits or Limits(), self.parallel)
        self._lock = threading.Lock()
        self._threads: ThreadPoolExecutor | None = None
        self._clock = clock
        self._deaths: deque[float] = deque(maxlen=MOST_DEATHS)
        self._last_dead: int | None = None
        self._last_words = ""
        self._drawing = threading.BoundedSemaphore(MOST_DRAWING)
        self._is_closed = False

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def submit(self, data: bytes, name: str) -> PendingReading:
        """Begin reading. No more than `parallel` files are read at once; the others wait in order."""
        with self._lock:
            if self._is_closed:
                raise RuntimeError("these readers are closed")
            if self._threads is None:
                self._threads = ThreadPoolExecutor(self.parallel, thread_name_prefix="reading")
            return PendingReading(self._threads.submit(self.read, data, name), len(data))

    def read(self, data: bytes, name: str) -> Reading:
        """As `read_document`. A file that killed its worker twice is given up; its neighbours are not touched."""
        return self._tried(lambda: self._workers.read(data, name))

    def render_page(self, data: bytes, name: str, page: int, scale: float) -> PageImage:
        """A page of a PDF, counted from 1; a scale that is too large for it is lowered. Waits for no file to be read.

        Raises BadRequest where there is no such page, CannotRead where it cannot be drawn.
        """
        if kind_of(data) != PDF:
            raise BadRequest(f"“{name}” is no PDF: only the pages of PDFs can be drawn.", "Look at its text instead.")
        if page < 1 or not (math.isfinite(scale) and scale > 0):
            raise BadRequest("There is no such page or size.", "Pages count from 1, and a scale is more than 0.")
        with self._drawing:
            try:
                return self._tried(lambda: self._workers.draw(data, page, min(scale, MOST_SCALE)))
            except CannotRead as problem:
                raise cannot_be_drawn(problem) from problem

    def report(self) -> dict[str, str]:
        """Each measure with "enforced" or why not, and what came of trying what is forbidden."""
        return self._workers.report()

    def close(self) -> None:
        """Ends all processes; what was not read yet fails. Leaves no thread, process or descriptor."""
        with self._lock:
            self._is_closed = True
            threads, self._threads = self._threads, None
        self._workers.close()
        if threads is not None:
            threads.shutdown(cancel_futures=True)

    def _tried(self, work: Callable[[], T]) -> T:
        """Again, where a worker or the warm process died: the second may have been an accident."""
        deaths = 0
        while True:
            self._refuse_a_loop_of_crashes()
            try:
                return work()
            except WorkerEnded as ended:
                deaths += 1
                if deaths == MOST_WORKER_DEATHS or self._is_closed:
                    raise kills_its_reader(str(ended)) from ended
            except HostEnded as ended:
                self._note_death(ended)
                if self._is_closed:
                    raise readers_do_not_run(str(ended)) from ended

    def _note_death(self, ended: HostEnded) -> None:
        """Several files tell of the end of one host."""
        with self._lock:
            if ended.host is None or ended.host != self._last_dead:
                self._deaths.append(self._clock())
            self._last_dead, self._last_words = ended.host, str(ended)

    def _refuse_a_loop_of_crashes(self) -> None:
        with self._lock:
            deaths = list(self._deaths)
        left = DEATHS_WITHIN_S - (self._clock() - deaths[0]) if len(deaths) == MOST_DEATHS else 0.0
        if left > 0:
            raise readers_rest(left, self._last_words)


def sandbox_report() -> dict[str, str]:
    """What is enforced for readers on this computer, tried in a real worker; for `ragdesk doctor`."""
    with Readers(parallel=1) as readers:
        try:
            return readers.report()
        except (CannotRead, HostEnded, WorkerEnded) as problem:
            return {"readers": f"not enforced: no reader could be started ({problem})"}


def _workers(limits: Limits, parallel: int) -> Workers:
    if sys.platform == "win32":
        from ragdesk.engine.documents.workers.recycled_workers import RecycledWorkers

        return RecycledWorkers(limits, parallel)
    from ragdesk.engine.documents.workers.forked_workers import ForkedWorkers

    return ForkedWorkers(limits)
