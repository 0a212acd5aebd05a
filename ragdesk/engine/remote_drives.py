"""Which file systems lie on another computer: the one list of them. The name of a file system in, yes or no out."""

from __future__ import annotations

import sys
from pathlib import Path

_REMOTE = (
    "9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "gfs", "glusterfs", "lustre", "ncpfs",
    "nfs", "smb", "vboxsf", "virtiofs", "vmhgfs", "webdav",
)  # fmt: skip
"""What their names begin with: nfs4 and smb3 are among them. The folders of virtual machines lie on their host."""
_BY_PROGRAM = "fuse."
"""sshfs, rclone, Google Drive: file systems in programs, but for those that show a disk of this computer. A plain
“fuseblk” is a local disk with NTFS."""
_LOCAL_PROGRAMS = frozenset({
    "bindfs", "cryfs", "encfs", "exfat", "gocryptfs", "mergerfs", "ntfs", "ntfs-3g", "securefs", "unionfs",
})  # fmt: skip
WINDOWS_REMOVABLE, WINDOWS_REMOTE = 2, 4


def is_remote(file_system: str) -> bool:
    """By the name that the system gives it; an empty one, of a drive that nobody knows, is taken for a disk."""
    name = file_system.lower()
    if name.startswith(_BY_PROGRAM):
        return name.removeprefix(_BY_PROGRAM) not in _LOCAL_PROGRAMS
    return name.startswith(_REMOTE)


def windows_drive(path: Path) -> int:
    """`WINDOWS_REMOVABLE`, `WINDOWS_REMOTE` or another of Windows' kinds of drives; 0 on other systems."""
    if sys.platform != "win32":
        return 0
    if str(path).startswith("\\\\"):
        return WINDOWS_REMOTE
    import ctypes

    return int(ctypes.windll.kernel32.GetDriveTypeW(path.anchor))
