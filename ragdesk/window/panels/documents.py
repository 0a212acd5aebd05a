"""DocumentsPanel: the left pane: the library, its documents, and what is being read. It puts its parts together."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.dialogs.jobs import JobsDialog
from ragdesk.window.documents.adding import Adding
from ragdesk.window.documents.document_commands import DocumentCommands
from ragdesk.window.documents.document_feed import DocumentFeed
from ragdesk.window.documents.document_list import DocumentList
from ragdesk.window.documents.document_listing import ListChoice, Listing, fitting
from ragdesk.window.documents.document_search import DocumentSearch
from ragdesk.window.documents.drop_target import DropTarget
from ragdesk.window.documents.job_book import JobBook
from ragdesk.window.documents.job_strip import JobStrip
from ragdesk.window.documents.libraries import Libraries
from ragdesk.window.documents.library_commands import LibraryCommands
from ragdesk.window.documents.library_header import LibraryHeader
from ragdesk.window.documents.pane_card import PaneCard
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import WithWords

NARROWEST = 200


class DocumentsPanel(WithWords, QFrame):
    """`find` is for whoever knows where the focus is; `set_dropping` for whoever takes what is dropped."""

    def __init__(
        self, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("documents_panel")
        self.setProperty("role", "side")
        self._desk, self._theming, self._actions = desk, theming, actions
        self._fitted: tuple[Listing, ListChoice, list[int]] | None = None
        self._jobs_dialog: JobsDialog | None = None
        self.libraries = Libraries(link, desk, self)
        self.book = JobBook(link, self)
        self.feed = DocumentFeed(link, self)
        self.adding = Adding(link, desk, self.libraries, actions, self)
        self.library_commands = LibraryCommands(self.libraries, actions, self)
        self.commands = DocumentCommands(link, desk, self.book, theming, self)
        self._make_parts()
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Documents"))
        self.list.setAccessibleName(self.tr("Documents of the library"))
        self._show_empty()
        self._show_jobs()

    def find(self) -> None:  # type: ignore[override]
        """Search the list."""
        self.search.box.setFocus()
        self.search.box.selectAll()

    def set_dropping(self, is_dropping: bool) -> None:
        """Files are held over the window."""
        self.drop.set_dropping(is_dropping)

    def show_jobs(self) -> None:
        """All of them, in a dialog."""
        if self._jobs_dialog is None:
            self._jobs_dialog = JobsDialog(self.book, self.feed, self)
        if self._jobs_dialog.isVisible():
            self._jobs_dialog.raise_()
            self._jobs_dialog.activateWindow()
        self._jobs_dialog.show()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def _make_parts(self) -> None:
        self.header = LibraryHeader(self.libraries, self.library_commands, self._theming, self._actions, self)
        self.search = DocumentSearch(self._theming, self)
        self.list = DocumentList(self._theming, self)
        self.empty: QLabel = plain_label(wraps=True, role="dim")
        self.empty.setObjectName("documents_empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(16, 16, 16, 16)
        self.middle = QStackedWidget(self)
        self.middle.addWidget(self.list)
        self.middle.addWidget(self.empty)
        self.card = PaneCard(self._theming, self)
        self.drop = DropTarget(self)
        self.strip = JobStrip(self.book, self._theming, self)

    def _lay_out(self) -> None:
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 12)
        foot.setSpacing(8)
        foot.addWidget(self.card)
        foot.addWidget(self.drop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.search)
        column.addWidget(self.middle, 1)
        column.addLayout(foot)
        column.addWidget(self.strip)

    def _connect(self) -> None:
        self.feed.listed.connect(self._take_listing)
        self.feed.loading_changed.connect(self._show_empty)
        self.search.changed.connect(self._choose)
        self.search.all_asked_wanted.connect(lambda: self._desk.choose_scope(()))
        self.search.list_wanted.connect(self._enter_list)
        self.list.opened.connect(self.commands.show)
        self.list.remove_wanted.connect(lambda: self.commands.remove(self.list.chosen()))
        self.list.menu_wanted.connect(lambda at: self.commands.open_menu(self.list.chosen(), at))
        self.list.typed.connect(self.search.type)
        self.drop.clicked.connect(self.adding.ask_for_folder)
        self.adding.counting_changed.connect(self._show_counting)
        self.card.dismissed.connect(self.adding.stop_counting)
        self.library_commands.told.connect(self.card.tell)
        self.strip.opened.connect(self.show_jobs)
        self.strip.failures_wanted.connect(lambda: self.search.choose_status("failed"))
        self.book.changed.connect(self._show_jobs)
        self._desk.scope_changed.connect(self._show_scope)
        self._desk.document_asked_for.connect(self.show_document)
        self._actions["pause_jobs"].triggered.connect(self._pause_or_resume)
        self._actions["retry_failed"].triggered.connect(lambda: self.book.retry())

    def show_document(self, document: str) -> None:
        """Select it in the list, filtered or not."""
        if not self.list.choose(document):
            self.search.choose(ListChoice(sort=self.search.choice.sort))
            self.list.choose(document)

    def _take_listing(self, listing: Listing) -> None:
        self.search.take(listing)
        self._fitted = None
        self._show_list()
        self._enable()

    def _choose(self) -> None:
        self.feed.sort_by(self.search.choice.sort)
        self._show_list()

    def _show_list(self) -> None:
        listing, choice = self.feed.listing, self.search.choice
        rows = fitting(listing, choice, self._within(listing, choice))
        self._fitted = (listing, choice, rows)
        self.list.rows.show(listing, rows)
        self._show_empty()

    def _within(self, listing: Listing, choice: ListChoice) -> list[int] | None:
        """What fitted before, where the words were only added to."""
        if self._fitted is None or self._fitted[0] is not listing:
            return None
        _, before, rows = self._fitted
        is_narrower = choice.words.startswith(before.words) and replace(choice, words=before.words) == before
        return rows if is_narrower else None

    def _show_empty(self) -> None:
        has_rows = self.list.rows.rowCount() > 0
        if self.feed.listing.records:
            self.empty.setText(self.tr("No document fits."))
        elif self.feed.is_loading:
            self.empty.setText(self.tr("Looking…"))
        else:
            self.empty.setText(self.tr("Nothing here yet. Drop a folder on the window, or click below to choose one."))
        self.middle.setCurrentWidget(self.list if has_rows else self.empty)

    def _enter_list(self) -> None:
        if self.list.rows.rowCount():
            self.list.setFocus()
            if not self.list.currentIndex().isValid():
                self.list.selectRow(0)

    def _show_counting(self, words: str) -> None:
        if words:
            self.card.tell_busy(words)
        else:
            self.card.hide()

    def _show_scope(self) -> None:
        self.list.rows.set_asked(self._desk.scope)
        self.search.take_asked(len(self._desk.scope))

    def _show_jobs(self) -> None:
        self.list.rows.set_reading(self.book.reading())
        under_way = self.book.under_way()
        pause = self._actions["pause_jobs"]
        pause.setEnabled(bool(under_way))
        is_paused = bool(under_way) and under_way[0].state == "paused"
        pause.setText(self.tr("Go on reading") if is_paused else self.tr("Pause reading"))

    def _pause_or_resume(self) -> None:
        under_way = self.book.under_way()
        is_paused = bool(under_way) and under_way[0].state == "paused"
        for job in under_way:
            if is_paused and job.state == "paused":
                self.book.resume(job)
            elif not is_paused and job.state != "paused":
                self.book.pause(job)

    def _enable(self) -> None:
        statuses = self.feed.listing.statuses
        self._actions["retry_failed"].setEnabled(statuses["failed"] + statuses["partly"] > 0)
