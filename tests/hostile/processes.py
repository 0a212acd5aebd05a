"""What the tests look at in other processes, by Linux's /proc."""

from __future__ import annotations

import ctypes
import gc
import os
import time
from pathlib import Path


def resident_megabytes() -> int:
    """What this process holds: memory that was freed, but that the allocator has not given back yet, is not held."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20


def children(process: int) -> list[int]:
    lists = [path.read_text("ascii").split() for path in Path(f"/proc/{process}/task").glob("*/children")]
    return [int(child) for children_of_thread in lists for child in children_of_thread]


def session_of(leader: int) -> list[int]:
    """All that runs in the session of that process, which itself may be gone."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("ascii", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader:
            found.append(int(stat.parent.name))
    return found


def has_ended(process: int) -> bool:
    """Gone, or nothing but a name in its parent's list."""
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def end_within(processes: list[int], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if all(has_ended(process) for process in processes):
            return True
        time.sleep(0.01)
    return False
