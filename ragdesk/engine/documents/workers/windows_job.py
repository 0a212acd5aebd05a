"""Windows: puts this process into a job object that limits its memory and lets it start no other process.

Never tried: written from the documentation of `JOBOBJECT_EXTENDED_LIMIT_INFORMATION`. A job object does not keep a
process from reading files or from using a network.
"""

from __future__ import annotations

import ctypes
import sys

_EXTENDED_LIMITS = 9
_ONE_PROCESS, _PROCESS_MEMORY, _NO_ERROR_BOX, _END_WITH_JOB = 0x8, 0x100, 0x400, 0x2000


class _Basic(ctypes.Structure):
    _fields_ = (
        ("process_time", ctypes.c_int64), ("job_time", ctypes.c_int64), ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t), ("most_working_set", ctypes.c_size_t), ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t), ("priority", ctypes.c_uint32), ("scheduling", ctypes.c_uint32),
    )  # fmt: skip


class _Extended(ctypes.Structure):
    _fields_ = (
        ("basic", _Basic), ("io_counters", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t), ("peak_process", ctypes.c_size_t), ("peak_job", ctypes.c_size_t),
    )  # fmt: skip


def limit_this_process(memory_bytes: int) -> None:
    """Cannot be undone. Raises OSError where Windows refuses."""
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        limits = _Extended(process_memory=memory_bytes)
        limits.basic.flags = _ONE_PROCESS | _PROCESS_MEMORY | _NO_ERROR_BOX | _END_WITH_JOB
        limits.basic.processes = 1
        size = ctypes.sizeof(limits)
        is_set = kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), size)
        # The handle stays open: the job, and with it this process, ends when it is closed.
        if not is_set or not kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess())):
            raise ctypes.WinError(ctypes.get_last_error())
