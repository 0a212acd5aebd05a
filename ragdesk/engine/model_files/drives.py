"""Whether a file lies on a drive that may go away while it is read: a stick, a network share. Linux; elsewhere: no."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ragdesk.engine.remote_drives import is_remote

_BY_PROGRAM = "fuse"
"""What the names of file systems begin with that lie behind a program of the user's, which may end."""


def may_vanish(path: Path) -> bool:
    """A mapped file that goes away kills the process that reads it; one that was read whole does not."""
    if sys.platform != "linux":
        return False
    try:
        device = os.stat(path).st_dev
        number = f"{os.major(device)}:{os.minor(device)}"
        return lies_elsewhere(number, Path("/proc/self/mountinfo").read_text("utf-8", "replace")) or _is_removable(
            number
        )
    except OSError:
        return False


def lies_elsewhere(number: str, mounts: str) -> bool:
    """`number` is the device as "major:minor"; `mounts` has the form of /proc/self/mountinfo."""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) > 2 and fields[2] == number:
            return is_remote(after.split(" ")[0]) or after.startswith(_BY_PROGRAM)
    return False


def _is_removable(number: str) -> bool:
    device = Path("/sys/dev/block", number).resolve()
    # A partition's folder lies in that of its disk, which has the mark.
    return any(
        mark.read_text("ascii").strip() == "1"
        for mark in (device / "removable", device.parent / "removable")
        if mark.is_file()
    )
