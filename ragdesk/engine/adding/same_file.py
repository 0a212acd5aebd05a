"""Whether a file is as it was when it was read, and would be read in the same way today."""

from __future__ import annotations

import os
from pathlib import Path

from ragdesk.engine.documents.find_files import FoundFile
from ragdesk.engine.storage.documents import StoredDocument

RECIPE = 1
"""Raised whenever readers, splitter or headers change what they yield, so that documents are read again."""


def is_same(known: StoredDocument, file: FoundFile) -> bool:
    """Whether the file is as it was when it was read."""
    if known.recipe != RECIPE or known.stat_signature is None:
        return False
    return known.stat_signature == stat_signature(file.path)


def stat_signature(path: Path) -> str | None:
    """Size, times and inode: the same signature means the same bytes. None if the file is not there."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return None
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"
