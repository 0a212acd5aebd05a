"""ChosenDocuments: all documents that are chosen in a long list, also those whose records are not in the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from ragdesk.protocol.errors import BadRequest, RagdeskError
from ragdesk.window.background import Request
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.long_list.look import PIECE, ListedDocument, listed_documents
from ragdesk.window.long_list.rows_feed import RowsFeed
from ragdesk.window.long_list.rows_view import RowsView

Then = Callable[[Sequence[ListedDocument]], None]

TIMES = 5
"""So often they are asked for again where the library changed while they came, so that rows were others."""


class ChosenDocuments(QObject):
    """For commands on the selection. While very many are collected for one, the next command takes its place."""

    collecting_changed = Signal(int)
    """So many are being collected, which takes a while; 0: no more."""

    def __init__(self, link: EngineLink, view: RowsView, feed: RowsFeed, parent: QObject) -> None:
        super().__init__(parent)
        self._link, self._view, self._feed = link, view, feed
        self._request: Request | None = None

    def count(self) -> int:
        return self._view.learn_chosen().count

    def give(self, then: Then) -> None:
        """At once where all are known, else when the engine has told them."""
        self.cancel()
        self._give(then, TIMES)

    def cancel(self) -> None:
        """The user changed their mind."""
        if self._request:
            self._request.cancel()
            self._end()

    def _give(self, then: Then, times: int) -> None:
        chosen, listed = self._view.learn_chosen(), self._view.listed
        known = chosen.records()
        if known is not None:
            then([ListedDocument.of(record) for record in known])
            return
        choice, ranges, count = listed.choice, chosen.ranges, chosen.count
        total = None if self._view.are_all_chosen() else listed.rowCount()

        def take(found: list[ListedDocument] | None) -> None:
            self._end()
            if found is not None:
                then(found)
            else:
                self._feed.look_again(look_again)

        def look_again() -> None:
            if times > 1 and self.count() == count:
                self._give(then, times - 1)
            else:  # rather nothing than a part of them, or others
                problem = self.tr("The list changed meanwhile.")
                self._link.request_failed.emit(BadRequest(problem, self.tr("Choose the documents once more.")))

        if count > PIECE:
            self.collecting_changed.emit(count)
        request = self._request = self._link.request(
            lambda engine: listed_documents(engine, choice, ranges, total, lambda: not request.is_cancelled),
            take,
            self._fail,
        )

    def _fail(self, problem: RagdeskError) -> None:
        self._end()
        self._link.request_failed.emit(problem)

    def _end(self) -> None:
        self._request = None
        self.collecting_changed.emit(0)
