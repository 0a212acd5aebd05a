"""SHA-256 sums of model files, remembered between starts. Input: a path; output: its sum in hex."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path

MEMORY_FILE = "model-sums.json"


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class KnownSums:
    """Sums of files, computed again only if size or time of change differ from when they were last computed.

    The memory is a JSON file in `cache_dir`. Losing it, or being unable to write it, costs time only.
    """

    def __init__(self, cache_dir: Path) -> None:
        self._memory = cache_dir / MEMORY_FILE

    def sha256(self, path: Path) -> str:
        """Raises OSError where the file cannot be read."""
        state = path.stat()
        key = str(path.resolve())
        mark = [state.st_size, state.st_mtime_ns]
        known = self._read()
        entry = known.get(key)
        if entry is not None and entry[:2] == mark:
            return str(entry[2])
        digest = file_sha256(path)
        self._write({**known, key: [*mark, digest]})
        return digest

    def _read(self) -> dict[str, list[int | str]]:
        try:
            known = json.loads(self._memory.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(known, dict):
            return {}
        return {key: entry for key, entry in known.items() if isinstance(entry, list) and len(entry) == 3}

    def _write(self, known: dict[str, list[int | str]]) -> None:
        with contextlib.suppress(OSError):
            self._memory.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, part = tempfile.mkstemp(dir=self._memory.parent, prefix=MEMORY_FILE)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(known, file)
            os.replace(part, self._memory)
