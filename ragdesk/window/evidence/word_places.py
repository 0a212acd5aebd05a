"""WordPlaces: where characters of a document's text stand on its pages, asked for in the background and kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from ragdesk.protocol.errors import EngineGone, RagdeskError
from ragdesk.protocol.records import PageMarks
from ragdesk.window.background import Request
from ragdesk.window.engine_link import EngineLink

Span = tuple[int, int]
"""First character and the one after the last."""

MOST_KEPT = 2000


class WordPlaces(QObject):
    """One request at a time, the most important first; what is no longer asked for is not sent."""

    found = Signal(int, int)
    """The marks from `start` to `end` are known, perhaps as none."""

    def __init__(self, link: EngineLink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._document = ""
        self._kept: dict[Span, tuple[PageMarks, ...]] = {}
        self._wanted: list[Span] = []
        self._under_way: Request | None = None

    def open(self, document: str) -> None:
        """Forget what was found; also for a document that changed."""
        self._document = document
        self._kept.clear()
        self.retry()
        self._wanted = []

    def retry(self) -> None:
        """What was under way is asked anew by the next `want`."""
        if self._under_way:
            self._under_way.cancel()
        self._under_way = None

    def marks(self, span: Span) -> tuple[PageMarks, ...] | None:
        """None where it is not known yet."""
        return self._kept.get(span)

    def want(self, spans: Sequence[Span]) -> None:
        """In place of those wanted before."""
        self._wanted = [span for span in spans if span not in self._kept and span[1] > span[0]]
        self._send()

    def _send(self) -> None:
        if self._under_way is not None or not self._wanted:
            return
        document, span = self._document, self._wanted.pop(0)
        self._under_way = self._link.request(
            lambda engine: engine.locate(document, span[0], span[1]),
            lambda marks: self._take(span, marks),
            lambda problem: self._fail(span, problem),
        )

    def _take(self, span: Span, marks: Sequence[PageMarks]) -> None:
        self._under_way = None
        if len(self._kept) >= MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[span] = tuple(marks)
        self.found.emit(*span)
        self._send()

    def _fail(self, span: Span, problem: RagdeskError) -> None:
        if isinstance(problem, EngineGone):
            self._under_way = None  # asked anew when the engine is back
            return
        # The page itself tells what is wrong with the file; here it only means that nothing can be marked.
        self._take(span, ())
