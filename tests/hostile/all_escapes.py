"""`python -m tests.hostile.all_escapes`: T14 in figures. Readers that were taken over try to get out and to lie.

Every escape is tried by a process that reads one file, by one that reads many small texts, and by one that draws; with
Landlock and as on a kernel without it. Every crafted, huge or slow reply is sent by a worker and by a warm process.
Ends with 1 where one came through.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ragdesk.engine.documents.sandbox import Readers
from ragdesk.engine.documents.workers.forked_workers import ForkedWorkers
from ragdesk.engine.documents.workers.limits import Limits
from ragdesk.protocol.errors import CannotRead, RagdeskError
from tests.hostile.escapes import DEADLY, ESCAPES
from tests.hostile.hostile_host import ALL, READING
from tests.hostile.nonsense import NONSENSE
from tests.hostile.processes import resident_megabytes

MOST_GROWTH_MB = 70
"""An answer may hold 64 MB of text."""
MOST_SECONDS = 10.0
LIMITS = Limits(seconds=1)


def escapes(host: str) -> tuple[int, list[str]]:
    """How many were tried, and those that came through."""
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as folder, _readers(LIMITS, host) as readers:
        secret = Path(folder) / "diary.txt"
        secret.write_text("secret", "utf-8")
        target = [str(secret), folder, os.getpid()]
        for name in (*ESCAPES, *DEADLY):
            order = json.dumps({"escape": name, "target": target}).encode()
            ways: dict[str, Callable[[], str]] = {
                "reading": lambda order=order: readers.read(order, "a.dat").sections[0].text,  # type: ignore[misc]
                "reading many": lambda order=order: readers.read(order, "a.txt").sections[0].text,  # type: ignore[misc]
                "drawing": lambda order=order: str(readers.render_page(b"%PDF-" + order, "a.pdf", 1, 1)),  # type: ignore[misc]
            }
            failed += [f"{name}, while {way}" for way, act in ways.items() if not _is_refused(act)]
            if secret.read_text("utf-8") != "secret" or os.listdir(folder) != ["diary.txt"]:
                failed.append(f"{name}: the user's folder was changed")
    return 3 * (len(ESCAPES) + len(DEADLY)), failed


def replies() -> tuple[int, list[str]]:
    """How many were sent, and those that hurt the engine."""
    failed: list[str] = []
    with _readers(Limits(seconds=1), "captured_host") as readers:
        for name in NONSENSE:
            order = json.dumps({"answer": name}).encode()
            if not _is_survived(lambda order=order: readers.read(order, "a.dat")):  # type: ignore[misc]
                failed.append(f"a worker: {name}")
    for number in range(len(ALL)):
        patience = Limits(
            seconds=0.5, drawing_seconds=0.5, sections=number, first_start_seconds=1, start_seconds=0.5, end_seconds=0.2
        )  # fmt: skip
        with _readers(patience, "hostile_host") as readers:
            is_reading = number < len(READING)
            act = (lambda: readers.read(b"words", "a.dat")) if is_reading else (
                lambda: readers.render_page(b"%PDF-1.7", "a.pdf", 1, 1.0)
            )  # fmt: skip
            if not _is_survived(act):
                failed.append(f"a warm process: {ALL[number].__qualname__} ({number})")
    return len(NONSENSE) + len(ALL), failed


def _readers(limits: Limits, host: str) -> Readers:
    return Readers(limits, ForkedWorkers(limits, f"tests.hostile.{host}"), parallel=1)


def _is_refused(act: Callable[[], str]) -> bool:
    try:
        told = act()
    except CannotRead as problem:
        told = problem.message
        return told.startswith("refused") or "SIGSYS" in (problem.detail or "")
    return told.startswith("refused")


def _is_survived(act: Callable[[], object]) -> bool:
    before, started = resident_megabytes(), time.monotonic()
    try:
        act()
    except RagdeskError as problem:
        grew, took = resident_megabytes() - before, time.monotonic() - started
        return bool(problem.message) and grew < MOST_GROWTH_MB and took < MOST_SECONDS
    return False


def main() -> None:
    failed: list[str] = []
    for host, title in (("captured_host", "with Landlock"), ("old_kernel_host", "without Landlock")):
        tried, through = escapes(host)
        print(f"escapes, {title}: {tried - len(through)} of {tried} refused", flush=True)
        failed += through
    sent, hurt = replies()
    print(f"crafted, huge and slow replies: {sent - len(hurt)} of {sent} survived, with a reason", flush=True)
    print(*failed, *hurt, sep="\n")
    sys.exit(bool(failed or hurt))


if __name__ == "__main__":
    main()
