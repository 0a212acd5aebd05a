"""A warm process that was taken over, speaking the wire format by hand; what it does to the engine has a number.

No part of the program. The number comes in the order, as the most sections of an answer.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from typing import NoReturn

from ragdesk.engine.documents.workers.lockdown import end_with_parent

_ORDER = struct.Struct("<cIQQI")
_ENDED = struct.Struct("<iQ")
_GIGABYTE = 1024**3

Ends = tuple[socket.socket, socket.socket]
"""The worker's line and the leash."""


def _send(target: socket.socket, data: bytes, times: int = 1) -> None:
    for _ in range(times):
        target.sendall(data)


def _header(line: socket.socket, header: object) -> None:
    encoded = json.dumps(header).encode()
    _send(line, struct.pack("<I", len(encoded)) + encoded)


def _never(*_: object) -> None:
    time.sleep(600)


def silent(_: Ends) -> None:
    _never()


def goes_away(_: Ends) -> None:
    os._exit(0)


def is_stopped(_: Ends) -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def lets_everything_go(ends: Ends) -> None:
    for end in ends:
        end.close()


def floods_the_leash(ends: Ends) -> None:
    ends[0].close()
    _send(ends[1], bytes(1024**2), 10 * 1024)


def lies_about_the_end(ends: Ends) -> None:
    ends[0].close()
    _send(ends[1], b"s" + _ENDED.pack(0x137F, 2**64 - 1))


def starts_and_is_silent(ends: Ends) -> None:
    _send(ends[1], b"s")
    _never()


def ten_gigabytes(ends: Ends) -> None:
    _send(ends[1], b"s")
    _header(ends[0], {"reading": {"type": "text", "title": None, "pages": None, "pages_read": None, "sections": 9}})
    _send(ends[0], b"x" * 1024**2, 10 * 1024)


def bytes_of_text_one_by_one(ends: Ends) -> None:
    _send(ends[1], b"s")
    while True:
        _send(ends[0], b"\0")
        time.sleep(0.02)


def many_answers(ends: Ends) -> None:
    _send(ends[1], b"s")
    for _ in range(1000):
        _header(ends[0], {"problem": {"code": "empty", "message": "x", "hint": "x", "detail": None}})


def _drawing(**told: object) -> Callable[[Ends], None]:
    def draw(ends: Ends) -> None:
        _send(ends[1], b"s")
        _header(ends[0], {"drawing": {"pages": 1, "width": 10, "height": 10} | told})
        _send(ends[0], bytes(30))
        ends[0].close()
        ends[1].close()

    return draw


def drawing_without_end(ends: Ends) -> None:
    _send(ends[1], b"s")
    _header(ends[0], {"drawing": {"pages": 1, "width": 10, "height": 10}})
    _send(ends[0], bytes(1024**2), 10 * 1024)


READING: tuple[Callable[[Ends], None], ...] = (
    silent, goes_away, is_stopped, lets_everything_go, floods_the_leash, lies_about_the_end, starts_and_is_silent,
    ten_gigabytes, bytes_of_text_one_by_one, many_answers,
)  # fmt: skip
DRAWING: tuple[Callable[[Ends], None], ...] = (
    silent, goes_away, is_stopped, starts_and_is_silent, ten_gigabytes, bytes_of_text_one_by_one, drawing_without_end,
    _drawing(), _drawing(width=5_000, height=5_001), _drawing(width=2**40), _drawing(width=-1), _drawing(height="10"),
    _drawing(width=True), _drawing(pages=10**9), _drawing(width=0, height=0), _drawing(pages=None),
)  # fmt: skip
ALL = (*READING, *DRAWING)


def main() -> NoReturn:
    orders = socket.socket(fileno=int(sys.argv[2]))
    host = os.getpid()
    kept: list[Ends] = []
    while True:
        order, descriptors, _, _ = socket.recv_fds(orders, _ORDER.size, 2)
        if len(descriptors) != 2:
            os._exit(0)
        ends = socket.socket(fileno=descriptors[0]), socket.socket(fileno=descriptors[1])
        kept.append(ends)
        act = ALL[_ORDER.unpack(order)[4]]
        is_worker = os.fork() == 0
        if is_worker:
            end_with_parent(host)
        if is_worker or act in (silent, goes_away, is_stopped):
            orders.settimeout(None)
            try:
                act(ends)
            except OSError:
                os._exit(1)
            _never()
        for end in ends:
            end.close()
