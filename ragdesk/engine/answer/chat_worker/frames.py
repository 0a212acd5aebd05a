"""What crosses the border between engine and chat worker: frames of JSON behind their length. Nothing is unpickled.

To the worker, by the key "do": load, count, write, stop, threads, prove. From it, by "is": hello, beat, text, and as
the last frame of an answer loaded, counts, ended, proved or failed.
"""

from __future__ import annotations

import json
import struct
from typing import Any

Frame = dict[str, Any]

LENGTH = struct.Struct("<I")
MOST_TO_WORKER = 32 * 1024 * 1024
"""A prompt of a million tokens has about 5 MB."""
MOST_FROM_WORKER = 256 * 1024
LAST = frozenset({"loaded", "counts", "ended", "proved", "failed"})


class BadFrame(Exception):
    """The other side does not keep to the form."""


class FrameReader:
    """Puts frames together from bytes as they come."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._held = bytearray()

    def feed(self, data: bytes) -> None:
        self._held += data

    def next(self) -> Frame | None:
        """The next whole frame; None where more bytes are needed. Raises BadFrame."""
        if len(self._held) < LENGTH.size:
            return None
        (length,) = LENGTH.unpack_from(self._held)
        if length > self._most:
            raise BadFrame(f"a frame of {length} bytes")
        end = LENGTH.size + length
        if len(self._held) < end:
            return None
        content = bytes(self._held[LENGTH.size : end])
        del self._held[:end]
        try:
            frame = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise BadFrame("no JSON") from error
        if not isinstance(frame, dict):
            raise BadFrame("no object")
        return frame


def packed(frame: Frame) -> bytes:
    """The bytes of a frame. ASCII, so that halves of character pairs come through."""
    content = json.dumps(frame, separators=(",", ":")).encode("ascii")
    return LENGTH.pack(len(content)) + content
