"""Whether a file lies on a drive that may go away while it is read: a stick, a network share. Linux; elsewhere: no."""

from __future__ import annotations

import os
import sys
from pathlib import Path

REMOTE = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "fuse", "davfs", "glusterfs", "ncpfs", "vboxsf", "lustre", "gfs")
"""What the names of file systems begin with that lie on another computer, or behind a program of the user's."""


def may_vanish(path: Path) -> bool:
    """A mapped file that goes away kills the process that reads it; one that was read whole does not."""
    if sys.platform != "linux":
        return False
    try:
        device = os.stat(path).st_dev
        number = f"{os.major(device)}:{os.minor(device)}"
        return is_remote(number, Path("/proc/self/mountinfo").read_text("utf-8", "replace")) or _is_removable(number)
    except OSError:
        return False


def is_remote(number: str, mounts: str) -> bool:
    """`number` is the device as "major:minor"; `mounts` has the form of /proc/self/mountinfo."""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) > 2 and fields[2] == number:
            return after.startswith(REMOTE)
    return False


def _is_removable(number: str) -> bool:
    device = Path("/sys/dev/block", number).resolve()
    # A partition's folder lies in that of its disk, which has the mark.
    return any(
        mark.read_text("ascii").strip() == "1"
        for mark in (device / "removable", device.parent / "removable")
        if mark.is_file()
    )
