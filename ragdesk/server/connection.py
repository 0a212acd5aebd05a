"""One face's connection as the engine sees it: frames with deadlines, heartbeats during long calls, an end by force."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge

from ragdesk.protocol.wire import ALIVE, MAX_REQUEST, Frame, from_bytes, to_bytes

_ALIVE = to_bytes(ALIVE)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a face may take up. One that is slower is dropped."""

    connections: int = 64
    exchange_s: float = 5.0
    """For the exchange of keys."""
    receive_s: float = 5.0
    """For a frame of the face, from its first byte on."""
    send_s: float = 30.0
    """For taking a frame of ours: whoever reads our output page by page has stopped the face for a while."""
    heartbeat_s: float = 0.5


class FaceConnection:
    """Owned by one thread, which may block in it; `tend` and `abort` are for others.

    Everything raises OSError or EOFError once the face is gone or was too slow.
    """

    def __init__(self, connection: Connection, limits: Limits) -> None:
        self._connection = connection
        self._limits = limits
        self._sending = threading.Lock()
        self._closing = threading.Lock()
        self._is_closed = False
        self._due: float | None = None
        self._call: _CallInProgress | None = None
        self.face: str | None = None
        """Who is behind it, once that was said; one face may have several connections."""

    @property
    def is_in_call(self) -> bool:
        return self._call is not None

    def exchange_keys(self, key: bytes) -> None:
        """Raises AuthenticationError, or whatever nonsense makes of the exchange."""
        with self._within(self._limits.exchange_s):
            deliver_challenge(self._connection, key)
            answer_challenge(self._connection, key)

    def receive(self) -> Frame:
        """The next frame, however long the face takes to begin it. Raises WireError for nonsense."""
        self._connection.poll(None)
        return self.receive_soon()

    def receive_soon(self) -> Frame:
        """The next frame, which is due now."""
        with self._within(self._limits.receive_s):
            data = self._connection.recv_bytes(MAX_REQUEST)
        return from_bytes(data)

    def send(self, data: bytes) -> None:
        with self._sending:
            self._send(data)

    def has_spoken_or_left(self) -> bool:
        """Whether it did what no face does during a call, unless it wants the call to end."""
        return self._connection.poll(0)

    @contextmanager
    def in_call(self) -> Iterator[None]:
        """While it lasts, `tend` sees to heartbeats."""
        self._call = call = _CallInProgress(time.monotonic())
        try:
            yield
        finally:
            with self._sending:  # no heartbeat after the last frame of a call
                call.over.set()
                self._call = None

    def tend(self, now: float) -> None:
        """Called a few times a second: drops a face that is overdue, begins the heartbeats of a call that lasts."""
        due, call = self._due, self._call
        if due is not None and now > due:
            self.abort()
        elif call is not None and not call.has_heartbeat and now - call.began >= self._limits.heartbeat_s:
            call.has_heartbeat = True
            # A thread of its own: a face that does not read blocks nothing but this.
            threading.Thread(target=self._beat, args=(call,), name="heartbeat", daemon=True).start()

    def abort(self) -> None:
        """End it from another thread; whoever is blocked in it goes on with an error."""
        with self._closing:
            if self._is_closed:
                return
            if sys.platform == "win32":
                self._is_closed = True
                self._connection.close()
                return
            try:
                with socket.fromfd(self._connection.fileno(), socket.AF_UNIX, socket.SOCK_STREAM) as end:
                    end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # the face was faster

    def close(self) -> None:
        with self._closing:
            if not self._is_closed:
                self._is_closed = True
                self._connection.close()

    def _beat(self, call: _CallInProgress) -> None:
        try:
            while not call.over.wait(self._limits.heartbeat_s):
                with self._sending:
                    if call.over.is_set():
                        return
                    self._send(_ALIVE)
        except OSError:
            pass  # the thread of the call will find out

    def _send(self, data: bytes) -> None:
        with self._within(self._limits.send_s):
            self._connection.send_bytes(data)

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        self._due = time.monotonic() + seconds
        try:
            yield
        finally:
            self._due = None


class _CallInProgress:
    def __init__(self, began: float) -> None:
        self.began = began
        self.over = threading.Event()
        self.has_heartbeat = False
