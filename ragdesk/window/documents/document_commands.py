"""DocumentCommands: what can be done with documents of the list, and the menu that offers it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from os.path import dirname

from PySide6.QtCore import QObject, QPoint, QProcess, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.desk import Desk
from ragdesk.window.dialogs.document_details import DocumentDetails
from ragdesk.window.documents.document_facts import name_of
from ragdesk.window.documents.job_book import JobBook
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.theming import Theming
from ragdesk.window.words import fill, number

Records = Sequence[DocumentRecord]


class DocumentCommands(QObject):
    """`open_url` shows a file or folder in the system's own program; whether it could."""

    def __init__(self, link: EngineLink, desk: Desk, book: JobBook, theming: Theming, window: QWidget) -> None:
        super().__init__(window)
        self._link, self._desk, self._book, self._theming, self._window = link, desk, book, theming, window
        self.open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl

    def menu(self, records: Records) -> QMenu:
        """For one document or several."""
        menu = QMenu(self._window)
        menu.setObjectName("document_menu")
        one = records[0] if len(records) == 1 else None
        if one:
            self._add(menu, "open", self.tr("Show"), lambda: self.show(one))
            self._add(menu, "open_outside", self.tr("Open in its program"), lambda: self.open_outside(one))
            self._add(menu, "show_in_folder", self.tr("Show in its folder"), lambda: self.show_in_folder(one))
            self._add(menu, "details", self.tr("What was read of it…"), lambda: self.details(one))
            menu.addSeparator()
        self._add(menu, "ask_only", self.tr("Ask only these"), lambda: self.ask_only(records))
        if self._desk.scope:
            self._add(menu, "ask_all", self.tr("Ask all documents"), lambda: self._desk.choose_scope(()))
        menu.addSeparator()
        excluded = [record for record in records if record.reason_code == "excluded"]
        others = [record for record in records if record.reason_code != "excluded"]
        if others:
            self._add(menu, "read_again", self.tr("Read again"), lambda: self.read_again(others))
            self._add(menu, "exclude", self.tr("Exclude: keep it listed, do not search"), lambda: self.exclude(others))
        if excluded:
            self._add(menu, "include", self.tr("Include again"), lambda: self.include(excluded))
        self._add(menu, "remove", self.tr("Remove from the library"), lambda: self.remove(records))
        menu.addSeparator()
        self._add(menu, "copy_path", self.tr("Copy the path"), lambda: self.copy_path(records))
        return menu

    def open_menu(self, records: Records, at: QPoint) -> None:
        if records:
            menu = self.menu(records)
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

    def ask_only(self, records: Records) -> None:
        self._desk.choose_scope([record.document for record in records])

    def read_again(self, records: Records) -> None:
        self._book.retry(_paths(records))

    def exclude(self, records: Records) -> None:
        paths = _paths(records)
        text = self._counted(records, self.tr("“%1” is excluded."), self.tr("%1 documents are excluded."))
        self._link.request(
            lambda engine: engine.exclude(paths), lambda _: self._desk.offer_undo(text, lambda: self._take_back(paths))
        )

    def include(self, records: Records) -> None:
        self._take_back(_paths(records))

    def remove(self, records: Records) -> None:
        """Without asking: it can be taken back, and the files stay where they are."""
        if not records:
            return
        paths = _paths(records)
        text = self._counted(records, self.tr("“%1” was removed."), self.tr("%1 documents were removed."))
        self._link.request(
            lambda engine: engine.remove(paths), lambda _: self._desk.offer_undo(text, lambda: self._take_back(paths))
        )
        if set(paths) & set(self._desk.scope):
            self._desk.choose_scope([path for path in self._desk.scope if path not in paths])

    def copy_path(self, records: Records) -> None:
        QGuiApplication.clipboard().setText("\n".join(_paths(records)))

    def _take_back(self, paths: Sequence[str]) -> None:
        self._link.request(lambda engine: engine.include(paths), self._link.job_changed.emit)

    def _open(self, path: str) -> None:
        if not self.open_url(QUrl.fromLocalFile(path)):
            text = self.tr("“%1” could not be opened.")
            hint = self.tr("It may have been moved, or there is no program for this kind of file.")
            self._link.request_failed.emit(BadRequest(fill(text, name_of(path)), hint, path))

    def _counted(self, records: Records, one: str, several: str) -> str:
        if len(records) == 1:
            return fill(one, name_of(records[0].document))
        return fill(several, number(len(records)))

    def _add(self, menu: QMenu, name: str, words: str, carry_out: Callable[[], None]) -> None:
        action = QAction(words, menu)
        action.setObjectName(name)
        action.triggered.connect(lambda: carry_out())
        menu.addAction(action)


def _paths(records: Records) -> list[str]:
    return [record.document for record in records]
