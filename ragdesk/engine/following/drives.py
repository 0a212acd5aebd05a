"""Which drives tell of changes: a network drive tells only of those that were made on this computer."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ragdesk.engine.remote_drives import WINDOWS_REMOTE, WINDOWS_REMOVABLE, is_remote, windows_drive


def tells_of_changes(path: Path) -> bool:
    """Whether it is worth watching; asks the system for its list of drives and does not touch the drive itself."""
    if sys.platform == "win32":
        # A removable drive is scanned as well: while a folder of it is watched, Windows refuses to eject it.
        return windows_drive(path) not in (WINDOWS_REMOTE, WINDOWS_REMOVABLE)
    return not is_remote(_kind(os.path.abspath(path)))


def _kind(path: str) -> str:
    """The file system of the innermost drive that holds the path; "" if that is unknown."""
    import psutil

    best, kind = "", ""
    try:
        partitions = psutil.disk_partitions(all=True)
    except OSError:
        return ""
    for partition in partitions:
        point = partition.mountpoint.rstrip("/")
        if len(point) >= len(best) and (path == point or path.startswith(point + "/")):
            best, kind = point, partition.fstype
    return kind
