"""The holes in a warm process's memory are filled, without its growing much."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

FILLS = """
import ctypes, json
from ragdesk.engine.documents.workers import full_heap, host
libc = ctypes.CDLL(None)

def told():
    libc.mallinfo2.restype = full_heap.HeapInfo
    found = libc.mallinfo2()
    return found.arena, found.fordblks - found.keepcost

(size, holes), _ = told(), full_heap.fill_heap()
print(json.dumps([size, holes, *told()]))
"""


IS_GNU = sys.platform == "linux" and hasattr(ctypes.CDLL(None), "mallinfo2")


@pytest.mark.skipif(not IS_GNU, reason="another C library")
def test_holes_are_filled() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FILLS], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )
    size, holes, size_after, holes_after = map(int, done.stdout.strip("[]\n").split(","))
    assert holes_after < holes / 4
    assert size_after - size < 2**20
