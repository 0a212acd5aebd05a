"""Takes exactly so many bytes from a socket before a deadline, however slowly or in whatever pieces they come."""

from __future__ import annotations

import socket
import time

_PIECE_BYTES = 256 * 1024


class Incoming:
    """Raises TimeoutError at the deadline, EOFError where the other side ends too early, OSError where it breaks."""

    def __init__(self, source: socket.socket, deadline: float) -> None:
        """`deadline` in the time of `time.monotonic()`."""
        self._source = source
        self._deadline = deadline
        self._waiting = bytearray()

    def take(self, count: int) -> bytes:
        while len(self._waiting) < count:
            self._source.settimeout(self.seconds_left())
            piece = self._source.recv(max(_PIECE_BYTES, min(count - len(self._waiting), 4 * _PIECE_BYTES)))
            if not piece:
                raise EOFError("the worker ended")
            self._waiting += piece
        taken = bytes(memoryview(self._waiting)[:count])
        del self._waiting[:count]
        return taken

    def seconds_left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left
