"""Windows: a job object that limits a process's memory, lets it start no other, and ends it with the engine.

Never tried: written from Microsoft's documentation of job objects. A job object does not keep a process from reading
files or from using a network; see `windows_integrity` for writing.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

_EXTENDED_LIMITS, _UI_LIMITS = 9, 4
ONE_PROCESS, PROCESS_MEMORY, NO_ERROR_BOX, END_WITH_JOB = 0x8, 0x100, 0x400, 0x2000
FLAGS = ONE_PROCESS | PROCESS_MEMORY | NO_ERROR_BOX | END_WITH_JOB
_NO_UI = 0xFF
"""No clipboard, no other windows' handles, no change of settings or desktop, no switching the computer off."""


class Basic(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("process_time", ctypes.c_int64), ("job_time", ctypes.c_int64), ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t), ("most_working_set", ctypes.c_size_t), ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t), ("priority", ctypes.c_uint32), ("scheduling", ctypes.c_uint32),
    )  # fmt: skip


class Extended(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", Basic), ("io_counters", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t), ("peak_process", ctypes.c_size_t), ("peak_job", ctypes.c_size_t),
    )  # fmt: skip


def limits_of(memory_bytes: int) -> Extended:
    limits = Extended(process_memory=memory_bytes)
    limits.basic.flags = FLAGS
    limits.basic.processes = 1
    return limits


class Job:
    """Held by the engine for each reader: when it is closed, or the engine ends, so does the reader."""

    def __init__(self, memory_bytes: int) -> None:
        """Raises OSError where Windows refuses."""
        self._handle: int | None = None
        if sys.platform == "win32":
            kernel = _kernel()
            self._handle = kernel.CreateJobObjectW(None, None)
            self._set(kernel, _EXTENDED_LIMITS, limits_of(memory_bytes))
            self._set(kernel, _UI_LIMITS, ctypes.c_uint32(_NO_UI))

    def take_in(self, process_handle: int) -> None:
        """Raises OSError where Windows refuses."""
        if sys.platform == "win32":
            kernel = _kernel()
            if not kernel.AssignProcessToJobObject(self._handle, process_handle):
                raise ctypes.WinError(ctypes.get_last_error())

    def close(self) -> None:
        if sys.platform == "win32" and self._handle:
            _kernel().CloseHandle(self._handle)
            self._handle = None

    def _set(self, kernel: Any, kind: int, limits: Any) -> None:
        if sys.platform == "win32":
            size = ctypes.sizeof(limits)
            if not kernel.SetInformationJobObject(self._handle, kind, ctypes.byref(limits), size):
                raise ctypes.WinError(ctypes.get_last_error())


def own_limits() -> str:
    """What the job that this process is in enforces. Raises OSError where it is in none, or in one without limits."""
    if sys.platform == "win32":
        found = Extended()
        if not _kernel().QueryInformationJobObject(
            None, _EXTENDED_LIMITS, ctypes.byref(found), ctypes.sizeof(found), None
        ):
            raise ctypes.WinError(ctypes.get_last_error())
        return told_limits(found)
    raise OSError("only Windows has job objects")


def told_limits(found: Extended) -> str:
    missing = FLAGS & ~found.basic.flags
    if missing or found.basic.processes != 1:
        raise OSError(f"the job object lacks limits (0x{missing:x})")
    return f"{found.process_memory // 2**20} MB, one process, ends with the engine"


def _kernel() -> Any:
    """With handles as wide as they are."""
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        handle = ctypes.c_void_p
        kernel.CreateJobObjectW.restype = handle
        kernel.CreateJobObjectW.argtypes = (handle, ctypes.c_wchar_p)
        kernel.AssignProcessToJobObject.argtypes = (handle, handle)
        kernel.SetInformationJobObject.argtypes = (handle, ctypes.c_int, handle, ctypes.c_uint32)
        kernel.QueryInformationJobObject.argtypes = (handle, ctypes.c_int, handle, ctypes.c_uint32, handle)
        kernel.CloseHandle.argtypes = (handle,)
        return kernel
    raise OSError("only Windows has job objects")
