"""A download in progress: `NAME.part`, with what is known of it in `NAME.part.json` beside it."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from ragdesk.fetcher.file_forms import FORM_BYTES

_BLOCK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Known:
    """What the part is a part of."""

    url: str
    size: int
    sha256: str | None
    mark: str | None
    """The server's mark of this very version (a strong ETag)."""


class PartFile:
    """Written at its end only; its sum is always that of what it holds. Raises OSError."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f"{name}.part"
        self._json = folder / f"{name}.part.json"
        self._file: IO[bytes] | None = None
        self._digest = hashlib.sha256()
        self.first_bytes = b""
        self.size = 0
        self.known: Known | None = None

    def reopen(self, url: str, sha256: str | None) -> None:
        """Take up what an earlier run left, read anew to be hashed; only if a sum will tell whether it was right."""
        known = self._read_known()
        if known is None or known.url != url or sha256 is None or known.sha256 != sha256:
            self.start_over()
            return
        self._file = self._open(os.O_RDWR)
        while block := self._file.read(_BLOCK_BYTES):
            self._count(block)
        self.known = known

    def start_over(self) -> None:
        """From the first byte."""
        self.close()
        self._json.unlink(missing_ok=True)
        self._file = self._open(os.O_RDWR | os.O_TRUNC)
        self._digest, self.first_bytes, self.size, self.known = hashlib.sha256(), b"", 0, None

    def note(self, known: Known) -> None:
        """To be called before the first byte of it is written."""
        if known == self.known:
            return
        new = self._json.with_suffix(".new")
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(asdict(known), file)
        os.replace(new, self._json)
        self.known = known

    def append(self, block: bytes) -> None:
        assert self._file is not None
        self._file.write(block)
        self._count(block)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def finish(self) -> None:
        """Have the disk hold it."""
        assert self._file is not None
        self._file.flush()
        os.fsync(self._file.fileno())
        self.close()

    def close(self) -> None:
        if self._file is not None:
            # What a full disk did not take is fetched again.
            with suppress(OSError):
                self._file.close()
            self._file = None

    def remove(self) -> None:
        """Nothing of it stays."""
        self.close()
        for path in (self._json, self.path):
            with suppress(FileNotFoundError):
                path.unlink()

    def _open(self, flags: int) -> IO[bytes]:
        # A link in its place would have another file written.
        flags |= os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        return open(os.open(self.path, flags, 0o600), "r+b")

    def _count(self, block: bytes) -> None:
        if len(self.first_bytes) < FORM_BYTES:
            self.first_bytes += block[: FORM_BYTES - len(self.first_bytes)]
        self._digest.update(block)
        self.size += len(block)

    def _read_known(self) -> Known | None:
        if not self.path.is_file():
            return None
        try:
            return Known(**json.loads(self._json.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
