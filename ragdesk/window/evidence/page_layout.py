"""PageLayout: where the pages of a document stand below each other. Numbers only; it draws and asks for nothing."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

SIDE = 20
"""Left and right of a page; with the scroll bar about the 24 of the drawings."""
GAP = 16
USUAL_SIZE = (595.0, 842.0)
"""A4 in points: what the first page is taken for."""
SLACK = 16
"""So many pixels wider or narrower than the pane asks for may a page be, rather than be drawn again for them."""
LEAST_PERCENT, MOST_PERCENT = 25.0, 400.0
SCREEN_DPI = 96
"""What 100 % means, as in other viewers: a logical pixel is a 96th of an inch."""

Size = tuple[float, float]
"""Width and height of a page in points."""


@dataclass(frozen=True, slots=True)
class Zoom:
    """How large pages are: as wide as the pane, whole in the pane, or a share of their true size."""

    fit: Literal["width", "page", "none"] = "width"
    percent: float = 100.0

    def bounded(self) -> Zoom:
        return Zoom(self.fit, min(MOST_PERCENT, max(LEAST_PERCENT, self.percent)))


@dataclass(frozen=True, slots=True)
class PageRect:
    """In logical pixels from the top left corner of the whole."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height


class PageLayout:
    """Pages count from 1. One that was not drawn yet is taken for as large as the first that was drawn of its document,
    or else of the document before.
    """

    def __init__(self) -> None:
        self.pages = 0
        self._document = ""
        self._usual = self._fitted = USUAL_SIZE
        self._sizes: dict[int, Size] = {}
        self._usual_of: dict[str, Size] = {}
        self._zoom = Zoom()
        self._view = (400.0, 600.0)
        self._tops: list[float] = []
        self.width = 0.0
        self.height = 0.0

    def open(self, document: str) -> None:
        """Another document, or the same as it is now; its pages are still to be told."""
        self._document = document
        self._sizes.clear()
        self._usual = self._fitted = self._usual_of.get(document, self._usual)
        self.set_pages(0)

    @property
    def knows_sizes(self) -> bool:
        """Whether a page of the document was drawn, now or before."""
        return bool(self._sizes) or self._document in self._usual_of

    def set_pages(self, pages: int) -> None:
        """How many there are."""
        self.pages = pages
        self._arrange()

    def set_size(self, page: int, width: float, height: float) -> bool:
        """The true size of a page in points; whether anything moved."""
        before = self._sizes.get(page)
        if before is not None and abs(before[0] - width) < 1 and abs(before[1] - height) < 1:
            return False
        moved = before is not None or abs(self._usual[0] - width) > 1 or abs(self._usual[1] - height) > 1
        self._sizes[page] = (width, height)
        if len(self._sizes) == 1:
            self._usual = self._usual_of[self._document] = (width, height)
            if not self._fits_nearly(self._usual):
                self._fitted = self._usual
        if moved:
            self._arrange()
        return moved

    def fit(self, width: float, height: float, zoom: Zoom) -> None:
        """Into a pane of this size."""
        self._view, self._zoom = (width, height), zoom
        self._arrange()

    def scale(self, page: int) -> float:
        """Logical pixels for each point of a page."""
        size = self._sizes.get(page, self._usual)
        return self._fitting(self._fitted if self._fits_nearly(size) else size)

    def rect(self, page: int) -> PageRect:
        """Where a page stands."""
        width, height = self._extent(page)
        return PageRect(max(SIDE - SLACK / 2, (self.width - width) / 2), self._tops[page - 1], width, height)

    def page_at(self, y: float) -> int:
        """The page at this height, or the next one above; 0 without pages."""
        return min(self.pages, max(1, bisect_right(self._tops, y))) if self.pages else 0

    def visible(self, top: float, bottom: float) -> range:
        """The pages of which something stands between two heights."""
        if not self.pages:
            return range(0)
        first = self.page_at(top)
        if self.rect(first).bottom < top and first < self.pages:
            first += 1
        return range(first, self.page_at(bottom) + 1)

    @property
    def percent(self) -> float:
        """How large the pages are now, as a share of their true size."""
        return self.scale(1) * 72 / SCREEN_DPI * 100

    def _fitting(self, size: Size) -> float:
        """The scale at which a page of this size fills the pane, or has its share of its true size."""
        by_width = max(50.0, self._view[0] - 2 * SIDE) / size[0]
        if self._zoom.fit == "width":
            return by_width
        if self._zoom.fit == "page":
            return min(by_width, max(50.0, self._view[1] - 2 * GAP) / size[1])
        return self._zoom.percent / 100 * SCREEN_DPI / 72

    def _fits_nearly(self, size: Size) -> bool:
        """Whether it may be shown at the scale of the others."""
        room = self._view[0] if self._zoom.fit == "width" else max(self._view)
        return abs(self._fitting(self._fitted) / self._fitting(size) - 1) * room <= SLACK

    def _extent(self, page: int) -> tuple[float, float]:
        width, height = self._sizes.get(page, self._usual)
        scale = self.scale(page)
        return round(width * scale), round(height * scale)

    def _arrange(self) -> None:
        self._tops = []
        y, widest = float(GAP), 0.0
        for page in range(1, self.pages + 1):
            width, height = self._extent(page)
            self._tops.append(y)
            y += height + GAP
            widest = max(widest, width)
        self.height = y
        self.width = max(self._view[0], widest + 2 * SIDE - SLACK)
