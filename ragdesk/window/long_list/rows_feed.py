"""RowsFeed: keeps a long list as the library is, in the order and with the filter that were chosen; not too often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ragdesk.protocol.document_lists import ListChoice
from ragdesk.protocol.errors import EngineGone, RagdeskError
from ragdesk.window.background import Request
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.long_list.look import Look, Wish, look
from ragdesk.window.long_list.missing_rows import MissingRows
from ragdesk.window.long_list.rows_view import RowsView

REST = 10.0
"""After a look that took a second, the next one comes ten seconds later at the soonest."""
LEAST_REST_S, MOST_REST_S = 0.25, 15.0
TIMES = 3
"""So often a look is taken again because something else was chosen or came in sight meanwhile."""


class RowsFeed(QObject):
    """Follows the chosen library by itself. What is listed stays in sight until what comes next is there."""

    shown = Signal()
    """The list is as the library was a moment ago; what it holds is in the view's model."""
    loading_changed = Signal()

    def __init__(
        self,
        link: EngineLink,
        view: RowsView,
        choice: ListChoice,
        parent: QObject | None = None,
        dialog: QWidget | None = None,
    ) -> None:
        """While `dialog` is closed nothing is asked for it."""
        super().__init__(parent)
        self.choice = choice
        """What is to be shown; `view.listed.choice` is what is."""
        self.is_loading = True
        self._link, self._view, self._dialog = link, view, dialog
        self.missing = MissingRows(link, view, self)
        self.missing.outdated.connect(self._hear_of_change)
        self._wanted: str | None = None
        self._request: Request | None = None
        self._is_stale = self._is_urgent = False
        self._then: list[Callable[[], None]] = []
        self._times = 0
        self._are_counts_true = False
        self._library: str | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._rested)
        link.engine_ready.connect(lambda _: self.load())
        link.documents_changed.connect(self.refresh)
        if dialog is not None:
            dialog.installEventFilter(self)
        if link.is_ready:
            self.load()

    @property
    def is_resting(self) -> bool:
        """A change would be looked at only a moment later."""
        return self._rest.isActive()

    def load(self) -> None:
        """All anew; what was listed of another library goes when the new one is there."""
        if self._request:
            self._request.cancel()
        self._request = None
        self.missing.stop()
        self._set_loading(True)
        self._is_stale, self._are_counts_true = True, False
        if not self._is_asleep():
            self.look_again()

    def refresh(self) -> None:
        """Something changed: soon."""
        self._are_counts_true = False
        if self._request is not None or self.is_resting or self._is_asleep():
            self._is_stale = True
        else:
            self.look_again()

    def choose(self, choice: ListChoice) -> None:
        """Another order or filter. While one is looked up, only the last one chosen is kept."""
        if choice != self.choice:
            self.choice = choice
            self.look_again()

    def reveal(self, document: str) -> None:
        """Choose this one and bring it into sight, if need be without the filter."""
        row = self._view.listed.row_of(document)
        if row is not None and self.choice == self._view.listed.choice:
            self._view.reveal(row)
        else:
            self._wanted = document
            self.look_again()

    def look_again(self, then: Callable[[], None] | None = None) -> None:
        """Now, or when the look that is being taken is there; then go on with `then`."""
        if then:
            self._then.append(then)
        self._times = 0
        if self._request is None:
            self._ask()
        else:
            self._is_urgent = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self._dialog and event.type() == QEvent.Type.Show and self._is_stale and self._link.is_ready:
            self.look_again()
        return super().eventFilter(watched, event)

    def _hear_of_change(self) -> None:
        """Before it is told; rows are waited for."""
        self._are_counts_true = False
        self.look_again()

    def _is_asleep(self) -> bool:
        return self._dialog is not None and not self._dialog.isVisible()

    def _ask(self) -> None:
        self._is_stale = self._is_urgent = False
        self._rest.stop()
        counts = self._view.listed.counts if self._are_counts_true else None
        wish = replace(self._wish(), counts=counts)
        self._request = self._link.request(
            lambda engine: look(engine, wish), lambda found: self._take(found, wish), self._give_up
        )

    def _wish(self) -> Wish:
        if self._library != self._link.library:
            return Wish(self.choice, count=self._view.count_in_sight(), wanted=self._wanted)
        return self._view.wish(self.choice, self._wanted)

    def _take(self, found: Look, wish: Wish) -> None:
        self._request = None
        is_other = self._library != self._link.library
        if wish.choice != self.choice or wish.wanted != self._wanted:
            self._ask()
        elif not is_other and self._times < TIMES and self._view.is_outdated(found):
            self._times += 1
            self._ask()
        else:
            self._show(found, is_other=is_other)

    def _show(self, found: Look, *, is_other: bool) -> None:
        if is_other:
            self._library = self._link.library
            self._view.let_go()
        self.choice = found.choice
        self._are_counts_true = not self._is_stale
        self._view.show_look(found)
        wanted, self._wanted = self._wanted, None
        if wanted is not None and (row := found.places.get(wanted)) is not None:
            self._view.reveal(row)
        self._rest.start(round(1000 * min(max(LEAST_REST_S, REST * found.took_s), MOST_REST_S)))
        self._set_loading(False)
        self.missing.go_on()
        then, self._then = self._then, []
        self.shown.emit()
        for one in then:
            one()
        if self._is_urgent and self._request is None:
            self._ask()

    def _give_up(self, problem: RagdeskError) -> None:
        self._request = None
        self._wanted, self._then = None, []
        self._set_loading(False)
        if not isinstance(problem, EngineGone):  # all is asked for anew once it is back
            self._link.request_failed.emit(problem)

    def _rested(self) -> None:
        if self._is_stale and self._request is None and not self._is_asleep():
            self._ask()

    def _set_loading(self, is_loading: bool) -> None:
        if is_loading != self.is_loading:
            self.is_loading = is_loading
            self.loading_changed.emit()
