"""Reads each file in a process of its own, forked from a warm host. Bytes in, checked reading out. Linux and macOS.

The engine holds a leash to every worker: letting go of it ends the worker. A dead or hanging host is replaced. Only
small plain texts, which no parser touches, are read by one worker after another (see `worker.answer_plain_texts`).
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import PurePath
from typing import TypeVar

from ragdesk.engine.documents.sections import Reading
from ragdesk.engine.documents.workers.answer_reader import AnswerReader, BadAnswer, Elsewhere
from ragdesk.engine.documents.workers.endings import Ending, HostEnded, answers_nonsense, takes_too_long
from ragdesk.engine.documents.workers.incoming import Incoming, hand_over
from ragdesk.engine.documents.workers.limits import Limits
from ragdesk.engine.documents.workers.warm_host import WarmHost, Worker
from ragdesk.engine.documents.workers.wire import (
    ANY_PDF,
    DRAW,
    DRAWING,
    ENDED,
    PDF,
    PLAIN,
    PROBE,
    REQUEST,
    WITH_ALL,
    kind_of,
    may_be_plain,
)
from ragdesk.protocol.errors import CannotRead
from ragdesk.protocol.records import PageImage

HOST = "ragdesk.engine.documents.workers.host"
MOST_PLAIN_TEXTS = 50
T = TypeVar("T")


class ForkedWorkers:
    """Safe to be used by several threads at once: each read has a worker, and its own sockets."""

    def __init__(self, limits: Limits, host_module: str = HOST) -> None:
        self._limits = limits
        self._module = host_module
        self._lock = threading.Lock()
        self._hosts: dict[bool, WarmHost] = {}
        """By whether they are for PDFs: a fork takes as long as its host is large, and those libraries are."""
        self._numbers = count(1)
        self._for_plain: list[Worker] = []
        self._need_all: set[bytes] = set()
        """Kinds of which a file was seen that needs what few need."""
        self._is_closed = False

    def read(self, data: bytes, name: str) -> Reading:
        """Raises CannotRead; WorkerEnded and HostEnded where another try may help."""
        suffix = PurePath(name).suffix.encode("utf-8", "surrogatepass")
        parts = (REQUEST.pack(len(suffix), len(data)) + suffix, data)
        if may_be_plain(data, name):
            reading = self._read_plain(parts)
            if reading is not None:
                return reading
        return self._read_alone(kind_of(data), self._limits.seconds_for(data), parts)

    def draw(self, data: bytes, page: int, scale: float) -> PageImage:
        """As `read`; BadRequest where the PDF has no such page."""
        parts = (DRAWING.pack(page, scale, len(data)), data)
        return self._in_worker(DRAW, self._limits.drawing_seconds, parts, lambda answer: answer.drawing(page))

    def report(self) -> dict[str, str]:
        """What is enforced for workers on this computer."""
        return self._in_worker(PROBE, self._limits.seconds, (), AnswerReader.report)

    def close(self) -> None:
        """Ends everything; reads that are under way fail."""
        with self._lock:
            self._is_closed = True
            for host in list(self._hosts.values()):
                self._let_go_of_host(host, at_once=False)

    def _read_alone(self, kind: bytes, seconds: float, parts: tuple[bytes, ...]) -> Reading:
        """The first file that needs more than most of its kind has it loaded for all that come after it."""
        if kind in WITH_ALL and kind not in self._need_all:

            def ask(answer: AnswerReader) -> Reading:
                try:
                    return answer.reading()
                finally:
                    if answer.was_late:
                        self._need_all.add(kind)

            try:
                return self._in_worker(kind, seconds, parts, ask)
            except Elsewhere:
                self._need_all.add(kind)
        return self._in_worker(WITH_ALL.get(kind, kind), seconds, parts, AnswerReader.reading)

    def _in_worker(self, kind: bytes, seconds: float, parts: tuple[bytes, ...], ask: Callable[[AnswerReader], T]) -> T:
        """One file, one worker."""
        worker = self._start(kind, seconds)
        try:
            return self._exchange(worker, seconds, parts, ask)
        except TimeoutError as error:
            self._end_worker(worker)
            raise takes_too_long(f"no answer after {seconds:.0f} s") from error
        except BadAnswer as error:
            if isinstance(error, Elsewhere) and kind in WITH_ALL:
                raise
            raise answers_nonsense(str(error)) from error
        except (EOFError, OSError) as error:
            raise self._ending(worker).problem(self._limits) from error
        finally:
            worker.let_go()

    def _read_plain(self, parts: tuple[bytes, ...]) -> Reading | None:
        """None where it has to be read in a process of its own: it is no plain text, or something went wrong."""
        worker = self._idle_worker() or self._start(PLAIN, self._limits.seconds)
        is_usable = False
        seconds = min(self._limits.plain_seconds, self._limits.seconds)
        try:
            reading = self._exchange(worker, seconds, parts, AnswerReader.reading)
            is_usable = True
            return reading
        except (Elsewhere, CannotRead) as answer:
            is_usable = True
            if isinstance(answer, CannotRead):
                raise
        except (BadAnswer, EOFError, OSError):
            pass
        finally:
            self._give_back(worker, is_usable)
        return None

    def _exchange(
        self, worker: Worker, seconds: float, parts: tuple[bytes, ...], ask: Callable[[AnswerReader], T]
    ) -> T:
        """Raises what the worker answers, BadAnswer, HostEnded, and the errors of `Incoming`."""
        deadline = time.monotonic() + seconds
        incoming = Incoming(worker.line, deadline, worker.host.look)
        try:
            worker.host.look()
            for part in parts:
                hand_over(worker.line, part, deadline, worker.host.look)
            answer = ask(AnswerReader(incoming.take, self._limits))
        except HostEnded:
            self._replace(worker.host)
            raise
        if not incoming.is_empty:
            raise BadAnswer("more than one answer")
        return answer

    def _start(self, kind: bytes, seconds: float) -> Worker:
        host = self._living_host(kind in (PDF, ANY_PDF, DRAW))
        try:
            return host.start_worker(kind, seconds, self._limits)
        except HostEnded:
            self._replace(host)
            raise

    def _idle_worker(self) -> Worker | None:
        with self._lock:
            return self._for_plain.pop() if self._for_plain else None

    def _give_back(self, worker: Worker, is_usable: bool) -> None:
        worker.asked += 1
        with self._lock:
            if is_usable and worker.asked < MOST_PLAIN_TEXTS and worker.host in self._hosts.values():
                self._for_plain.append(worker)
                return
        worker.let_go()

    def _end_worker(self, worker: Worker) -> None:
        """And be sure that it has ended: a host that does not hear is ended with it."""
        with suppress(OSError):
            worker.leash.shutdown(socket.SHUT_WR)
        self._ending(worker)

    def _ending(self, worker: Worker) -> Ending:
        try:
            worker.told.deadline = time.monotonic() + self._limits.end_seconds
            return Ending(*ENDED.unpack(worker.told.take(ENDED.size)))
        except (EOFError, OSError, HostEnded) as error:
            self._replace(worker.host)
            raise HostEnded(repr(error), worker.host.number) from error

    def _living_host(self, is_for_pdfs: bool) -> WarmHost:
        with self._lock:
            if self._is_closed:
                raise HostEnded("closed")
            if is_for_pdfs not in self._hosts:
                self._hosts[is_for_pdfs] = WarmHost(self._module, next(self._numbers))
            return self._hosts[is_for_pdfs]

    def _replace(self, host: WarmHost) -> None:
        with self._lock:
            if host in self._hosts.values():
                self._let_go_of_host(host, at_once=True)

    def _let_go_of_host(self, host: WarmHost, at_once: bool) -> None:
        self._hosts = {is_for_pdfs: other for is_for_pdfs, other in self._hosts.items() if other is not host}
        for worker in [worker for worker in self._for_plain if worker.host is host]:
            self._for_plain.remove(worker)
            worker.let_go()
        host.end(at_once)
