"""Reads files in processes that are used again, for systems that cannot fork. Bytes in, checked reading out. Windows.

A process is replaced after 50 files, and at once when a file went over a limit or its answer made no sense.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import PurePath
from typing import BinaryIO, TypeVar

from ragdesk.engine.documents.sections import Reading
from ragdesk.engine.documents.workers.answer_reader import AnswerReader, BadAnswer
from ragdesk.engine.documents.workers.child_process import ChildProcess
from ragdesk.engine.documents.workers.endings import HostEnded, WorkerEnded, answers_nonsense, takes_too_long
from ragdesk.engine.documents.workers.limits import Limits
from ragdesk.engine.documents.workers.windows_job import Job
from ragdesk.engine.documents.workers.wire import DRAW, DRAWING, ORDER, PROBE, REQUEST, kind_of
from ragdesk.protocol.errors import BadRequest, CannotRead
from ragdesk.protocol.records import PageImage

SOLO = "ragdesk.engine.documents.workers.solo"
MOST_FILES = 50
_NO_WINDOW = 0x08000000
_HANDLE = "_handle"
"""Windows' own handle of a process, which `Popen` has under no public name."""
T = TypeVar("T")


class RecycledWorkers:
    """Safe to be used by several threads at once: each takes a process of its own, and gives it back."""

    def __init__(self, limits: Limits, parallel: int) -> None:
        self._limits = limits
        self._free = threading.Semaphore(parallel)
        self._free_to_draw = threading.Semaphore(1)
        self._lock = threading.Lock()
        self._idle: list[_Solo] = []
        self._running: set[_Solo] = set()
        self._is_closed = False

    def read(self, data: bytes, name: str) -> Reading:
        """Raises CannotRead; WorkerEnded and HostEnded where another try may help."""
        suffix = PurePath(name).suffix.encode("utf-8", "surrogatepass")
        request = REQUEST.pack(len(suffix), len(data)) + suffix
        seconds = self._limits.seconds_for(data)
        return self._in_process(kind_of(data), (request, data), seconds, AnswerReader.reading)

    def draw(self, data: bytes, page: int, scale: float) -> PageImage:
        """As `read`; BadRequest where the PDF has no such page. Does not wait for files that are being read."""
        parts = (DRAWING.pack(page, scale, len(data)), data)
        seconds = self._limits.drawing_seconds
        return self._in_process(DRAW, parts, seconds, lambda answer: answer.drawing(page), self._free_to_draw)

    def report(self) -> dict[str, str]:
        """What is enforced for workers on this computer."""
        return self._in_process(PROBE, (), self._limits.seconds, AnswerReader.report)

    def close(self) -> None:
        """Ends everything; reads that are under way fail."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
            for solo in self._running:
                solo.kill()
        for solo in idle:
            solo.end(at_once=False)

    def _in_process(
        self,
        kind: bytes,
        parts: tuple[bytes, ...],
        seconds: float,
        ask: Callable[[AnswerReader], T],
        free: threading.Semaphore | None = None,
    ) -> T:
        with free or self._free:
            solo = self._take()
            is_usable = False
            try:
                answer = solo.talk(kind, parts, seconds + self._limits.first_start_seconds, self._limits, ask)
                is_usable = True
                return answer
            except BadRequest:
                is_usable = True
                raise
            except CannotRead as problem:
                is_usable = problem.code not in ("too_slow", "too_large")
                raise
            except BadAnswer as error:
                raise answers_nonsense(str(error)) from error
            finally:
                self._give_back(solo, is_usable)

    def _take(self) -> _Solo:
        with self._lock:
            if self._is_closed:
                raise HostEnded("closed")
            try:
                solo = self._idle.pop() if self._idle else _Solo(self._limits.memory_bytes)
            except OSError as error:
                raise HostEnded(repr(error)) from error
            self._running.add(solo)
            return solo

    def _give_back(self, solo: _Solo, is_usable: bool) -> None:
        with self._lock:
            self._running.discard(solo)
            if is_usable and not self._is_closed and solo.files < MOST_FILES:
                self._idle.append(solo)
                return
        solo.end(at_once=True)


class _Solo:
    """The engine's side of one process."""

    def __init__(self, memory_bytes: int) -> None:
        flags = _NO_WINDOW if sys.platform == "win32" else 0
        pipe = subprocess.PIPE
        self._child = ChildProcess(SOLO, [], stdin=pipe, stdout=pipe, creationflags=flags)
        self._job = Job(memory_bytes)
        try:
            if sys.platform == "win32":
                self._job.take_in(int(getattr(self._child.process, _HANDLE)))
        except OSError:
            # It reads all the same, and says in the report of `ragdesk doctor` that it is not limited.
            self._job.close()
        stdin, stdout = self._child.process.stdin, self._child.process.stdout
        assert stdin is not None
        assert stdout is not None
        self._stdin: BinaryIO = stdin  # type: ignore[assignment]
        self._stdout: BinaryIO = stdout  # type: ignore[assignment]
        self.files = 0

    def talk(
        self, kind: bytes, parts: tuple[bytes, ...], seconds: float, limits: Limits, ask: Callable[[AnswerReader], T]
    ) -> T:
        """Raises CannotRead, BadAnswer, WorkerEnded."""
        self.files += 1
        is_late = threading.Event()

        def end_it() -> None:
            is_late.set()
            self.kill()

        # Pipes have no deadlines: when time is up, the process is ended, and that ends the waiting.
        watch = threading.Timer(seconds, end_it)
        watch.start()
        try:
            order = ORDER.pack(kind, int(seconds) + 1, limits.memory_bytes, limits.answer_bytes, limits.sections)
            for part in (order, *parts):
                self._stdin.write(part)
            self._stdin.flush()
            return ask(AnswerReader(self._take, limits))
        except (EOFError, OSError, ValueError) as error:
            if is_late.is_set():
                raise takes_too_long(f"no answer after {seconds:.0f} s") from error
            raise WorkerEnded(f"the reader ended: {error!r}") from error
        finally:
            watch.cancel()
            watch.join()

    def kill(self) -> None:
        self._child.process.kill()

    def end(self, at_once: bool) -> None:
        for pipe in (self._stdin, self._stdout):
            with suppress(OSError):
                pipe.close()
        self._child.end(at_once)
        self._job.close()

    def _take(self, count: int) -> bytes:
        data = self._stdout.read(count)
        if len(data) != count:
            raise EOFError("the answer ends too early")
        return data
