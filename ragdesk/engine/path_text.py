"""A path as the catalogue holds it: text that can always be stored and shown."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from pathlib import Path


def as_text(path: Path) -> str:
    """The path; bytes of a name that are no valid text are written as \\\\xNN. The file is opened by its own path."""
    name = os.fspath(path)
    try:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # half a pair of UTF-16, which names on Windows may hold
        return name.encode("utf-8", "backslashreplace").decode("utf-8")


def text_is_below(path: str, folder: str) -> bool:
    """For paths as the catalogue holds them."""
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def at_or_below(top: str, paths: Sequence[str]) -> Iterator[str]:
    """Of sorted paths, the one at `top` and those in the folder there."""
    for first, is_wanted in ((top, top.__eq__), (top.rstrip(os.sep) + os.sep, lambda path: text_is_below(path, top))):
        yield from takewhile(is_wanted, islice(paths, bisect_left(paths, first), None))
