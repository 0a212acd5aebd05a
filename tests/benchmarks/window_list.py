"""How long the document list keeps the window waiting with 200,000 documents: `python tests/benchmarks/window_list.py`.

Listed: from the moment that the records are there in the window until the list is painted. Making them fit to be
searched happens in a thread before; it is told too.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtWidgets import QApplication

from ragdesk.window.documents.document_list import DocumentList
from ragdesk.window.documents.document_listing import ListChoice, fitting, listing_of
from ragdesk.window.theming import Appearance, Theming
from tests.window.sample_data import document

COUNT, TIMES = 200_000, 5


def main() -> None:
    application = QApplication([])
    theming = Theming(Appearance("light", 100, "yes"))
    theming.apply()
    records = [document(n, f"/files/{n % 999:03}/letter {n}.pdf", f"Letter {n}", pages=n % 90) for n in range(COUNT)]
    listing = listing_of(records, "name")
    view = DocumentList(theming)
    view.resize(264, 700)
    view.show()

    def listed(words: str = "") -> None:
        view.rows.show(listing, fitting(listing, ListChoice(words=words)))
        view.viewport().repaint()
        application.processEvents()

    def emptied() -> None:
        view.rows.show(listing, [])

    print(f"{COUNT:,} documents; best and worst of {TIMES}, and the median of the thread's own time")
    print("made ready in a thread", _timed(lambda: listing_of(records, "name"), lambda: None))
    print("listed and painted    ", _timed(listed, emptied))
    for words in ("l", "letter 19", "letter 199999", "zzz"):
        print(f"filtered by {words!r:16}", _timed(lambda words=words: listed(words), listed))
    half = [at for at in listing.order if at % 1000]
    print("others, all selected  ", _timed(lambda: view.rows.show(listing, half), lambda: (listed(), view.selectAll())))


def _timed(work: Callable[[], object], before: Callable[[], object]) -> str:
    took, on_processor = [], []
    for _ in range(TIMES):
        before()
        start, start_cpu = time.perf_counter(), time.thread_time()
        work()
        took.append((time.perf_counter() - start) * 1000)
        on_processor.append((time.thread_time() - start_cpu) * 1000)
    return f"{min(took):7.1f} {max(took):7.1f} ms, of which on the processor {statistics.median(on_processor):6.1f} ms"


if __name__ == "__main__":
    main()
