"""Gives to and takes from a worker's socket before a deadline, however slowly the other side is or in what pieces."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

_PIECE_BYTES = 256 * 1024
_LOOK_SECONDS = 0.3
"""How often it is looked whether the other side is still able to go on."""

Look = Callable[[], None]
"""Raises where waiting longer makes no sense."""


def _nothing() -> None:
    pass


class Incoming:
    """Raises TimeoutError at the deadline, EOFError where the other side ends too early, OSError where it breaks."""

    def __init__(self, source: socket.socket, deadline: float, look: Look = _nothing) -> None:
        """`deadline` in the time of `time.monotonic()`."""
        self.deadline = deadline
        self._source = source
        self._look = look
        self._waiting = bytearray()

    def take(self, count: int) -> bytes:
        while len(self._waiting) < count:
            self._source.settimeout(min(_seconds_until(self.deadline), _LOOK_SECONDS))
            try:
                piece = self._source.recv(max(_PIECE_BYTES, min(count - len(self._waiting), 4 * _PIECE_BYTES)))
            except TimeoutError:
                self._look()
                continue
            if not piece:
                raise EOFError("the worker ended")
            self._waiting += piece
        taken = bytes(memoryview(self._waiting)[:count])
        del self._waiting[:count]
        return taken

    @property
    def is_empty(self) -> bool:
        """Whether nothing came beyond what was taken."""
        return not self._waiting


def hand_over(target: socket.socket, data: bytes, deadline: float, look: Look = _nothing) -> None:
    """Send all of it. Raises TimeoutError at the deadline, OSError where the other side is gone."""
    left = memoryview(data)
    while left:
        target.settimeout(min(_seconds_until(deadline), _LOOK_SECONDS))
        try:
            left = left[target.send(left[: 4 * _PIECE_BYTES]) :]
        except TimeoutError:
            look()


def _seconds_until(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
