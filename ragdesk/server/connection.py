"""One face's connection as the engine sees it: frames with deadlines, heartbeats during long calls, an end by force."""

from __future__ import annotations

import select
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge

from ragdesk.protocol.wire import ALIVE, LEAVING, MAX_REQUEST, Frame, from_bytes, to_bytes

_ALIVE, _LEAVING = to_bytes(ALIVE), to_bytes(LEAVING)


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
        self._is_dismissed = False
        self._due: float | None = None
        self._call: CallInProgress | None = None
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
    def in_call(self) -> Iterator[CallInProgress]:
        """While it lasts, `tend` sees to heartbeats; its last frame is sent at its end."""
        with self._sending:
            if self._is_dismissed:
                raise EOFError("the engine leaves")
            self._call = call = CallInProgress(time.monotonic())
        try:
            yield call
        finally:
            with self._sending:  # no heartbeat after the last frame of a call
                call.over.set()
                try:
                    if call.last is not None:
                        self._send(call.last)
                finally:
                    self._call = None

    def dismiss(self) -> None:
        """End it from another thread, unless it is in a call; never waits. What the face asks too late is not begun."""
        if not self._sending.acquire(blocking=False):
            return
        try:
            if self._call is not None:
                return
            self._is_dismissed = True
            if self._is_writable():
                with suppress(OSError):
                    self._send(_LEAVING)
        finally:
            self._sending.release()
        self.abort()

    def _is_writable(self) -> bool:
        if sys.platform == "win32":
            return False
        room = select.poll()
        try:
            room.register(self._connection.fileno(), select.POLLOUT)
            return bool(room.poll(0))
        except OSError:
            return False

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

    def _beat(self, call: CallInProgress) -> None:
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


class CallInProgress:
    def __init__(self, began: float) -> None:
        self.began = began
        self.last: bytes | None = None
        self.over = threading.Event()
        self.has_heartbeat = False
