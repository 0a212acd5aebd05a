"""Reads each file in a process of its own, forked from one warm host. Bytes in, checked reading out. Linux and macOS.

The engine holds a leash to every worker: letting go of it ends the worker. A dead or hanging host is replaced.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import PurePath
from typing import TypeVar

from ragdesk.engine.documents.sections import Reading
from ragdesk.engine.documents.workers.answer_reader import AnswerReader, BadAnswer
from ragdesk.engine.documents.workers.child_process import ChildProcess
from ragdesk.engine.documents.workers.endings import Ending, HostEnded, answers_nonsense, takes_too_long
from ragdesk.engine.documents.workers.incoming import Incoming
from ragdesk.engine.documents.workers.limits import Limits
from ragdesk.engine.documents.workers.wire import ENDED, ORDER, PROBE, REQUEST, STARTED, kind_of

HOST = "ragdesk.engine.documents.workers.host"
_END_SECONDS = 5.0
"""For the host to tell of a worker's end."""
T = TypeVar("T")


class ForkedWorkers:
    """Safe to be used by several threads at once: each read has a worker, and its own sockets."""

    def __init__(self, limits: Limits, host_module: str = HOST) -> None:
        self._limits = limits
        self._module = host_module
        self._lock = threading.Lock()
        self._host: _Host | None = None
        self._is_closed = False

    def read(self, data: bytes, name: str) -> Reading:
        """Raises CannotRead; WorkerEnded and HostEnded where another try may help."""
        seconds = self._limits.seconds_for(data)
        suffix = PurePath(name).suffix.encode("utf-8", "surrogatepass")

        def talk(worker: socket.socket, answer: AnswerReader) -> Reading:
            worker.settimeout(seconds)
            worker.sendall(REQUEST.pack(len(suffix), len(data)) + suffix)
            worker.sendall(data)
            return answer.reading()

        return self._in_worker(kind_of(data), seconds, talk)

    def report(self) -> dict[str, str]:
        """What is enforced for workers on this computer."""
        return self._in_worker(PROBE, self._limits.seconds, lambda _, answer: answer.report())

    def close(self) -> None:
        """Ends everything; reads that are under way fail."""
        with self._lock:
            self._is_closed = True
            if self._host is not None:
                self._host.end(at_once=False)
                self._host = None

    def _in_worker(self, kind: bytes, seconds: float, talk: Callable[[socket.socket, AnswerReader], T]) -> T:
        host = self._living_host()
        try:
            ours, leash = host.start_worker(kind, seconds, self._limits)
        except OSError as error:
            self._replace(host)
            raise HostEnded(repr(error)) from error
        with ours, leash:
            incoming = Incoming(ours, time.monotonic() + seconds)
            try:
                return talk(ours, AnswerReader(incoming.take, self._limits))
            except TimeoutError as error:
                self._end_worker(host, leash)
                raise takes_too_long(f"no answer after {seconds:.0f} s") from error
            except BadAnswer as error:
                raise answers_nonsense(str(error)) from error
            except (EOFError, OSError) as error:
                raise self._ending(host, leash).problem(self._limits) from error

    def _end_worker(self, host: _Host, leash: socket.socket) -> None:
        """And be sure that it has ended: a host that does not hear is ended with it."""
        with suppress(OSError):
            leash.shutdown(socket.SHUT_WR)
        self._ending(host, leash)

    def _ending(self, host: _Host, leash: socket.socket) -> Ending:
        try:
            return Ending(*ENDED.unpack(Incoming(leash, time.monotonic() + _END_SECONDS).take(ENDED.size)))
        except (EOFError, OSError) as error:
            self._replace(host)
            raise HostEnded(repr(error)) from error

    def _living_host(self) -> _Host:
        with self._lock:
            if self._is_closed:
                raise HostEnded("closed")
            if self._host is None:
                try:
                    self._host = _Host(self._module)
                except OSError as error:
                    raise HostEnded(repr(error)) from error
            return self._host

    def _replace(self, host: _Host) -> None:
        with self._lock:
            if self._host is host:
                self._host = None
                host.end(at_once=True)


class _Host:
    """The engine's side of the warm process."""

    def __init__(self, module: str) -> None:
        self._orders, theirs = socket.socketpair()
        with theirs:
            number = theirs.fileno()
            try:
                self._child = ChildProcess(module, [str(number)], pass_fds=(number,))
            except BaseException:
                self._orders.close()
                raise
        self._warm_kinds: set[bytes] = set()

    def start_worker(self, kind: bytes, seconds: float, limits: Limits) -> tuple[socket.socket, socket.socket]:
        """The worker's socket and its leash. Raises OSError where the host is dead or hangs."""
        ours, theirs = socket.socketpair()
        leash, held = socket.socketpair()
        try:
            with theirs, held:
                order = ORDER.pack(kind, int(seconds) + 1, limits.memory_bytes, limits.answer_bytes, limits.sections)
                socket.send_fds(self._orders, [order], [theirs.fileno(), held.fileno()])
            patience = limits.start_seconds if kind in self._warm_kinds else limits.first_start_seconds
            Incoming(leash, time.monotonic() + patience).take(len(STARTED))
        except (EOFError, OSError) as error:
            ours.close()
            leash.close()
            raise OSError("the host of the readers does not answer") from error
        self._warm_kinds.add(kind)
        return ours, leash

    def end(self, at_once: bool) -> None:
        self._orders.close()
        self._child.end(at_once)
