"""The window's list of 200,000 documents, from the real engine over its socket.

usage: python -m tests.benchmarks.window_list [--documents 200000] [--data-dir DIR]
`--data-dir` is kept and used again; it is filled at first, by a process of its own. Each line tells how long it takes
until the rows in sight are there and painted (wanted: under 0.5 s), and for how long the event loop stood still.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["RAGDESK_IDLE_S"] = "2"

from ragdesk.client.engine_client import EngineClient
from ragdesk.client.start_engine import EngineStarter
from ragdesk.protocol.document_lists import ListChoice
from ragdesk.window import app as window_app
from ragdesk.window.panels.documents import DocumentsPanel
from ragdesk.window.start_options import StartOptions
from tests.benchmarks.window_stalls import Stalls, memory, until

FILL = "import sys; from pathlib import Path; from tests.benchmarks.many_documents import fill; "
FILL += "fill(Path(sys.argv[1]), int(sys.argv[2]))"


class LongList:
    """The list of a window, and how long it takes to show what it is asked for."""

    def __init__(self, app: window_app.App) -> None:
        panel = app.window.documents
        assert isinstance(panel, DocumentsPanel)
        self.panel = panel
        self._shown = 0
        panel.feed.shown.connect(self._count_shown)

    def measure(self, what: str, work: Callable[[], object], is_done: Callable[[], bool]) -> None:
        until(lambda: not self.panel.feed.is_resting)
        stalls = Stalls()
        began = time.monotonic()
        work()
        until(lambda: is_done() and self._is_seen())
        self.panel.list.viewport().repaint()
        took = time.monotonic() - began
        print(f"{what:34} {took:6.2f} s; {stalls.stop()}; {memory()}", flush=True)

    def jump(self, share: float) -> Callable[[], None]:
        bar = self.panel.list.verticalScrollBar()
        return lambda: bar.setValue(round(bar.maximum() * share))

    def shown_again(self) -> Callable[[], bool]:
        before = self._shown
        return lambda: self._shown > before

    def type(self, words: str) -> Callable[[], None]:
        return lambda: self.panel.search.box.setText(words)

    def is_listed(self, words: str) -> Callable[[], bool]:
        return lambda: self.panel.list.rows.choice.words == words

    def _is_seen(self) -> bool:
        listed, first = self.panel.list.rows, self.panel.list.first_in_sight()
        last = min(first + self.panel.list.count_in_sight(), listed.rowCount())
        return all(listed.record(row) for row in range(first, last))

    def _count_shown(self) -> None:
        self._shown += 1


def measure(data_dir: Path, count: int) -> None:
    client = EngineClient(EngineStarter(data_dir, "default", create=False))
    if "Elsewhere" not in {one.name for one in client.list_libraries()}:
        client.create_library("Elsewhere")
    app = window_app.App(window_app.make_application(), StartOptions(data_dir, "Elsewhere"))
    app.show()
    until(lambda: app.link.is_ready)
    lists = LongList(app)
    panel, view, feed = lists.panel, lists.panel.list, lists.panel.feed
    rows, told = view.rows, app.link.documents_changed.emit
    until(lambda: not feed.is_loading)
    print(f"the window before: {memory()}")
    is_whole = lambda: rows.rowCount() == count  # noqa: E731
    lists.measure(f"its library of {count:,} chosen", lambda: app.link.choose_library("default"), is_whole)
    client.status()  # what else the window asks of a library is over then
    client.list_libraries()
    view.let_go()
    lists.measure("told of them, from nothing", told, is_whole)
    lists.measure("told of a change", told, lists.shown_again())
    for share in (0.5, 1.0, 0.25):
        lists.measure(f"jump to {share:.0%}", lists.jump(share), lambda: True)
    lists.measure("told of a change there", told, lists.shown_again())
    for words in ("l", "letter", "letter 199999", "zzzz", ""):
        lists.measure(f"typed {words!r}", lists.type(words), lists.is_listed(words))
    newest = ListChoice("newest")
    lists.measure("in another order", lambda: panel.search.choose(newest), lambda: rows.choice == newest)
    lists.measure("all chosen", view.selectAll, lambda: True)
    lists.measure("told of a change", told, lists.shown_again())
    found: list[int] = []
    give = lambda: panel.chosen.give(lambda chosen: found.append(len(chosen)))  # noqa: E731
    lists.measure("all of them for a command", give, lambda: found == [count])
    app.close()
    app.link.background.wait_for_threads(5)
    client.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--data-dir", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data_dir: Path = options.data_dir or Path(folder) / "data"
        if not data_dir.exists():
            subprocess.run([sys.executable, "-c", FILL, str(data_dir), str(options.documents)], check=True)
        measure(data_dir, options.documents)
    return 0


if __name__ == "__main__":
    sys.exit(main())
