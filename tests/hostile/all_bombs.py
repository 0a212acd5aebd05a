"""`python -m tests.hostile.all_bombs`: all bombs against the program's own limits, a line each, and how many passed.

PDFs are also drawn. `--only WORD` runs those with the word in their name. Ends with 1 where a promise was broken.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ragdesk.engine.documents.sandbox import Readers
from ragdesk.protocol.errors import RagdeskError
from tests.hostile.bombs import BOMBS
from tests.hostile.processes import children, resident_megabytes

MOST_SECONDS, MOST_WORKER_MB, MOST_GROWTH_MB, MOST_WAIT = 60, 1000, 50, 1.0
_DRAWING_GROWTH_MB = 120
"""A drawn page is handed over, and may itself take 75 MB."""
_NEIGHBOUR = "The key hangs behind the door."
_PAGE = f"<html><body><p>{_NEIGHBOUR}</p></body></html>".encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="")
    only = parser.parse_args().only
    print(f"{'file':32}{'bytes':>11}{'s':>7}{'worker MB':>10}{'engine MB':>10}{'next s':>8}  what became of it")
    broken: list[str] = []
    tried = 0
    with Readers(parallel=2) as readers:
        readers.read(_PAGE, "warm.html")
        for name, make in BOMBS:
            if only not in name:
                continue
            data = make()
            tried += 1
            broken += _try(name, len(data), readers, partial(_read, readers, data, name), MOST_GROWTH_MB)
            if name.endswith(".pdf"):
                act = partial(_drawn, readers, data, name)
                broken += _try(f"{name}, drawn", len(data), readers, act, _DRAWING_GROWTH_MB)
    print(f"{tried} bombs, {len(broken)} broken promises", *broken, sep="\n")
    sys.exit(bool(broken))


def _try(name: str, size: int, readers: Readers, act: Callable[[], str], most_growth: int) -> list[str]:
    found: list[str] = []
    beside = threading.Thread(target=lambda: found.append(_text_of(readers)))
    before, started = resident_megabytes(), time.monotonic()
    with _Watch() as watch:
        beside.start()
        told = act()
        took, grew = time.monotonic() - started, resident_megabytes() - before
        started = time.monotonic()
        following = _text_of(readers)
        waited = time.monotonic() - started
        beside.join()
    print(f"{name:32}{size:11}{took:7.1f}{watch.peak:10}{grew:10}{waited:8.2f}  {told}", flush=True)
    promises = {
        "ends in time": took < MOST_SECONDS,
        "its reader stays small": watch.peak < MOST_WORKER_MB,
        "the engine stays small": grew < most_growth,
        "the next file starts": waited < MOST_WAIT,
        "has a reason": bool(told),
        "neighbours succeed": [*found, following] == [_NEIGHBOUR] * 2,
    }
    return [f"{name}: {promise}" for promise, is_kept in promises.items() if not is_kept]


def _text_of(readers: Readers) -> str:
    return readers.read(_PAGE, "neighbour.html").sections[0].text


def _read(readers: Readers, data: bytes, name: str) -> str:
    try:
        reading = readers.read(data, name)
    except RagdeskError as problem:
        return _reason(problem)
    return f"read, {len(reading.sections)} sections. {(reading.shortfall or '')[:120]}"


def _drawn(readers: Readers, data: bytes, name: str) -> str:
    try:
        image = readers.render_page(data, name, 1, 1.5)
    except RagdeskError as problem:
        return _reason(problem)
    return f"drawn, {image.width} x {image.height}, page 1 of {image.pages}"


def _reason(problem: RagdeskError) -> str:
    return f"{getattr(problem, 'code', 'refused')}: {problem.message} ({(problem.detail or '')[:80]})"


class _Watch:
    """The most memory that any worker had, in megabytes, looked at fifty times a second."""

    def __init__(self) -> None:
        self.peak = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._is_over.wait(0.02):
            for host in children(os.getpid()):
                for worker in children(host):
                    self.peak = max(self.peak, _peak_megabytes(worker))


def _peak_megabytes(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM:")), 0)


if __name__ == "__main__":
    main()
