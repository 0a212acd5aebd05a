"""DocumentsPanel: the left pane: the library, its documents, and what is being read. It puts its parts together."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.dialogs.jobs import JobsDialog
from ragdesk.window.documents.adding import Adding
from ragdesk.window.documents.document_commands import DocumentCommands
from ragdesk.window.documents.document_list import DocumentList
from ragdesk.window.documents.document_search import DocumentSearch
from ragdesk.window.documents.drop_target import DropTarget
from ragdesk.window.documents.job_book import JobBook
from ragdesk.window.documents.job_strip import JobStrip
from ragdesk.window.documents.libraries import Libraries
from ragdesk.window.documents.library_commands import LibraryCommands
from ragdesk.window.documents.library_header import LibraryHeader
from ragdesk.window.documents.pane_card import PaneCard
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.long_list.chosen_documents import ChosenDocuments
from ragdesk.window.long_list.look import is_narrowed
from ragdesk.window.long_list.rows_feed import RowsFeed
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill, number

NARROWEST = 200


class DocumentsPanel(WithWords, QFrame):
    """`find` is for whoever knows where the focus is; `set_dropping` for whoever takes what is dropped."""

    def __init__(
        self, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("documents_panel")
        self.setProperty("role", "side")
        self._link, self._desk, self._theming, self._actions = link, desk, theming, actions
        self._jobs_dialog: JobsDialog | None = None
        self.libraries = Libraries(link, desk, self)
        self.book = JobBook(link, self)
        self.adding = Adding(link, desk, self.libraries, actions, self)
        self.library_commands = LibraryCommands(self.libraries, actions, self)
        self.commands = DocumentCommands(link, desk, self.book, theming, self)
        self._make_parts()
        self.feed = RowsFeed(link, self.list, self.search.choice, self)
        self.chosen = ChosenDocuments(link, self.list, self.feed, self)
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
            self._jobs_dialog = JobsDialog(self._link, self.book, self)
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
        self.feed.shown.connect(self._take_list)
        self.feed.loading_changed.connect(self._show_empty)
        self.search.changed.connect(lambda: self.feed.choose(self.search.choice))
        self.search.all_asked_wanted.connect(lambda: self._desk.choose_scope(()))
        self.search.list_wanted.connect(self._enter_list)
        self.list.opened.connect(self.commands.show)
        self.list.remove_wanted.connect(lambda: self.chosen.give(self.commands.remove))
        self.list.menu_wanted.connect(self._open_menu)
        self.list.typed.connect(self.search.type)
        self.drop.clicked.connect(self.adding.ask_for_folder)
        self.adding.counting_changed.connect(self._show_counting)
        self.chosen.collecting_changed.connect(self._show_collecting)
        self.card.dismissed.connect(self.adding.stop_counting)
        self.card.dismissed.connect(self.chosen.cancel)
        self.library_commands.told.connect(self.card.tell)
        self.strip.opened.connect(self.show_jobs)
        self.strip.failures_wanted.connect(lambda: self.search.choose_status("failed"))
        self.book.changed.connect(self._show_jobs)
        self._desk.scope_changed.connect(self._show_scope)
        self._desk.document_asked_for.connect(self.feed.reveal)
        self._actions["pause_jobs"].triggered.connect(self._pause_or_resume)
        self._actions["retry_failed"].triggered.connect(lambda: self.book.retry())

    def _take_list(self) -> None:
        self.search.take(self.feed.choice, self.list.rows.counts)
        self._show_empty()
        statuses = self.list.rows.counts.statuses
        self._actions["retry_failed"].setEnabled(statuses.get("failed", 0) + statuses.get("partly", 0) > 0)

    def _open_menu(self, at: QPoint) -> None:
        records = self.list.chosen()
        self.commands.open_menu(records, at, self.chosen.give if len(records) < self.chosen.count() else None)

    def _show_empty(self) -> None:
        rows = self.list.rows
        if rows.counts.total and is_narrowed(rows.choice):
            self.empty.setText(self.tr("No document fits."))
        elif self.feed.is_loading:
            self.empty.setText(self.tr("Looking…"))
        else:
            self.empty.setText(self.tr("Nothing here yet. Drop a folder on the window, or click below to choose one."))
        self.middle.setCurrentWidget(self.list if rows.rowCount() else self.empty)

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

    def _show_collecting(self, documents: int) -> None:
        self._show_counting(fill(self.tr("Looking up %1 documents…"), number(documents)) if documents else "")

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
