"""How the warm process forks: on Linux without what Python does around a fork, which takes a worker 1 ms.

Python has locks made anew, threads forgotten and random numbers begun again, for processes with several threads. The
warm process has one, which is all that a fork takes along, and no reader needs random numbers.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable


def forking() -> Callable[[], int]:
    """As `os.fork`, to be called from the only thread that there is."""
    if sys.platform != "linux":
        return os.fork
    # PyDLL, so that Python's lock is held all along.
    fork = ctypes.PyDLL(None, use_errno=True).fork

    def fork_alone() -> int:
        process = int(fork())
        if process < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return process

    return fork_alone
