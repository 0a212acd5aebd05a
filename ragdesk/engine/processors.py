"""How many processors this process may use, which may be fewer than the computer has."""

from __future__ import annotations

import os
import sys


def usable_processors() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
