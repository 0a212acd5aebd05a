"""JobsDialog: all jobs, what became of them, and the documents that could not be read, with why."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from ragdesk.protocol.document_lists import ListChoice
from ragdesk.protocol.engine_records import JobRecord
from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.documents.document_facts import all_facts, joined, name_of
from ragdesk.window.documents.job_book import UNDER_WAY, JobBook
from ragdesk.window.documents.job_words import job_aim, job_progress, job_result, state_words
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.engine_words import said
from ragdesk.window.long_list.chosen_documents import ChosenDocuments
from ragdesk.window.long_list.rows_feed import RowsFeed
from ragdesk.window.long_list.rows_model import RowsModel
from ragdesk.window.long_list.rows_view import RowsView
from ragdesk.window.reasons import short_reason
from ragdesk.window.widgets.plain import plain_label, plain_tooltip
from ragdesk.window.widgets.translated import WithWords

Index = QModelIndex | QPersistentModelIndex


class JobModel(QAbstractListModel):
    """One row a job, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs: list[JobRecord] = []

    def show(self, jobs: list[JobRecord]) -> None:
        is_same = [job.id for job in jobs] == [job.id for job in self.jobs]
        if not is_same:
            self.beginResetModel()
        self.jobs = jobs
        if not is_same:
            self.endResetModel()
        elif jobs:
            self.dataChanged.emit(self.index(0), self.index(len(jobs) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.jobs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        job = self.jobs[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            told = job_progress(job) if job.state in UNDER_WAY else job_result(job)
            return joined(job_aim(job), job.library, state_words(job), told)
        return (
            plain_tooltip("\n".join((*job.paths, said(job.reason or ""))))
            if role == Qt.ItemDataRole.ToolTipRole
            else None
        )


class FailureModel(RowsModel):
    """One row a document that failed."""

    def said_of(self, record: DocumentRecord, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return joined(name_of(record.document), short_reason(record.reason_code), said(record.reason or ""))
        return plain_tooltip(all_facts(record)) if role == Qt.ItemDataRole.ToolTipRole else None


class JobsDialog(WithWords, QDialog):
    """Non-modal; follows jobs and documents while it is open."""

    def __init__(self, link: EngineLink, book: JobBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jobs_dialog")
        self._book = book
        self.jobs = JobModel(self)
        self.failures = FailureModel(self)
        self.jobs_label = plain_label(role="section")
        self.failures_label = plain_label(role="section")
        self.job_list = self._list("jobs_list", self.jobs)
        self.failure_list = RowsView(self.failures, self)
        self.failure_list.setObjectName("failures_list")
        self.feed = RowsFeed(link, self.failure_list, ListChoice(status="failed"), self, dialog=self)
        self.chosen_failures = ChosenDocuments(link, self.failure_list, self.feed, self)
        names = ("pause", "cancel", "try_again", "close_button")
        self.pause, self.cancel, self.try_again, self.close_button = (QPushButton(self) for _ in names)
        for name in names:
            getattr(self, name).setObjectName(f"jobs_{name}")
            getattr(self, name).setAutoDefault(False)
        self._lay_out()
        self.pause.clicked.connect(self._pause_or_resume)
        self.cancel.clicked.connect(self._cancel)
        self.try_again.clicked.connect(self._try_again)
        self.close_button.clicked.connect(self.close)
        for model in (self.job_list.selectionModel(), self.failure_list.selectionModel()):
            model.selectionChanged.connect(lambda *_: self._enable())
        book.changed.connect(self._show)
        self.feed.shown.connect(self._enable)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Jobs"))
        self.jobs_label.setText(self.tr("Jobs of all libraries, newest first"))
        self.failures_label.setText(self.tr("Files of this library that could not be read"))
        for view, label in ((self.job_list, self.jobs_label), (self.failure_list, self.failures_label)):
            view.setAccessibleName(label.text())
            view.setToolTip(label.text())
        self.cancel.setText(self.tr("Cancel the job"))
        self.cancel.setToolTip(self.tr("End the chosen job; what is read stays"))
        self.try_again.setText(self.tr("Try again"))
        self.try_again.setToolTip(self.tr("Read the chosen files again, or all of them"))
        self.close_button.setText(self.tr("Close"))
        self._show()

    def chosen_job(self) -> JobRecord | None:
        """The one that the buttons are for: the selected one, or the first."""
        row = self.job_list.currentIndex().row()
        jobs = self.jobs.jobs
        return jobs[row] if 0 <= row < len(jobs) else next(iter(jobs), None)

    def _list(self, name: str, model: QAbstractListModel) -> QListView:
        view = QListView(self)
        view.setObjectName(name)
        view.setModel(model)
        view.setUniformItemSizes(True)
        view.setSpacing(2)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        return view

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self.pause)
        above.addWidget(self.cancel)
        above.addStretch(1)
        below = QHBoxLayout()
        below.addWidget(self.try_again)
        below.addStretch(1)
        below.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.jobs_label)
        column.addWidget(self.job_list, 3)
        column.addLayout(above)
        column.addWidget(self.failures_label)
        column.addWidget(self.failure_list, 2)
        column.addLayout(below)
        self.resize(680, 480)

    def _show(self) -> None:
        self.jobs.show(self._book.jobs())
        self._enable()

    def _enable(self) -> None:
        job = self.chosen_job()
        is_paused = job is not None and job.state == "paused"
        self.pause.setText(self.tr("Go on") if is_paused else self.tr("Pause"))
        self.pause.setToolTip(self.tr("Let the chosen job go on") if is_paused else self.tr("Pause the chosen job"))
        is_under_way = job is not None and job.state in UNDER_WAY
        self.pause.setEnabled(is_under_way)
        self.cancel.setEnabled(is_under_way)
        self.try_again.setEnabled(self.failures.rowCount() > 0)

    def _pause_or_resume(self) -> None:
        if job := self.chosen_job():
            (self._book.resume if job.state == "paused" else self._book.pause)(job)

    def _cancel(self) -> None:
        if job := self.chosen_job():
            self._book.cancel(job)

    def _try_again(self) -> None:
        if self.chosen_failures.count():
            self.chosen_failures.give(lambda chosen: self._book.retry([one.document for one in chosen]))
        else:
            self._book.retry()
