"""DocumentCommands: what can be done with documents of the list, and the menu that offers it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from os.path import dirname

from PySide6.QtCore import QObject, QPoint, QProcess, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.engine_records import JobRecord
from ragdesk.protocol.errors import BadRequest, RagdeskError
from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.desk import Desk
from ragdesk.window.dialogs.document_details import DocumentDetails
from ragdesk.window.documents.document_facts import name_of
from ragdesk.window.documents.job_book import JobBook
from ragdesk.window.documents.path_pieces import in_pieces
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.long_list.look import ListedDocument
from ragdesk.window.theming import Theming
from ragdesk.window.words import fill, number

Documents = Sequence[DocumentRecord | ListedDocument]
Give = Callable[[Callable[[Documents], None]], None]
"""Calls back with all chosen documents, when they are known."""


class DocumentCommands(QObject):
    """`open_url` shows a file or folder in the system's own program; whether it could."""

    def __init__(self, link: EngineLink, desk: Desk, book: JobBook, theming: Theming, window: QWidget) -> None:
        super().__init__(window)
        self._link, self._desk, self._book, self._theming, self._window = link, desk, book, theming, window
        self.open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl

    def menu(self, records: Sequence[DocumentRecord], give: Give | None = None) -> QMenu:
        """For one document or several; with `give` for more than these, which it gives when they are wanted."""
        menu = QMenu(self._window)
        menu.setObjectName("document_menu")
        if len(records) == 1 and give is None:
            self._add_for_one(menu, records[0])
        is_many = give is not None
        give = give or (lambda then: then(records))
        self._add(menu, "ask_only", self.tr("Ask only these"), lambda: give(self.ask_only))
        if self._desk.scope:
            self._add(menu, "ask_all", self.tr("Ask all documents"), lambda: self._desk.choose_scope(()))
        menu.addSeparator()
        if is_many or _others(records):
            exclude = self.tr("Exclude: keep it listed, do not search")
            self._add(menu, "read_again", self.tr("Read again"), lambda: give(self.read_again))
            self._add(menu, "exclude", exclude, lambda: give(self.exclude))
        if is_many or _excluded(records):
            self._add(menu, "include", self.tr("Include again"), lambda: give(self.include))
        self._add(menu, "remove", self.tr("Remove from the library"), lambda: give(self.remove))
        menu.addSeparator()
        self._add(menu, "copy_path", self.tr("Copy the path"), lambda: give(self.copy_path))
        return menu

    def open_menu(self, records: Sequence[DocumentRecord], at: QPoint, give: Give | None = None) -> None:
        menu = self.menu(records, give)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def show(self, record: DocumentRecord) -> None:
        """In the evidence pane; its details where nothing of it was read."""
        if record.status in ("ready", "partly"):
            self._desk.show_document(record.document, record.title, 1 if record.pages else None)
        else:
            self.details(record)

    def open_outside(self, record: DocumentRecord) -> None:
        self._open(record.document)

    def show_in_folder(self, record: DocumentRecord) -> None:
        if sys.platform == "win32":
            QProcess.startDetached("explorer.exe", ["/select,", record.document.replace("/", "\\")])
        elif sys.platform == "darwin":
            QProcess.startDetached("/usr/bin/open", ["-R", record.document])
        else:
            self._open(dirname(record.document))

    def details(self, record: DocumentRecord) -> None:
        dialog = DocumentDetails(self._link, self._theming, record, self._window)
        dialog.read_again_wanted.connect(lambda: self.read_again([record]))
        dialog.open_wanted.connect(lambda page: self._desk.show_document(record.document, record.title, page))
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def ask_only(self, documents: Documents) -> None:
        self._desk.choose_scope(_paths(documents))

    def read_again(self, documents: Documents) -> None:
        """But for those that are excluded."""
        if others := _others(documents):
            self._book.retry(_paths(others))

    def exclude(self, documents: Documents) -> None:
        others = _others(documents)
        text = self._counted(others, self.tr("“%1” is excluded."), self.tr("%1 documents are excluded."))
        self._carry_out(lambda engine, paths: engine.exclude(paths), others, text)

    def include(self, documents: Documents) -> None:
        self._take_back(_paths(_excluded(documents)))

    def remove(self, documents: Documents) -> None:
        """Without asking: it can be taken back, and the files stay where they are."""
        text = self._counted(documents, self.tr("“%1” was removed."), self.tr("%1 documents were removed."))
        self._carry_out(lambda engine, paths: engine.remove(paths), documents, text)
        removed = set(_paths(documents))
        if not removed.isdisjoint(self._desk.scope):
            self._desk.choose_scope([path for path in self._desk.scope if path not in removed])

    def copy_path(self, documents: Documents) -> None:
        QGuiApplication.clipboard().setText("\n".join(_paths(documents)))

    def _add_for_one(self, menu: QMenu, one: DocumentRecord) -> None:
        self._add(menu, "open", self.tr("Show"), lambda: self.show(one))
        self._add(menu, "open_outside", self.tr("Open in its program"), lambda: self.open_outside(one))
        self._add(menu, "show_in_folder", self.tr("Show in its folder"), lambda: self.show_in_folder(one))
        self._add(menu, "details", self.tr("What was read of it…"), lambda: self.details(one))
        menu.addSeparator()

    def _carry_out(self, change: Callable[[EngineApi, list[str]], object], documents: Documents, text: str) -> None:
        """Change so many at a time as the engine takes; what is done when one fails can be taken back all the same."""
        paths = _paths(documents)
        done: list[str] = []

        def change_all(engine: EngineApi) -> None:
            for piece in in_pieces(paths):
                change(engine, piece)
                done.extend(piece)

        def offer(_: object = None) -> None:
            if done:
                self._desk.offer_undo(text, lambda: self._take_back(done))

        def fail(problem: RagdeskError) -> None:
            offer()
            self._link.request_failed.emit(problem)

        if paths:
            self._link.request(change_all, offer, fail)

    def _take_back(self, paths: Sequence[str]) -> None:
        def include(engine: EngineApi) -> list[JobRecord]:
            return [engine.include(piece) for piece in in_pieces(paths)]

        if paths:
            self._link.request(include, self._tell_jobs)

    def _tell_jobs(self, jobs: Iterable[JobRecord]) -> None:
        for job in jobs:
            self._link.job_changed.emit(job)

    def _open(self, path: str) -> None:
        if not self.open_url(QUrl.fromLocalFile(path)):
            text = self.tr("“%1” could not be opened.")
            hint = self.tr("It may have been moved, or there is no program for this kind of file.")
            self._link.request_failed.emit(BadRequest(fill(text, name_of(path)), hint, path))

    def _counted(self, documents: Documents, one: str, several: str) -> str:
        if len(documents) == 1:
            return fill(one, name_of(documents[0].document))
        return fill(several, number(len(documents)))

    def _add(self, menu: QMenu, name: str, words: str, carry_out: Callable[[], None]) -> None:
        action = QAction(words, menu)
        action.setObjectName(name)
        action.triggered.connect(lambda: carry_out())
        menu.addAction(action)


def _paths(documents: Documents) -> list[str]:
    return [one.document for one in documents]


def _excluded(documents: Documents) -> Documents:
    return [one for one in documents if one.reason_code == "excluded"]


def _others(documents: Documents) -> Documents:
    return [one for one in documents if one.reason_code != "excluded"]
