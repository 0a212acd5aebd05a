"""Reads documents in locked-down processes, several at once: bytes in, a `Reading` or `CannotRead` out.

Promised: whatever a file does to its reader, the engine lives on, its memory stays its own, and the file gets a reason.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Protocol

from ragdesk.engine.documents.sections import Reading
from ragdesk.engine.documents.workers.endings import HostEnded, WorkerEnded, kills_its_reader, readers_do_not_run
from ragdesk.engine.documents.workers.limits import Limits
from ragdesk.protocol.errors import CannotRead

MOST_WORKERS = 4
MOST_DEATHS, DEATHS_WITHIN_S = 3, 60.0
"""After so many deaths of the warm process no more is started until the first of them is long enough ago."""


class Workers(Protocol):
    """Where files are read: processes that fork, or ones that are used again."""

    def read(self, data: bytes, name: str) -> Reading: ...

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
        self, limits: Limits | None = None, workers: Workers | None = None, parallel: int | None = None
    ) -> None:
        self.parallel = parallel or min(_cores(), MOST_WORKERS)
        self._workers = workers or _workers(limits or Limits(), self.parallel)
        self._lock = threading.Lock()
        self._threads: ThreadPoolExecutor | None = None
        self._deaths: deque[float] = deque(maxlen=MOST_DEATHS)
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
        why = ""
        for _ in range(2):
            self._refuse_a_loop_of_crashes()
            try:
                return self._workers.read(data, name)
            except WorkerEnded as ended:
                why = str(ended)
                problem = kills_its_reader(why)
            except HostEnded as ended:
                why = str(ended)
                self._deaths.append(time.monotonic())
                problem = readers_do_not_run(why)
            if self._is_closed:
                break
        raise problem

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

    def _refuse_a_loop_of_crashes(self) -> None:
        deaths = list(self._deaths)
        if len(deaths) == MOST_DEATHS and time.monotonic() - deaths[0] < DEATHS_WITHIN_S:
            raise readers_do_not_run("the process that starts readers died three times in a minute")


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


def _cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
