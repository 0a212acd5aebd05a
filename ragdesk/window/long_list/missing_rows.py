"""MissingRows: asks for the records of the rows in sight, and of those chosen, where they are not there yet."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ragdesk.protocol.document_lists import DocumentRows
from ragdesk.protocol.errors import EngineGone, RagdeskError
from ragdesk.window.background import Request
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.long_list.look import AROUND
from ragdesk.window.long_list.rows_view import RowsView

MOST_UNDER_WAY = 2
REST_MS = 50
FAR = 100
"""Rows: where the list has moved farther in `REST_MS`, its bar is being dragged, and nothing is asked for yet."""


class MissingRows(QObject):
    """At most two requests are under way; what is asked for next is what is in sight then, not what passed by."""

    outdated = Signal()
    """The list has another length by now: rows must not be mixed with those that are there."""

    def __init__(self, link: EngineLink, view: RowsView, parent: QObject) -> None:
        super().__init__(parent)
        self._link, self._view = link, view
        self._under_way: dict[Request, tuple[int, int]] = {}
        self._is_stopped = True
        self._top = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._rested)
        view.verticalScrollBar().valueChanged.connect(lambda _: self._moved())
        view.verticalScrollBar().rangeChanged.connect(lambda *_: self._moved())
        view.selectionModel().selectionChanged.connect(lambda *_: self._moved())

    def stop(self) -> None:
        """Another library, or the engine anew: what is asked for now would not fit what is listed."""
        for request in self._under_way:
            request.cancel()
        self._under_way.clear()
        self._is_stopped = True

    def go_on(self) -> None:
        """The list was shown anew."""
        self.stop()
        self._is_stopped = False
        self._fill()

    def _moved(self) -> None:
        if not self._rest.isActive():
            self._top = self._view.first_in_sight()
            self._rest.start()

    def _rested(self) -> None:
        before, self._top = self._top, self._view.first_in_sight()
        if abs(self._top - before) > FAR:
            self._rest.start()
        else:
            self._fill()

    def _fill(self) -> None:
        while not self._is_stopped and len(self._under_way) < MOST_UNDER_WAY:
            if (wanted := self._next()) is None:
                break
            self._ask(*wanted)

    def _next(self) -> tuple[int, int] | None:
        listed, first = self._view.listed, self._view.first_in_sight()
        last = min(first + self._view.count_in_sight() + AROUND, listed.rowCount()) - 1
        if last < 0:
            return None
        stretch = listed.cache.stretch
        asked = {start for begin, count in self._under_way.values() for start in range(begin, begin + count, stretch)}
        if missing := listed.cache.missing(max(0, first - AROUND), last, asked):
            return missing
        unknown = (row for row in self._view.learn_chosen().unknown() if row // stretch * stretch not in asked)
        row = next(iter(unknown), None)
        return None if row is None else (row // stretch * stretch, stretch)

    def _ask(self, first: int, count: int) -> None:
        choice, looks = self._view.listed.choice, self._view.listed.looks
        request = self._link.request(
            lambda engine: engine.list_rows(choice, first, count),
            lambda rows: self._take(request, rows, looks),
            lambda problem: self._give_up(request, problem),
        )
        self._under_way[request] = (first, count)

    def _take(self, request: Request, rows: DocumentRows, looks: int) -> None:
        self._under_way.pop(request, None)
        listed = self._view.listed
        if looks != listed.looks:
            return
        if rows.total != listed.rowCount():
            self.outdated.emit()
            return
        listed.add(rows)
        self._view.learn_more()
        self._fill()

    def _give_up(self, request: Request, problem: RagdeskError) -> None:
        self._under_way.pop(request, None)
        if not isinstance(problem, EngineGone):
            self._link.request_failed.emit(problem)
