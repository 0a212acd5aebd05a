"""PageStore: images of a document's pages, asked for in the background, kept within bounds. It draws nothing itself."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from ragdesk.protocol.errors import EngineProblem, RagdeskError
from ragdesk.protocol.records import PageImage
from ragdesk.window.background import Request
from ragdesk.window.engine_link import EngineLink

MOST_BYTES = 48 * 1024 * 1024
"""Some 60 pages at the width of the pane, 15 on a screen of twice the density: the window stays below 150 MB."""

AT_ONCE = 2
"""Requests under way: the engine draws one page at a time, so a third would only make a page left behind be drawn."""

MOST_SCALE = 5.0
"""What the engine draws at most."""

LEAST_SHRUNK, MOST_SHRUNK = 1.2, 3.0
"""How much larger than needed an image may be to be made smaller. Letters get blurred by less, and thin by more."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as an image; `scale` is what it was asked for with."""

    image: QImage
    pages: int
    scale: float


class PageStore(QObject):
    """Holds one image of each page, the last that came. Pages that are no longer wanted are no longer asked for."""

    arrived = Signal(int)
    """The image of a page is there."""
    failed = Signal(int, object)
    """A page cannot be drawn: its number and the RagdeskError. It is not asked for again until `open` or `retry`."""

    def __init__(self, link: EngineLink, parent: QObject | None = None, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(parent)
        self._link = link
        self._most_bytes = most_bytes
        self._document = ""
        self._kept: OrderedDict[int, Drawn] = OrderedDict()
        self._wanted: list[tuple[int, float]] = []
        self._under_way: dict[int, Request] = {}
        self._failed: set[int] = set()

    def open(self, document: str) -> None:
        """Forget the pages before; also for a document that changed."""
        self._document = document
        self._kept.clear()
        self._forget_requests()

    def retry(self) -> None:
        """Ask again for what failed or was under way, as when an engine came back."""
        wanted = self._wanted
        self._forget_requests()
        self._wanted = wanted

    def image(self, page: int) -> Drawn | None:
        """The page at any scale, if one is there."""
        return self._kept.get(page)

    def shrink(self, page: int, scale: float) -> None:
        """Make do with an image that came much larger than it is needed, rather than have the page drawn again."""
        drawn, scale = self._kept.get(page), _bounded(scale)
        if drawn is None or not LEAST_SHRUNK <= drawn.scale / scale <= MOST_SHRUNK:
            return
        size = drawn.image.size() * (scale / drawn.scale)
        image = drawn.image.scaled(size, mode=Qt.TransformationMode.SmoothTransformation)
        self._kept[page] = Drawn(image, drawn.pages, scale)
        self._wanted = [(one, scale if one == page else wanted) for one, wanted in self._wanted]

    @property
    def has_any(self) -> bool:
        """Whether any page of the document was drawn."""
        return bool(self._kept)

    def want(self, pages: Sequence[tuple[int, float]]) -> None:
        """These pages at these scales, the most important first, in place of those wanted before."""
        self._wanted = [(page, _bounded(scale)) for page, scale in pages]
        wanted = {page for page, _ in self._wanted}
        for page in [page for page in self._under_way if page not in wanted]:
            self._under_way.pop(page).cancel()
        for page, _ in reversed(self._wanted):
            if page in self._kept:
                self._kept.move_to_end(page)
        self._send()

    def _send(self) -> None:
        for page, scale in self._wanted:
            if len(self._under_way) >= AT_ONCE:
                return
            if page not in self._under_way and page not in self._failed and not self._has(page, scale):
                self._ask(page, scale)

    def _has(self, page: int, scale: float) -> bool:
        kept = self._kept.get(page)
        return kept is not None and abs(kept.scale - scale) < 0.002

    def _ask(self, page: int, scale: float) -> None:
        document = self._document
        self._under_way[page] = self._link.request(
            lambda engine: _drawn(engine.render_page(document, page, scale), scale),
            lambda drawn: self._take(page, drawn),
            lambda problem: self._fail(page, problem),
        )

    def _take(self, page: int, drawn: Drawn) -> None:
        self._under_way.pop(page, None)
        self._kept[page] = drawn
        self._kept.move_to_end(page)
        self._drop_old()
        self.arrived.emit(page)
        self._send()

    def _fail(self, page: int, problem: RagdeskError) -> None:
        self._under_way.pop(page, None)
        self._failed.add(page)
        self.failed.emit(page, problem)
        self._send()

    def _drop_old(self) -> None:
        wanted = {page for page, _ in self._wanted}
        total = sum(drawn.image.sizeInBytes() for drawn in self._kept.values())
        for page in list(self._kept):
            if total <= self._most_bytes:
                return
            if page not in wanted:
                total -= self._kept.pop(page).image.sizeInBytes()

    def _forget_requests(self) -> None:
        for request in self._under_way.values():
            request.cancel()
        self._under_way.clear()
        self._wanted = []
        self._failed.clear()


def _bounded(scale: float) -> float:
    return round(min(MOST_SCALE, max(0.05, scale)), 3)


def _drawn(page: PageImage, scale: float) -> Drawn:
    """In the request's thread: converting a page takes some milliseconds."""
    if page.width < 1 or page.height < 1 or len(page.pixels) != page.width * page.height * 3:
        raise EngineProblem("The picture of this page is damaged.", "Look at the text instead.")
    image = QImage(page.pixels, page.width, page.height, page.width * 3, QImage.Format.Format_RGB888)
    return Drawn(image.convertToFormat(QImage.Format.Format_RGB32), page.pages, scale)
