"""macOS: how much memory a process holds, since its limit of the address space is not kept there. A number in and out.

Never tried: written from the header libproc.h (`proc_pid_rusage`).
"""

from __future__ import annotations

import ctypes
import sys

FIRST_VERSION = 0
LOOK_SECONDS = 0.2
"""A reader that grows by a gigabyte a second is found 200 MB later."""


class Usage(ctypes.Structure):
    """rusage_info_v0."""

    _fields_ = (
        ("uuid", ctypes.c_uint8 * 16), ("user_time", ctypes.c_uint64), ("system_time", ctypes.c_uint64),
        ("idle_wakeups", ctypes.c_uint64), ("interrupt_wakeups", ctypes.c_uint64), ("page_ins", ctypes.c_uint64),
        ("wired", ctypes.c_uint64), ("resident", ctypes.c_uint64), ("footprint", ctypes.c_uint64),
        ("start", ctypes.c_uint64), ("exit", ctypes.c_uint64),
    )  # fmt: skip


def held_bytes(process: int) -> int:
    """0 where it cannot be told."""
    if sys.platform != "darwin":
        return 0
    found = Usage()
    library = ctypes.CDLL("/usr/lib/libproc.dylib")
    if library.proc_pid_rusage(process, FIRST_VERSION, ctypes.byref(found)):
        return 0
    return int(found.footprint)
