"""LibraryCommands: the dialogs by which libraries are made, renamed, removed, exported and imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ragdesk.protocol.engine_records import ExportReport
from ragdesk.window.actions import Actions
from ragdesk.window.background import Failed
from ragdesk.window.dialogs.ask_name import AskName
from ragdesk.window.dialogs.bin import BinDialog
from ragdesk.window.documents.libraries import Libraries
from ragdesk.window.words import fill, size

SUFFIX = ".ragdesk"

Send = Callable[[str, Callable[[], None], Failed], None]
"""Carries a name out: with what to do once it is done, and once it is refused."""


class LibraryCommands(QObject):
    """Carries out the actions about libraries."""

    told = Signal(str)
    """Something was done that the user should read."""

    def __init__(self, libraries: Libraries, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._libraries = libraries
        self._window = window
        self._bin: BinDialog | None = None
        actions["new_library"].triggered.connect(self.ask_for_new)
        actions["rename_library"].triggered.connect(self.ask_for_name)
        actions["remove_library"].triggered.connect(lambda: libraries.remove(libraries.chosen))
        actions["show_bin"].triggered.connect(self.show_bin)

    def ask_for_new(self) -> None:
        dialog = AskName(
            self.tr("New library"),
            self.tr("What shall the new library be called?"),
            self.tr("Create"),
            "",
            self._window,
        )
        self._open(dialog, self._libraries.create)

    def ask_for_name(self) -> None:
        name = self._libraries.chosen
        dialog = AskName(
            self.tr("Rename the library"), self.tr("What shall it be called?"), self.tr("Rename"), name, self._window
        )
        self._open(dialog, self._libraries.rename)

    def show_bin(self) -> None:
        if self._bin is None:
            self._bin = BinDialog(self._libraries, self._window)
        if self._bin.isVisible():
            self._bin.raise_()
            self._bin.activateWindow()
        self._bin.show()

    def ask_for_export(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Export the library"), str(Path.home()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX[1:])
        dialog.setNameFilter(fill(self.tr("Libraries of ragdesk (%1)"), f"*{SUFFIX}"))
        dialog.selectFile(f"{self._libraries.chosen}{SUFFIX}")
        dialog.fileSelected.connect(lambda path: self.export(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_for_import(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Import a library"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        libraries = fill(self.tr("Libraries of ragdesk (%1)"), f"*{SUFFIX}")
        dialog.setNameFilters([libraries, fill(self.tr("All files (%1)"), "*")])
        dialog.fileSelected.connect(lambda path: self.import_(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export(self, path: Path) -> None:
        self._libraries.export(path, self._tell_exported)

    def import_(self, path: Path) -> None:
        self._libraries.import_(path, self._tell_imported)

    def _open(self, dialog: AskName, send: Send) -> None:
        dialog.named.connect(lambda name: send(name, dialog.accept, dialog.object_to))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _tell_exported(self, report: ExportReport) -> None:
        text = self.tr("Exported %n documents into %1 (%2).", "", report.documents)
        self.told.emit(fill(text, Path(report.path).name, size(report.size_bytes)))

    def _tell_imported(self, report: ExportReport) -> None:
        self.told.emit(fill(self.tr("Imported “%1” with %n documents.", "", report.documents), report.library))
