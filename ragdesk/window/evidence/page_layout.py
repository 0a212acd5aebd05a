"""PageLayout: where the pages of a document stand below each other. Numbers only; it draws and asks for nothing."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

SIDE = 20
"""Left and right of a page; with the scroll bar about the 24 of the drawings."""
GAP = 16
USUAL_SIZE = (595.0, 842.0)
"""A4 in points: what a page is taken for until one was drawn."""
LEAST_PERCENT, MOST_PERCENT = 25.0, 400.0
SCREEN_DPI = 96
"""What 100 % means, as in other viewers: a logical pixel is a 96th of an inch."""


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
    """Pages count from 1. A page that was not drawn yet has the size of the last one that was."""

    def __init__(self) -> None:
        self.pages = 0
        self._usual = USUAL_SIZE
        self._sizes: dict[int, tuple[float, float]] = {}
        self._zoom = Zoom()
        self._view = (400.0, 600.0)
        self._tops: list[float] = []
        self.width = 0.0
        self.height = 0.0

    def clear(self) -> None:
        """Another document."""
        self._sizes.clear()
        self._usual = USUAL_SIZE
        self.set_pages(0)

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
            self._usual = (width, height)
        if moved:
            self._arrange()
        return moved

    def fit(self, width: float, height: float, zoom: Zoom) -> None:
        """Into a pane of this size."""
        self._view, self._zoom = (width, height), zoom
        self._arrange()

    def scale(self, page: int) -> float:
        """Logical pixels for each point of a page."""
        width, height = self._sizes.get(page, self._usual)
        by_width = max(50.0, self._view[0] - 2 * SIDE) / width
        if self._zoom.fit == "width":
            return by_width
        if self._zoom.fit == "page":
            return min(by_width, max(50.0, self._view[1] - 2 * GAP) / height)
        return self._zoom.percent / 100 * SCREEN_DPI / 72

    def rect(self, page: int) -> PageRect:
        """Where a page stands."""
        width, height = self._extent(page)
        return PageRect(max(SIDE, (self.width - width) / 2), self._tops[page - 1], width, height)

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
        self.width = max(self._view[0], widest + 2 * SIDE)
