"""The form of an exported library: one file of frames, each with its length and hash; no names, no paths, no code.

`MAGIC`, then frames: `FRAME` (kind, bytes stored, bytes unpacked, BLAKE2b of kind and content), then the content,
deflated. In this order: one MANIFEST, then SOURCEs, then each CONTENT with its SECTIONs, DOCUMENTs, VECTORS, one END.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from ragdesk.protocol.errors import NotAnExport

MAGIC = b"ragdesk library, version 1\n"
FRAME = struct.Struct("<cII16s")
MANIFEST, SOURCE, CONTENT, SECTION, DOCUMENT, VECTORS, END = b"M", b"S", b"C", b"T", b"D", b"V", b"E"
MOST_JSON_BYTES = 256 * 1024
MOST_BYTES = {
    MANIFEST: MOST_JSON_BYTES,
    SOURCE: MOST_JSON_BYTES,
    CONTENT: MOST_JSON_BYTES,
    SECTION: 256 * 1024 * 1024,
    DOCUMENT: MOST_JSON_BYTES,
    VECTORS: 64 * 1024 * 1024,
    END: MOST_JSON_BYTES,
}
"""A section has at most 64 MB of text, and twice as much for where its characters stand."""


def not_an_export(found: str) -> NotAnExport:
    """One sentence for all: what exactly is wrong matters to nobody but us."""
    return NotAnExport(
        "This file is no library exported by ragdesk, or it is damaged. Nothing of it was taken over.",
        "Export the library once more with `ragdesk export`, or copy the file once more.",
        found,
    )


class FrameWriter:
    """Writes frames into a file that was just opened."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        file.write(MAGIC)

    def write(self, kind: bytes, content: bytes) -> None:
        """Raises ValueError if the frame would not be read again."""
        if len(content) > MOST_BYTES[kind]:
            raise ValueError(f"a frame of {len(content):,} bytes is too long")
        stored = zlib.compress(content, 1)
        self._file.write(FRAME.pack(kind, len(stored), len(content), _hash(kind, content)))
        self._file.write(stored)


def read_frames(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each frame; never more than one in memory. Raises NotAnExport, after an END that is missing,
    too, or if anything follows it."""
    if file.read(len(MAGIC)) != MAGIC:
        raise not_an_export("it does not begin as one")
    kind = b""
    while kind != END:
        kind, stored_bytes, content_bytes, expected = FRAME.unpack(_exactly(file, FRAME.size))
        if content_bytes > MOST_BYTES.get(kind, -1) or stored_bytes > content_bytes + content_bytes // 1_000 + 64:
            raise not_an_export(f"a frame of kind {kind!r} and {content_bytes:,} bytes is not possible")
        content = _inflated(_exactly(file, stored_bytes), content_bytes)
        if _hash(kind, content) != expected:
            raise not_an_export("a frame was changed")
        yield kind, content
    if file.read(1):
        raise not_an_export("something follows its end")


def _exactly(file: BinaryIO, size_bytes: int) -> bytes:
    data = file.read(size_bytes)
    if len(data) != size_bytes:
        raise not_an_export("it ends too early")
    return data


def _inflated(stored: bytes, size_bytes: int) -> bytes:
    """Never more than was announced, whatever the data would grow to."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(stored, size_bytes + 1)
    except zlib.error as problem:
        raise not_an_export(str(problem)) from problem
    if len(content) != size_bytes or not unpacking.eof or unpacking.unused_data:
        raise not_an_export("a frame has another length than it says")
    return content


def _hash(kind: bytes, content: bytes) -> bytes:
    return hashlib.blake2b(kind + content, digest_size=16).digest()
