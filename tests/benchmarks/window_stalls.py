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
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication

from ragdesk.protocol.events import DocumentsChanged
from ragdesk.protocol.records import DocumentId, DocumentRecord
from ragdesk.window import app as window_app
from ragdesk.window.start_options import StartOptions
from tests.long_pdf import long_pdf
from tests.window.fake_engine import FakeEngine
from tests.window.sample_data import documents


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
    """Answers for `long`, in the order of its paths, without sorting it anew for each reply."""

    def __init__(self) -> None:
        super().__init__()
        self.long: list[DocumentRecord] = []

    def documents_after(self, path: str = "", limit: int = 2000) -> list[DocumentRecord]:
        at = bisect_right(self.long, path, key=lambda one: one.document)
        return self.long[at : at + limit]


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
    questions = 0
    while "done" not in states:
        before = app.desk.answer
        app.desk.question_proposed.emit("What does the text say about the harbour?")
        until(lambda before=before: app.desk.answer is not before or "done" in states)  # type: ignore[misc]
        questions += 1
    print(f"{pages} pages indexed, {questions} questions meanwhile: {stalls.stop()}; {_memory()}")
    app.close()
    app.link.background.wait_for_threads(5)


def long_list(application: QApplication, folder: Path, count: int) -> None:
    """A list of very many documents, from an engine that answers at once."""
    engine = LongList()
    app = window_app.App(application, StartOptions(folder / "other", "default"), engine.attach)
    app.show()
    until(lambda: engine.listeners == 1)
    before = _memory()
    one = documents()[0]
    engine.long = [
        replace(one, id=DocumentId(n), document=f"/archive/{n // 500:04}/file-{n:06}.pdf") for n in range(count)
    ]
    with_many = _memory()
    views = app.window.documents.findChildren(QAbstractItemView)

    def rows() -> int:
        return max(view.model().rowCount() if view.model() else 0 for view in views)

    stalls = Stalls()
    engine.say(DocumentsChanged(engine.library))
    first = until(rows)
    took = first + until(lambda: rows() >= count)
    told = stalls.stop()
    print(f"{count} documents, from being told of them: first rows {first:.2f} s, all {took:.2f} s; {told}")
    print(f"memory: {before}, {with_many} with the FakeEngine's records, {_memory()} with the list")
    app.close()
    app.link.background.wait_for_threads(5)


def _memory() -> str:
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
