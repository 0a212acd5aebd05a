"""The warm process from which workers are forked: it loads the readers' libraries once, and parses no user's file.

One socket brings orders, each with the descriptors of a worker's socket and of its leash. When the engine lets go of a
leash, that worker is ended; when it lets go of the orders, or dies, everything here ends.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import sys
from contextlib import suppress
from io import BufferedReader, BufferedWriter, FileIO
from typing import NoReturn

from ragdesk.engine.documents.reader import read_document
from ragdesk.engine.documents.workers.answer_writer import Caps, write_report
from ragdesk.engine.documents.workers.forking import forking
from ragdesk.engine.documents.workers.libraries import load, load_encodings
from ragdesk.engine.documents.workers.lockdown import (
    Lockdown,
    be_patient,
    end_with_parent,
    may_open_files,
    python_folders,
)
from ragdesk.engine.documents.workers.macos_memory import LOOK_SECONDS, held_bytes
from ragdesk.engine.documents.workers.proof import prove
from ragdesk.engine.documents.workers.wire import DRAW, ENDED, ORDER, PROBE, STARTED, WITH_ALL
from ragdesk.engine.documents.workers.worker import Allowance, Read, answer

_SOCKET, _FIRST_CLOSED = 3, 4
_BUFFER_BYTES = 64 * 1024
"""So that what is read of a small file goes out in one piece: the engine is woken by each."""


def main() -> NoReturn:
    """`argv`: where ragdesk lies, and the number of the descriptor with the orders."""
    serve(socket.socket(fileno=int(sys.argv[2])), read_document)


def serve(orders: socket.socket, read: Read) -> NoReturn:
    """Until the engine is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    host = _Host(orders, read)
    try:
        host.run()
    finally:
        host.end()
        os._exit(0)


class _Host:
    def __init__(self, orders: socket.socket, read: Read) -> None:
        self._orders = orders
        self._read = read
        self._lockdown = Lockdown(python_folders())
        self._may_open = may_open_files()
        if not self._may_open:
            load_encodings()
        self._loaded: set[bytes] = set()
        self._fork = forking()
        self._most_descriptors = os.sysconf("SC_OPEN_MAX")
        self._leashes: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(orders, selectors.EVENT_READ)
        self._memory: dict[int, int] = {}
        self._bell, bell = os.pipe()
        os.set_blocking(self._bell, False)
        os.set_blocking(bell, False)
        signal.set_wakeup_fd(bell, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector.register(self._bell, selectors.EVENT_READ)

    def run(self) -> None:
        while True:
            # Only macOS has to be asked how much memory its processes hold.
            is_watching = sys.platform == "darwin" and bool(self._leashes)
            ready = self._selector.select(LOOK_SECONDS if is_watching else None)
            if is_watching:
                self._end_large_ones()
            for key, _ in ready:
                if key.fileobj is self._orders:
                    if not self._take_order():
                        return
                elif key.fileobj == self._bell:
                    os.read(self._bell, 4096)
                    self._reap()
                else:
                    self._let_go(key.data)

    def end(self) -> None:
        for worker in list(self._leashes):
            with suppress(OSError):
                os.kill(worker, signal.SIGKILL)
        with suppress(ChildProcessError):
            while True:
                os.wait()

    def _take_order(self) -> bool:
        order, descriptors, _, _ = socket.recv_fds(self._orders, ORDER.size, 2)
        if len(order) != ORDER.size or len(descriptors) != 2:
            return False
        kind, cpu_seconds, memory_bytes, answer_bytes, sections = ORDER.unpack(order)
        allowance = Allowance(cpu_seconds, memory_bytes, Caps(answer_bytes, sections))
        self._load(kind if self._may_open else WITH_ALL.get(kind, kind))
        leash = socket.socket(fileno=descriptors[1])
        parent = os.getpid()
        worker = self._fork()
        if worker == 0:
            self._be_worker(descriptors[0], kind, allowance, parent)
        os.close(descriptors[0])
        self._leashes[worker] = leash
        self._memory[worker] = allowance.memory_bytes
        self._selector.register(leash, selectors.EVENT_READ, worker)
        with suppress(OSError):
            leash.send(STARTED)
        return True

    def _load(self, kind: bytes) -> None:
        if kind not in self._loaded:
            load(kind)
            self._loaded.add(kind)
            self._lockdown.settle()

    def _let_go(self, worker: int) -> None:
        leash = self._leashes.get(worker)
        if leash is not None:
            self._selector.unregister(leash)
            # Not reaped yet, so the number is still this worker's.
            os.kill(worker, signal.SIGKILL)

    def _end_large_ones(self) -> None:
        for worker, most in self._memory.items():
            if held_bytes(worker) > most:
                os.kill(worker, signal.SIGKILL)

    def _reap(self) -> None:
        while True:
            try:
                worker, status, used = os.wait4(-1, os.WNOHANG | os.WUNTRACED)
            except ChildProcessError:
                return
            if worker == 0:
                return
            if os.WIFSTOPPED(status):
                # Nothing here stops a worker, and it would never go on: its file is read once more.
                os.kill(worker, signal.SIGKILL)
                continue
            leash = self._leashes.pop(worker)
            del self._memory[worker]
            with suppress(KeyError):
                self._selector.unregister(leash)
            peak = used.ru_maxrss if sys.platform == "darwin" else used.ru_maxrss * 1024
            with leash, suppress(OSError):
                leash.send(ENDED.pack(status, peak))

    def _close_all_but(self, kept: tuple[int, ...]) -> None:
        first = _FIRST_CLOSED
        for descriptor in kept:
            os.closerange(first, descriptor)
            first = descriptor + 1
        os.closerange(first, self._most_descriptors)

    def _be_worker(self, descriptor: int, kind: bytes, allowance: Allowance, parent: int) -> NoReturn:
        code = 1
        try:
            # It has no children, so nothing else of the host's handling of signals matters.
            signal.set_wakeup_fd(-1)
            end_with_parent(parent)
            os.dup2(descriptor, _SOCKET)
            self._close_all_but(self._lockdown.kept)
            source: BufferedReader = BufferedReader(FileIO(_SOCKET, "rb", closefd=False), _BUFFER_BYTES)
            out = BufferedWriter(FileIO(_SOCKET, "wb", closefd=False), _BUFFER_BYTES)
            if kind != DRAW:
                be_patient()
            report = self._lockdown.enter(allowance.cpu_seconds, allowance.memory_bytes)
            if kind == PROBE:
                write_report(out, report | prove())
            else:
                answer(kind, source, out, self._read, allowance)
            code = 0
        finally:
            # Nothing of the host's may run in the copy: no handlers, no clean-up, no traceback.
            os._exit(code)
