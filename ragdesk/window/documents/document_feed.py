"""DocumentFeed: brings the library's documents into the window in pieces, and again when they change, not too often."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.errors import EngineGone, RagdeskError
from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.background import Request
from ragdesk.window.documents.document_listing import Listing, SortBy, listing_of
from ragdesk.window.engine_link import EngineLink

FIRST_PAGE, PAGE = 200, 2000
"""Documents in a reply: the first ones, more than a screen shows, are there at once; 2,000 take 25 ms to take in."""
FIRST_PAGES, MORE_PAGES = 1, 8
"""Pages asked for before what came is shown, or as many as are listed already; each time after, so many times more."""

REST = 10.0
"""After a refresh that took a second, the next one comes ten seconds later at the soonest."""
LEAST_REST_S, MOST_REST_S = 0.25, 15.0


class DocumentFeed(QObject):
    """Follows the chosen library by itself. While it loads, what is there already is given out."""

    listed = Signal(object)
    """A Listing; at first of the first documents, then of more."""
    loading_changed = Signal()

    def __init__(self, link: EngineLink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.listing = Listing()
        self.is_loading = True
        self._link = link
        self._sort: SortBy = "name"
        self._records: Sequence[DocumentRecord] = ()
        self._request: Request | None = None
        self._sorting: Request | None = None
        self._pages = FIRST_PAGES
        self._took_s = 0.0
        self._is_first = True
        self._library = link.library
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._rested)
        self._is_stale = False
        link.engine_ready.connect(self.load)
        link.documents_changed.connect(self.refresh)
        if link.is_ready:
            self.load()

    def load(self) -> None:
        """All anew; what was listed of another library goes with the first of the new ones."""
        self._cancel()
        self._is_first = self._is_first or self._link.library != self._library
        self._library = self._link.library
        self._set_loading(True)
        self._begin()

    def refresh(self) -> None:
        """Something changed: soon."""
        if self._request is not None or self._rest.isActive():
            self._is_stale = True
        else:
            self._begin()

    def sort_by(self, sort: SortBy) -> None:
        """In another order."""
        if sort == self._sort:
            return
        self._sort = sort
        records = self.listing.records
        if self._sorting:
            self._sorting.cancel()
        self._sorting = self._link.background.run(lambda: listing_of(records, sort), self._give_out)

    def _cancel(self) -> None:
        for request in (self._request, self._sorting):
            if request:
                request.cancel()
        self._request = self._sorting = None
        self._rest.stop()

    def _begin(self) -> None:
        self._is_stale = False
        self._records = ()
        self._pages = FIRST_PAGES if self._is_first else FIRST_PAGES + 1 + len(self.listing.records) // PAGE
        self._took_s = 0.0
        self._ask()

    def _ask(self) -> None:
        before, pages, sort = self._records, self._pages, self._sort
        found = self._link.request(lambda engine: _more(engine, before, pages, sort), self._take, self._give_up)
        self._request = found

    def _take(self, found: _Found) -> None:
        listing, is_all = found.listing, found.is_all
        self._took_s += found.took_s
        if is_all or self._is_first or len(listing.records) > len(self.listing.records):
            self._give_out(listing)
        self._records = listing.records
        if not is_all:
            self._pages *= MORE_PAGES
            self._ask()
            return
        self._request = None
        self._is_first = False
        self._set_loading(False)
        self._rest.start(round(1000 * min(max(LEAST_REST_S, REST * self._took_s), MOST_REST_S)))

    def _give_out(self, listing: Listing) -> None:
        if listing.sort != self._sort:  # asked for before the user chose another order
            records, sort = listing.records, self._sort
            self._sorting = self._link.background.run(lambda: listing_of(records, sort), self._give_out)
            return
        self.listing = listing
        self.listed.emit(listing)

    def _give_up(self, problem: RagdeskError) -> None:
        self._request = None
        self._set_loading(False)
        if not isinstance(problem, EngineGone):  # all is asked for anew once it is back
            self._link.request_failed.emit(problem)

    def _rested(self) -> None:
        if self._is_stale:
            self._begin()

    def _set_loading(self, is_loading: bool) -> None:
        if is_loading != self.is_loading:
            self.is_loading = is_loading
            self.loading_changed.emit()


@dataclass(frozen=True, slots=True)
class _Found:
    listing: Listing
    is_all: bool
    took_s: float
    """The work itself: how long it waited to be done says nothing of what the next one costs."""


def _more(engine: EngineApi, before: Sequence[DocumentRecord], pages: int, sort: SortBy) -> _Found:
    """So many pages more, and whether these were the last. In a request's thread."""
    began = time.monotonic()
    records, is_all = list(before), False
    for _ in range(pages):
        wanted = PAGE if records else FIRST_PAGE
        page = engine.documents_after(records[-1].document if records else "", wanted)
        records.extend(page)
        is_all = len(page) < wanted
        if is_all:
            break
    listing = listing_of(records, sort)
    return _Found(listing, is_all, time.monotonic() - began)
