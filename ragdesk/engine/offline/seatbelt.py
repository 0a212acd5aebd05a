"""macOS: a sandbox profile for this process and all that it starts, which knows no network but Unix sockets.

`sandbox_init` is deprecated, and is all that the system offers to a program that is not from its shop. Never tried on
a Mac: `kernel_denial` counts it as in force only after a connection was really refused.
"""

from __future__ import annotations

import ctypes
import errno

PROFILE = b"""(version 1)
(allow default)
(deny network*)
(allow network* (local unix-socket))
(allow network* (remote unix-socket))
"""


def refuse_network() -> None:
    """For good. Raises OSError, also where a sandbox is in force already."""
    system = ctypes.CDLL("/usr/lib/libSystem.B.dylib", use_errno=True)
    problem = ctypes.c_char_p()
    if system.sandbox_init(ctypes.c_char_p(PROFILE), ctypes.c_uint64(0), ctypes.byref(problem)):
        why = (problem.value or b"no reason given").decode("utf-8", "replace")
        system.sandbox_free_error(problem)
        raise OSError(errno.EPERM, why)
