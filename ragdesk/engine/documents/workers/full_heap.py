"""Fills the holes that imports left in this process's memory, so that workers have their own pages for what they make.

For each hole that a worker fills, a whole page is copied: that was an eighth of all pages that a small PDF cost.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_LARGEST, _SMALLEST = 64 * 1024, 24
_MOST_BLOCKS = 20_000


class HeapInfo(ctypes.Structure):
    """struct mallinfo2; `keepcost` is what is free at the end of the heap."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks",
                     "keepcost")
    )  # fmt: skip


def fill_heap() -> None:
    """Takes blocks of each size, the largest first, until they come from the end. They are never given back."""
    if sys.platform != "linux":
        return
    # Other C libraries than GNU's have no such call, and a heap that is put together in another way.
    with suppress(AttributeError):
        _fill(ctypes.CDLL(None))


def _fill(libc: ctypes.CDLL) -> None:
    told, take, give = libc.mallinfo2, libc.malloc, libc.free
    told.restype, take.restype, give.restype = HeapInfo, ctypes.c_void_p, None
    size = _LARGEST
    for _ in range(_MOST_BLOCKS):
        at_end = told().keepcost
        block = ctypes.c_void_p(take(ctypes.c_size_t(size)))
        if told().keepcost != at_end or not block:
            give(block)
            if size <= _SMALLEST:
                return
            size = max(size * 3 // 4, _SMALLEST) if size > 1024 else size - 16
