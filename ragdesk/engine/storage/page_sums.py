"""Sums over every byte of a catalogue that was closed: whatever changes in the file while nobody has it open is found.

They lie in a small file beside it, made by the last act of closing. A token, in that file and in the catalogue, says
that the two belong together; the first write of the next opening takes it out of the catalogue again.
"""

from __future__ import annotations

import json
import os
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class PageSums:
    """What the closed file was: its length and the CRC-32 of each block."""

    token: str
    size_bytes: int
    sums: tuple[int, ...]

    @classmethod
    def read(cls, catalogue: Path) -> PageSums | None:
        """Those that lie beside the catalogue; None where there are none, or where they are damaged themselves."""
        try:
            written = json.loads(_place(catalogue).read_bytes())
            found = cls(written["token"], written["size_bytes"], tuple(written["sums"]))
            return found if written["own"] == found._own() else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    @classmethod
    def of(cls, file: int, token: str) -> PageSums:
        """Of an open file that nobody writes to."""
        sums = tuple(zlib.crc32(block) for block in _blocks(file))
        return cls(token, os.fstat(file).st_size, sums)

    def write(self, catalogue: Path) -> None:
        """Beside the catalogue, whole or not at all."""
        place = _place(catalogue)
        part = place.with_name(place.name + ".part")
        content = {"token": self.token, "size_bytes": self.size_bytes, "own": self._own(), "sums": self.sums}
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as opened:
            json.dump(content, opened)
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(place)

    def differences(self, file: int) -> Iterator[str | None]:
        """Compare an open file with the sums: yields what differs, and None for each block that does not."""
        size = os.fstat(file).st_size
        if size != self.size_bytes:
            yield f"it has {size:,} bytes in place of {self.size_bytes:,}"
            return
        for n, (block, expected) in enumerate(zip(_blocks(file), self.sums, strict=True)):
            yield None if zlib.crc32(block) == expected else f"bytes from {n * BLOCK_BYTES:,} on were changed"

    def _own(self) -> int:
        return zlib.crc32(repr((self.token, self.size_bytes, self.sums)).encode())


def new_token() -> str:
    """For one closing."""
    return secrets.token_hex(8)


def forget_page_sums(catalogue: Path) -> None:
    """Another file takes the catalogue's place."""
    _place(catalogue).unlink(missing_ok=True)


def _place(catalogue: Path) -> Path:
    return catalogue.with_suffix(".sums")


def _blocks(file: int) -> Iterator[bytes]:
    """`os.pread` is not on Windows; the position in the file is this reader's own."""
    os.lseek(file, 0, os.SEEK_SET)
    while block := os.read(file, BLOCK_BYTES):
        yield block
