"""DocumentFeed: brings the library's documents into the window in pieces, and again when they change, not too often."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.errors import EngineGone, RagdeskError
from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.background import Request
from ragdesk.window.documents.document_listing import Listing, SortBy, listing_of
from ragdesk.window.engine_link import EngineLink

PAGE = 2000
FIRST_PAGES, MORE_PAGES = 1, 8
"""Pages asked for at once: the first is shown at once; each time after, so many times more."""

REST = 10.0
"""After a refresh that took a second, the next one comes ten seconds later at the soonest."""
LEAST_REST_MS = 250


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
        self._records: list[DocumentRecord] = []
        self._request: Request | None = None
        self._sorting: Request | None = None
        self._pages = FIRST_PAGES
        self._began = 0.0
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
        self._records = []
        self._pages = FIRST_PAGES if self._is_first else 1_000_000
        self._began = time.monotonic()
        self._ask()

    def _ask(self) -> None:
        before, pages, sort = list(self._records), self._pages, self._sort
        found = self._link.request(lambda engine: _more(engine, before, pages, sort), self._take, self._give_up)
        self._request = found

    def _take(self, found: tuple[Listing, bool]) -> None:
        listing, is_all = found
        if self._is_first or is_all:
            self._give_out(listing)
        self._records = list(listing.records)
        if not is_all:
            self._pages *= MORE_PAGES
            self._ask()
            return
        self._request = None
        self._is_first = False
        self._set_loading(False)
        self._rest.start(max(LEAST_REST_MS, round((time.monotonic() - self._began) * 1000 * REST)))

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


def _more(engine: EngineApi, before: list[DocumentRecord], pages: int, sort: SortBy) -> tuple[Listing, bool]:
    """So many pages more, and whether these were the last. In a request's thread."""
    records = before
    for _ in range(pages):
        page = engine.documents_after(records[-1].document if records else "", PAGE)
        records.extend(page)
        if len(page) < PAGE:
            return listing_of(records, sort), True
    return listing_of(records, sort), False
