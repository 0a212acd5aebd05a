"""`python -m tests.hostile.all_bombs`: all bombs against the program's own limits, a line each with time and reason."""

from __future__ import annotations

import time

from ragdesk.engine.documents.sandbox import Readers
from ragdesk.protocol.errors import CannotRead
from tests.hostile.bombs import BOMBS
from tests.hostile.processes import resident_megabytes


def main() -> None:
    print(f"{'file':20}{'bytes':>11}{'seconds':>9}{'engine MB':>11}{'next s':>8}  what became of it")
    with Readers(parallel=1) as readers:
        readers.read(b"words", "warm.txt")
        for name, make in BOMBS:
            data = make()
            before, started = resident_megabytes(), time.monotonic()
            told = _outcome(readers, data, name)
            took, grew = time.monotonic() - started, resident_megabytes() - before
            started = time.monotonic()
            readers.read(b"words", "next.txt")
            print(f"{name:20}{len(data):11}{took:9.1f}{grew:11}{time.monotonic() - started:8.2f}  {told}", flush=True)


def _outcome(readers: Readers, data: bytes, name: str) -> str:
    try:
        reading = readers.read(data, name)
    except CannotRead as problem:
        return f"{problem.code}: {problem.message} ({(problem.detail or '')[:80]})"
    return f"read, {len(reading.sections)} sections. {reading.shortfall or ''}"


if __name__ == "__main__":
    main()
