"""One running chat worker, seen from the engine: a request in, its frames out, and a watchdog over all waiting."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from typing import Any

from ragdesk.engine.answer.chat_worker.endings import WorkerDied, of_exit
from ragdesk.engine.answer.chat_worker.frames import LAST, BadFrame, Frame
from ragdesk.engine.answer.chat_worker.link import Link, PipeLink, socket_pair
from ragdesk.engine.answer.chat_worker.orders import LoadOrder, number_in
from ragdesk.engine.documents.workers.child_process import ChildProcess
from ragdesk.engine.documents.workers.windows_job import Job
from ragdesk.engine.model_files.memory_budget import free_memory_bytes
from ragdesk.protocol.errors import Cancelled

WORKER = "ragdesk.engine.answer.chat_worker.worker"
SILENCE_SECONDS = 2.5
"""Twelve beats. A stopped process is noticed within three seconds."""
LOOK_EVERY_SECONDS = 0.2
START_SECONDS = 60.0
"""Until a new process has imported its libraries, perhaps from a slow disk."""
IDLE_SECONDS = 10.0
"""Without a step and without using the processor: it waits for something that does not come."""
STUCK_SECONDS = 180.0
"""Without a step, however busy: a batch of 32 tokens of the largest models takes a slow computer a minute."""
_BUSY_SHARE = 0.02
_NO_WINDOW = 0x08000000
_MOST_SAID = 2_000


class WorkerProcess:
    """Starts at once; one request at a time. `end()` leaves no process, thread or folder behind."""

    def __init__(self, look_in: Callable[[], float]) -> None:
        """`look_in` is called from time to time and says in how many seconds next: it may end an idle worker.

        Raises WorkerDied where no process can be started.
        """
        self._look_in = look_in
        self._errors: int | None = None
        self._using_errors = threading.Lock()  # whose number is another file's as soon as it is closed
        self._is_over = threading.Event()
        self._is_closed = False
        self._ending = threading.Lock()
        started: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()
        # The kernel ends the worker with the thread that started it, so that one lives as long as the worker.
        self._keeper = threading.Thread(target=self._keep, args=(started,), name="chat worker's keeper", daemon=True)
        self._keeper.start()
        problem = started.get()
        if problem is not None:
            raise WorkerDied("crashed", f"it could not be started: {problem}")

    @property
    def pid(self) -> int:
        return self._child.process.pid

    @property
    def is_alive(self) -> bool:
        return not self._is_over.is_set() and self._child.process.poll() is None

    def hello(self) -> Generator[None, None, Frame]:
        """What the new process says of itself; meanwhile a sign of life now and then. Raises WorkerDied."""
        began = time.monotonic()
        while (waited := time.monotonic() - began) < START_SECONDS:
            with self._watched():
                frame = self._link.receive(LOOK_EVERY_SECONDS)
            if frame is not None:
                return frame
            # It has no heartbeat yet: one thread has to import everything before the others may be there.
            if waited > SILENCE_SECONDS and self._was_stopped():
                raise self._given_up("silent", "it was stopped while it started")
            yield
        raise self._given_up("hung", f"no word after {START_SECONDS:.0f} s")

    def _was_stopped(self) -> bool:
        import psutil

        try:
            return bool(psutil.Process(self.pid).status() == psutil.STATUS_STOPPED)
        except psutil.Error:
            return False

    def load(self, order: LoadOrder) -> Generator[Frame, None, None]:
        """As `ask`."""
        # Where memory comes from a slow disk, loading uses no processor for a long time.
        yield from self.ask(order.frame(), idle_seconds=STUCK_SECONDS)

    def ask(self, request: Frame, idle_seconds: float = IDLE_SECONDS) -> Generator[Frame, None, None]:
        """Frames until the last one of this answer. Closing it stops the worker. Raises WorkerDied."""
        with self._watched():
            self._link.send(request)
        is_finished = False
        try:
            for frame in self._frames(idle_seconds):
                is_finished = frame.get("is") in LAST
                yield frame
        except WorkerDied:
            is_finished = True
            raise
        finally:
            if not is_finished:
                self._stop_and_drain()

    def tell(self, frame: Frame) -> None:
        """A frame that has no answer; from any thread."""
        with suppress(OSError):
            self._link.send(frame)

    def end(self, at_once: bool = False) -> None:
        """An answer that is being written ends with Cancelled. Any thread may call it, any number of times."""
        self._is_closed = True
        self._finish(at_once)

    def post_mortem(self) -> WorkerDied:
        """How a worker ended of which nothing was asked."""
        died = self._died(EOFError())
        return died if isinstance(died, WorkerDied) else WorkerDied("killed", "it was closed")

    def gave_nonsense(self, error: BadFrame) -> WorkerDied:
        """Ends a worker whose frames do not keep to the form."""
        return self._given_up("crashed", f"it talked nonsense: {error}")

    def _frames(self, idle_seconds: float) -> Generator[Frame, None, None]:
        watch = _Watch(idle_seconds)
        while True:
            with self._watched():
                frame = self._link.receive(SILENCE_SECONDS)
                if frame is None:
                    raise self._given_up("silent", f"nothing was heard for {SILENCE_SECONDS} s")
                is_stuck = watch.sees(frame)
            if is_stuck:
                raise self._given_up("hung", is_stuck)
            yield frame
            if frame.get("is") in LAST:
                return

    def _stop_and_drain(self) -> None:
        if not self.is_alive:
            return
        with suppress(WorkerDied, Cancelled):
            with self._watched():
                self._link.send({"do": "stop"})
            for _ in self._frames(IDLE_SECONDS):
                continue

    def _watched(self) -> _Translated:
        return _Translated(self._died)

    def _died(self, error: Exception) -> Exception:
        if self._is_closed:
            return Cancelled("The chat model was closed.")
        if isinstance(error, BadFrame):
            return self.gave_nonsense(error)
        code = None
        with suppress(subprocess.TimeoutExpired):
            code = self._child.process.wait(1.0)
        said = self._said()
        self._finish(at_once=True)
        return of_exit(code, said)

    def _given_up(self, kind: Any, detail: str) -> WorkerDied:
        self._finish(at_once=True)
        return WorkerDied(kind, detail)

    def _keep(self, started: queue.SimpleQueue[Exception | None]) -> None:
        try:
            self._start()
        except Exception as error:  # whatever it is, somebody waits for it
            started.put(error)
            return
        started.put(None)
        while not self._is_over.wait(self._look_in()):
            continue

    def _start(self) -> None:
        if sys.platform == "win32":
            pipe = subprocess.PIPE
            self._child = ChildProcess(
                WORKER, ["0", "1", str(os.getpid())], stdin=pipe, stdout=pipe, creationflags=_NO_WINDOW
            )
            self._link: Link = PipeLink(self._child.process.stdin, self._child.process.stdout)  # type: ignore[arg-type]
            self._job = Job(free_memory_bytes())
            # Where Windows refuses, it computes all the same; the report of `ragdesk doctor` says so.
            with suppress(OSError):
                self._job.take_in(int(self._child.process._handle))
            return
        link, other = socket_pair()
        from_worker, errors = os.pipe()
        self._errors = from_worker
        # Neither a worker that complains without end nor an engine that looks for the complaints waits.
        os.set_blocking(errors, False)
        os.set_blocking(from_worker, False)
        number = str(other.fileno())
        try:
            arguments = [number, number, str(os.getpid())]
            self._child = ChildProcess(WORKER, arguments, stderr=errors, pass_fds=(other.fileno(),))
        except OSError:
            link.close()
            os.close(from_worker)
            raise
        finally:
            other.close()
            os.close(errors)
        self._link = link

    def _said(self) -> str:
        with self._using_errors, suppress(OSError):
            if self._errors is None:
                return ""
            return os.read(self._errors, 1 << 16)[-_MOST_SAID:].decode("utf-8", "replace")
        return ""

    def _finish(self, at_once: bool) -> None:
        with self._ending:
            if self._is_over.is_set():
                return
            self._link.close()
            self._child.end(at_once)
            with self._using_errors:
                if self._errors is not None:
                    os.close(self._errors)
                    self._errors = None
            self._is_over.set()
        if threading.current_thread() is not self._keeper:
            self._keeper.join()


class _Watch:
    """Whether a worker gets on, judged by its beats."""

    def __init__(self, idle_seconds: float) -> None:
        self._idle_seconds = idle_seconds
        self._steps = -1
        self._cpu_ms = 0
        self._since = time.monotonic()

    def sees(self, frame: Frame) -> str:
        """Why it is stuck; empty while it gets on. Raises BadFrame."""
        now = time.monotonic()
        if frame.get("is") != "beat":
            self._steps, self._since = -1, now
            return ""
        steps, cpu_ms = number_in(frame, "steps"), number_in(frame, "cpu_ms")
        if steps != self._steps:
            self._steps, self._cpu_ms, self._since = steps, cpu_ms, now
            return ""
        waited = now - self._since
        if waited > STUCK_SECONDS:
            return f"no step for {waited:.0f} s"
        is_idle = cpu_ms - self._cpu_ms < _BUSY_SHARE * waited * 1000
        return f"neither a step nor a computation for {waited:.0f} s" if waited > self._idle_seconds and is_idle else ""


class _Translated:
    """Within it, errors of the line become WorkerDied or Cancelled."""

    def __init__(self, translate: Callable[[Exception], Exception]) -> None:
        self._translate = translate

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if isinstance(error, (EOFError, OSError, BadFrame, ValueError)):
            raise self._translate(error) from error
