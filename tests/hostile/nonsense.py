"""Answers that no reader in order gives: functions that write to the engine's socket (descriptor 3) by hand."""

from __future__ import annotations

import json
import os
import pickle
import signal
import struct
import time
import zlib
from collections.abc import Callable

_SOCKET = 3
_NONE = 0xFFFFFFFF


def _write(data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(_SOCKET, view) :]


def _header(header: object) -> None:
    encoded = json.dumps(header).encode()
    _write(struct.pack("<I", len(encoded)) + encoded)


def _reading(**changed: object) -> None:
    told = {"type": "text", "title": None, "pages": None, "pages_read": None, "shortfall": None, "sections": 1}
    _header({"reading": told | changed})


def _section(text: bytes, *, page: int = 0, boxes: bytes | None = None, announced: int | None = None) -> None:
    lengths = (_NONE, _NONE, len(text) if announced is None else announced, _NONE if boxes is None else len(boxes))
    _write(struct.pack("<IIIII", page, *lengths) + text + (boxes or b""))


def endless() -> None:
    """Ten gigabytes of sections, if anyone took them."""
    _reading(sections=20_000)
    for _ in range(20_000):
        _section(b"x" * 500_000)


def drop_by_drop() -> None:
    _reading()
    while True:
        _write(b"\0")
        time.sleep(0.05)


def never() -> None:
    time.sleep(600)


def spins() -> None:
    while True:
        pass


def stopped() -> None:
    signal.raise_signal(signal.SIGSTOP)


def crash() -> None:
    signal.raise_signal(signal.SIGSEGV)


def pickled() -> None:
    class Bomb:
        def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
            return os.system, ("true",)

    _write(pickle.dumps(Bomb()))


def deep_json() -> None:
    nested = b"[" * 100_000 + b"]" * 100_000
    _write(struct.pack("<I", len(nested)) + nested)


def wide_json() -> None:
    wide = b"[" + b"[]," * 80_000 + b"[]]"
    _write(struct.pack("<I", len(wide)) + wide)


def box_bomb() -> None:
    """Boxes of one character that unpack to a gigabyte."""
    _reading(type="pdf")
    press = zlib.compressobj(9)
    packed = b"".join(press.compress(bytes(10_000_000)) for _ in range(100)) + press.flush()
    _section(b"x", page=1, boxes=struct.pack("<BBIff", 1, 0, 1, 100, 100) + packed)


def _one(text: bytes, *, page: int = 0, announced: int | None = None) -> Callable[[], None]:
    def answer() -> None:
        _reading()
        _section(text, page=page, announced=announced)

    return answer


def _told(**changed: object) -> Callable[[], None]:
    def answer() -> None:
        _reading(**changed)
        _section(b"words")

    return answer


NONSENSE: dict[str, Callable[[], None]] = {
    "endless": endless,
    "drop by drop": drop_by_drop,
    "never": never,
    "spins": spins,
    "stopped": stopped,
    "crash": crash,
    "pickled": pickled,
    "deep json": deep_json,
    "wide json": wide_json,
    "box bomb": box_bomb,
    "left to another": lambda: _header({"elsewhere": True}),
    "no words": _one(b"  \n"),
    "control characters": _one(b"words\x1b[2J\0"),
    "no UTF-8": _one(b"words\xff\xfe"),
    "a length of 4 GB": _one(b"words", announced=0xFFFFFFF0),
    "a length that is never reached": _one(b"words", announced=1_000),
    "an impossible page": _one(b"words", page=0xFFFFFFFE),
    "a million sections": _told(sections=1_000_000),
    "minus one section": _told(sections=-1),
    "true sections": _told(sections=True),
    "a type of its own": _told(type="exe"),
    "a title of the wrong kind": _told(title=["x"]),
    "a title of 100,000 letters": _told(title="x" * 100_000),
    "a page count in words": _told(pages="many"),
    "a problem without a code": lambda: _header({"problem": {"message": "x"}}),
    "a problem with a code of its own": lambda: _header({"problem": {"code": "pwned", "message": "", "hint": ""}}),
    "a list": lambda: _header([1, 2, 3]),
}
