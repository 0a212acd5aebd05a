"""Puts a thread behind the programs that somebody is looking at, where the system knows that for one thread."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

NICENESS = 10
"""Of 0 to 19: beside a thread of usual priority, a tenth of the processor is left to this one."""


def lower_this_thread() -> bool:
    """Lower the priority of the calling thread, and of threads that it starts; whether the system did it.

    Linux: niceness, which belongs to a thread there and is inherited by threads and processes that it starts. macOS:
    quality of service "utility", which threads do not inherit. Windows: below normal, which they do not inherit either.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
            return True
        return False
    if sys.platform == "darwin":
        return _lower_on_macos()
    if sys.platform == "win32":
        return _lower_on_windows()
    return False


def _lower_on_macos() -> bool:
    import ctypes

    utility = 0x11  # QOS_CLASS_UTILITY in sys/qos.h
    with suppress(OSError, AttributeError):
        return bool(ctypes.CDLL(None).pthread_set_qos_class_self_np(utility, 0) == 0)
    return False


def _lower_on_windows() -> bool:
    import ctypes

    below_normal = -1
    with suppress(OSError, AttributeError):
        kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
        kernel.GetCurrentThread.restype = ctypes.c_void_p
        kernel.SetThreadPriority.argtypes = (ctypes.c_void_p, ctypes.c_int)
        return bool(kernel.SetThreadPriority(kernel.GetCurrentThread(), below_normal))
    return False
