"""Notices that a file needed a library which its host has not loaded, since few files need it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ragdesk.engine.documents.workers.libraries import SELDOM


class LateImports:
    """A finder of modules that finds none. Asked by Python for what is imported and not loaded yet."""

    def __init__(self) -> None:
        self._names: set[str] = set()

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name in SELDOM:
            self._names.add(name)

    @property
    def were_any(self) -> bool:
        return bool(self._names)

    @property
    def have_failed(self) -> bool:
        """A worker may see the installed packages alone: what lies at another place only its host can load."""
        return not self._names <= sys.modules.keys()


@contextmanager
def late_imports() -> Iterator[LateImports]:
    found = LateImports()
    sys.meta_path.insert(0, found)
    try:
        yield found
    finally:
        sys.meta_path.remove(found)
