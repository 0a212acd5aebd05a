"""The space on the disk that ragdesk leaves free, so that a full disk is told before it stops anything else."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from ragdesk.protocol.errors import ReserveReached

RESERVE_BYTES = 200_000_000
_BELIEVED_S = 0.5
"""How long one look at the disk counts; a look costs 5 µs, but much more where the disk lies behind a network."""


class DiskReserve:
    """How much is free where the data folder lies, and whether that is enough to go on adding. For any thread."""

    def __init__(self, folder: Path, reserve_bytes: int = RESERVE_BYTES) -> None:
        self._folder = folder
        self._looked = (float("-inf"), 0)
        self.reserve_bytes = reserve_bytes

    @property
    def free_bytes(self) -> int:
        """As of half a second ago at most, where it was enough. A disk that cannot be asked is taken for roomy."""
        at, free = self._looked
        # Too little is never believed for long: whoever has just freed some space goes on at once.
        if time.monotonic() - at > _BELIEVED_S or free < self.reserve_bytes:
            try:
                free = shutil.disk_usage(self._folder).free
            except OSError:
                free = 2 * self.reserve_bytes
            self._looked = (time.monotonic(), free)
        return free

    def is_low(self, wanted_bytes: int = 0) -> bool:
        """Whether `wanted_bytes` more would touch the reserve."""
        return self.free_bytes - wanted_bytes < self.reserve_bytes

    def check(self, wanted_bytes: int = 0) -> None:
        """Raises ReserveReached."""
        if not self.is_low(wanted_bytes):
            return
        needed = self.reserve_bytes + wanted_bytes
        raise ReserveReached(
            f"Only {_megabytes(self.free_bytes)} are free on the disk of {self._folder};"
            f" ragdesk needs {_megabytes(needed)} to go on.",
            "Free some space: adding goes on by itself then. Everything that was finished is kept and can be searched.",
        )


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1_000_000:,.{0 if size_bytes >= 100_000_000 else 1}f} MB"
