"""The engine's end of the line to a chat worker: frames out, frames in, and no waiting without a deadline."""

from __future__ import annotations

import os
import queue
import select
import socket
import threading
import time
from contextlib import suppress
from typing import BinaryIO, Protocol

from ragdesk.engine.answer.chat_worker.frames import MOST_FROM_WORKER, Frame, FrameReader, packed

_CHUNK = 64 * 1024
SEND_SECONDS = 10.0
"""The worker takes frames at once, also while it computes: more means that it hangs."""


class Link(Protocol):
    """Raises EOFError or OSError where the worker is gone, BadFrame where it talks nonsense."""

    def send(self, frame: Frame) -> None: ...

    def receive(self, seconds: float) -> Frame | None:
        """None where none came in time."""
        ...

    def close(self) -> None: ...


class SocketLink:
    """Over a pair of Unix sockets. Any thread may send; one receives."""

    def __init__(self, own: socket.socket) -> None:
        self._own = own
        self._arrival = select.poll()
        self._arrival.register(own, select.POLLIN)
        self._reader = FrameReader(MOST_FROM_WORKER)
        self._sending = threading.Lock()

    def send(self, frame: Frame) -> None:
        data = memoryview(packed(frame))
        until = time.monotonic() + SEND_SECONDS
        with self._sending:
            while data:
                try:
                    data = data[self._own.send(data, socket.MSG_DONTWAIT) :]
                except BlockingIOError:
                    if time.monotonic() > until:
                        raise TimeoutError("the worker takes no frames") from None
                    time.sleep(0.005)

    def receive(self, seconds: float) -> Frame | None:
        until = time.monotonic() + seconds
        while (frame := self._reader.next()) is None:
            left = until - time.monotonic()
            if left <= 0:
                return None
            if not self._arrival.poll(left * 1000):
                return None
            data = self._own.recv(_CHUNK)
            if not data:
                raise EOFError("the worker is gone")
            self._reader.feed(data)
        return frame

    def close(self) -> None:
        """The worker leaves when it sees this."""
        with suppress(OSError):
            self._own.shutdown(socket.SHUT_RDWR)
        self._own.close()


class PipeLink:
    """Over standard input and output of the worker, for Windows, whose pipes have no deadlines: a thread reads them."""

    def __init__(self, to_worker: BinaryIO, from_worker: BinaryIO) -> None:
        self._to, self._from = to_worker, from_worker
        self._sending = threading.Lock()
        self._reader = FrameReader(MOST_FROM_WORKER)
        self._chunks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._read, name="chat worker's answers", daemon=True)
        self._thread.start()

    def send(self, frame: Frame) -> None:
        with self._sending:
            self._to.write(packed(frame))
            self._to.flush()

    def receive(self, seconds: float) -> Frame | None:
        until = time.monotonic() + seconds
        while (frame := self._reader.next()) is None:
            try:
                data = self._chunks.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                return None
            if not data:
                raise EOFError("the worker is gone")
            self._reader.feed(data)
        return frame

    def close(self) -> None:
        self._to.close()

    def _read(self) -> None:
        while data := os.read(self._from.fileno(), _CHUNK):
            self._chunks.put(data)
        self._chunks.put(b"")


def socket_pair() -> tuple[SocketLink, socket.socket]:
    """The engine's end, and the one that the worker inherits."""
    own, other = socket.socketpair()
    return SocketLink(own), other
