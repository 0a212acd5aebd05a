"""A path as the catalogue holds it: text that can always be stored and shown."""

from __future__ import annotations

import os
from pathlib import Path


def as_text(path: Path) -> str:
    """The path; bytes of a name that are no valid text are written as \\\\xNN. The file is opened by its own path."""
    name = os.fspath(path)
    try:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # half a pair of UTF-16, which names on Windows may hold
        return name.encode("utf-8", "backslashreplace").decode("utf-8")
