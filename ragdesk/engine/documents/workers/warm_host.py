"""The engine's side of the warm process and of the workers that it forks: orders in, sockets to workers out."""

from __future__ import annotations

import os
import socket
import time
from contextlib import suppress
from dataclasses import dataclass

from ragdesk.engine.documents.workers.child_process import ChildProcess
from ragdesk.engine.documents.workers.endings import HostEnded
from ragdesk.engine.documents.workers.incoming import Incoming
from ragdesk.engine.documents.workers.limits import Limits
from ragdesk.engine.documents.workers.lockdown import python_folders
from ragdesk.engine.documents.workers.wire import ORDER, STARTED


@dataclass(slots=True)
class Worker:
    """A running worker: the line to it, and the leash that ends it when it is let go. `asked` counts its files."""

    host: WarmHost
    line: socket.socket
    leash: socket.socket
    told: Incoming
    """What the host tells about it on the leash."""
    asked: int = 0

    def let_go(self) -> None:
        """The host ends it."""
        self.line.close()
        self.leash.close()


class WarmHost:
    """Raises HostEnded where the process is dead, was stopped, or does not answer."""

    def __init__(self, module: str, number: int) -> None:
        """`number` tells the ends of several hosts apart."""
        self.number = number
        self._orders, theirs = socket.socketpair()
        with theirs:
            descriptor = theirs.fileno()
            try:
                self._child = ChildProcess(module, [str(descriptor)], python_folders(), pass_fds=(descriptor,))
            except BaseException as error:
                self._orders.close()
                if isinstance(error, OSError):
                    raise HostEnded(repr(error), number) from error
                raise
        self._warm_kinds: set[bytes] = set()

    def start_worker(self, kind: bytes, seconds: float, limits: Limits) -> Worker:
        """A worker that has just been forked, for a file of that kind."""
        self.look()
        ours, theirs = socket.socketpair()
        leash, held = socket.socketpair()
        try:
            with theirs, held:
                order = ORDER.pack(kind, int(seconds) + 1, limits.memory_bytes, limits.answer_bytes, limits.sections)
                self._orders.settimeout(limits.start_seconds)
                socket.send_fds(self._orders, [order], [theirs.fileno(), held.fileno()])
            patience = limits.start_seconds if kind in self._warm_kinds else limits.first_start_seconds
            told = Incoming(leash, time.monotonic() + patience, self.look)
            told.take(len(STARTED))
        except BaseException as error:
            ours.close()
            leash.close()
            if isinstance(error, EOFError | OSError):
                raise HostEnded(f"the host of the readers does not answer: {error!r}", self.number) from error
            raise
        self._warm_kinds.add(kind)
        return Worker(self, ours, leash, told)

    def look(self) -> None:
        """Whether the process was stopped: it would hold up everything, so it is given up at once."""
        if self._is_stopped():
            raise HostEnded("the host of the readers was stopped", self.number)

    def _is_stopped(self) -> bool:
        # Where the system cannot be asked (macOS), the deadlines of `Limits` hold.
        waitid = getattr(os, "waitid", None)
        if waitid is None:
            return False
        with suppress(ChildProcessError):
            return waitid(os.P_PID, self._child.process.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT) is not None
        return False

    def end(self, at_once: bool) -> None:
        """With all its workers."""
        self._orders.close()
        self._child.end(at_once)
