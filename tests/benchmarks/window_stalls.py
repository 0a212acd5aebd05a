"""How long the window's event loop stands still while much goes on, what a long list costs, and memory.

usage: python -m tests.benchmarks.window_stalls [--pages 600] [--documents 200000] [--cache DIR]
Targets: longest stall under 50 ms while 600 pages are indexed and an answer is written; 200,000 documents listed in
under 0.5 s; under 150 MB of memory in the window's process.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import psutil

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ragdesk.protocol.document_lists import DocumentCounts, DocumentRows, ListChoice
from ragdesk.protocol.events import DocumentsChanged
from ragdesk.protocol.records import DocumentId, DocumentRecord
from ragdesk.window import app as window_app
from ragdesk.window.documents.document_list import DocumentList
from ragdesk.window.start_options import StartOptions
from tests.long_pdf import long_pdf
from tests.window.fake_engine import FakeEngine
from tests.window.sample_data import documents

QUESTIONS = ("What did Benita the baker count at dawn?", "What does the text say about the harbour?")
"""One that the long PDF answers once it is indexed, so that the model writes, and one that it does not."""


class Stalls:
    """The times between two turns of the event loop, wall clock and the thread's own time on the processor."""

    def __init__(self) -> None:
        self.longest_ms = self.longest_cpu_ms = 0.0
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._last, self._last_cpu = time.monotonic(), time.thread_time()
        self._timer.start(4)

    def stop(self) -> str:
        self._timer.stop()
        return f"longest stall {self.longest_ms:.0f} ms, of which on the processor {self.longest_cpu_ms:.0f} ms"

    def _beat(self) -> None:
        now, cpu = time.monotonic(), time.thread_time()
        self.longest_ms = max(self.longest_ms, (now - self._last) * 1000)
        self.longest_cpu_ms = max(self.longest_cpu_ms, (cpu - self._last_cpu) * 1000)
        self._last, self._last_cpu = now, cpu


class LongList(FakeEngine):
    """Answers for `long`, which is in order, without sorting it anew for each reply."""

    def __init__(self) -> None:
        super().__init__()
        self.long: list[DocumentRecord] = []

    def list_rows(self, choice: ListChoice, first: int = 0, limit: int = 200) -> DocumentRows:
        return DocumentRows(first, len(self.long), tuple(self.long[first : first + limit]))

    def find_rows(self, choice: ListChoice, documents: Sequence[str]) -> list[int | None]:
        rows = {one.document: row for row, one in enumerate(self.long)}
        return [rows.get(document) for document in documents]

    def count_documents(self) -> DocumentCounts:
        return DocumentCounts(len(self.long), {"ready": len(self.long)})


def until(condition: Callable[[], object], seconds: float = 300) -> float:
    """The seconds that it took."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            raise TimeoutError
        QTest.qWait(5)
    return time.monotonic() - began


def while_indexing(application: QApplication, folder: Path, pages: int) -> None:
    """The real engine reads a long PDF and answers questions meanwhile."""
    docs = folder / "docs"
    docs.mkdir()
    (docs / "long.pdf").write_bytes(long_pdf(pages))
    app = window_app.App(application, StartOptions(folder / "data", "default"))
    app.show()
    until(lambda: app.link.is_ready)
    states: list[str] = []
    app.link.job_changed.connect(lambda job: states.append(job.state))
    stalls = Stalls()
    app.desk.add_asked_for.emit([docs], False)
    origins: Counter[str] = Counter()
    for question in cycle(QUESTIONS):
        before = app.desk.answer
        QTimer.singleShot(
            1, lambda question=question: app.desk.question_proposed.emit(question)
        )  # a turn of its own, as a key
        until(lambda before=before: app.desk.answer is not before or "done" in states)  # type: ignore[misc]
        if "done" in states:
            break
        origins[app.desk.answer.origin if app.desk.answer else ""] += 1
    told = ", ".join(f"{count} {origin}" for origin, count in origins.items())
    print(f"{pages} pages indexed, {origins.total()} answers meanwhile ({told}): {stalls.stop()}; {memory()}")
    app.close()
    app.link.background.wait_for_threads(5)


def long_list(application: QApplication, folder: Path, count: int) -> None:
    """A list of very many documents, from an engine that answers at once; `window_list` has it from the real one."""
    engine = LongList()
    app = window_app.App(application, StartOptions(folder / "other", "default"), engine.attach)
    app.show()
    until(lambda: engine.listeners == 1)
    before = memory()
    one = documents()[0]
    engine.long = [
        replace(one, id=DocumentId(n), document=f"/archive/{n // 500:04}/file-{n:06}.pdf") for n in range(count)
    ]
    with_many = memory()
    rows = app.window.documents.findChildren(DocumentList)[0].rows
    stalls = Stalls()
    engine.say(DocumentsChanged(engine.library))
    took = until(lambda: rows.rowCount() >= count)
    told = stalls.stop()
    print(f"{count} documents, from being told of them: listed in {took:.2f} s; {told}")
    print(f"memory: {before}, {with_many} with the FakeEngine's records, {memory()} with the list")
    app.close()
    app.link.background.wait_for_threads(5)


def memory() -> str:
    """Of this process."""
    return f"{psutil.Process().memory_info().rss / 1e6:.0f} MB"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    if options.cache:
        os.environ["RAGDESK_CACHE_DIR"] = str(options.cache)
    os.environ["RAGDESK_IDLE_S"] = "2"
    application = window_app.make_application()
    with tempfile.TemporaryDirectory() as folder:
        while_indexing(application, Path(folder), options.pages)
        long_list(application, Path(folder), options.documents)
    return 0


if __name__ == "__main__":
    sys.exit(main())
