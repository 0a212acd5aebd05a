"""Which drives tell of changes: a network drive tells only of those that were made on this computer."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_REMOTE = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "afpfs", "9p", "ceph", "glusterfs", "lustre", "davfs",
    "webdav", "vboxsf", "vmhgfs", "virtiofs", "drvfs", "coda",
})  # fmt: skip
_FUSE = "fuse."
"""Of file systems in programs only those that bear their kind in the name: sshfs, rclone, Google Drive. A plain
“fuseblk” is a local disk with NTFS."""

_DRIVE_REMOVABLE, _DRIVE_REMOTE = 2, 4


def tells_of_changes(path: Path) -> bool:
    """Whether it is worth watching; asks the system for its list of drives and does not touch the drive itself."""
    if sys.platform == "win32":
        return _windows_drive(path) not in (_DRIVE_REMOTE, _DRIVE_REMOVABLE)
    kind = _kind(os.path.abspath(path))
    return kind not in _REMOTE and not kind.startswith(_FUSE)


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
    return kind.lower()


def _windows_drive(path: Path) -> int:
    """A removable drive is scanned as well: while a folder of it is watched, Windows refuses to eject it."""
    if sys.platform != "win32":
        return 0
    import ctypes

    if path.drive.startswith("\\\\"):
        return _DRIVE_REMOTE
    return int(ctypes.windll.kernel32.GetDriveTypeW(path.drive + "\\"))
