"""Adding: from the files and folders that the user named to the job that reads them, asking first where it is much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ragdesk.protocol.errors import BadRequest, RagdeskError
from ragdesk.protocol.records import AddPreview, LibraryRecord
from ragdesk.window.actions import Actions
from ragdesk.window.background import Request
from ragdesk.window.desk import Desk
from ragdesk.window.dialogs.add_preview import AddPreviewDialog
from ragdesk.window.documents.document_facts import name_of
from ragdesk.window.documents.libraries import Libraries
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.words import fill

MUCH_FILES, MUCH_BYTES = 500, 500_000_000
"""More than this is added only after the user saw how much it is."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What shall be added, and whether to a library of its own."""

    paths: tuple[Path, ...]
    is_new: bool


class Adding(QObject):
    """Carries out `desk.add_asked_for` and the actions that ask for files."""

    counting_changed = Signal(str)
    """What is being counted, in words; "" when nothing is any more."""
    preview_wanted = Signal(object)
    """An AddPreviewDialog was opened."""

    def __init__(self, link: EngineLink, desk: Desk, libraries: Libraries, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._link, self._desk, self._libraries, self._window = link, desk, libraries, window
        self._request: Request | None = None
        self._counted: tuple[str, Path] | None = None
        """The library for which files are being counted, and the first of them."""
        link.library_chosen.connect(self._library_chosen)
        desk.add_asked_for.connect(self.add)
        actions["add_folder"].triggered.connect(self.ask_for_folder)
        actions["add_files"].triggered.connect(self.ask_for_files)

    def ask_for_folder(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Add a folder"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._open(dialog)

    def ask_for_files(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Add files"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._open(dialog)

    def add(self, paths: Sequence[Path], is_new: bool = False) -> None:
        """Files at once; folders once they are counted."""
        if not paths:
            return
        wish = _Wish(tuple(paths), is_new)
        self.stop_counting()
        self._request = self._link.background.run(
            lambda: _looked_at(wish.paths), lambda found: self._decide(wish, *found), self._link.request_failed.emit
        )

    def stop_counting(self) -> None:
        """The user changed their mind."""
        if self._request:
            self._request.cancel()
            self._request = None
        self._end_counting()

    def _library_chosen(self, name: str) -> None:
        """Also said when the engine came back with the same one. To add to the other would be a guess."""
        if self._counted is None or self._counted[0] == name:
            return
        text = self.tr("“%1” was not added, because another library was chosen meanwhile.")
        hint = self.tr("Add it again in the library that it should be in.")
        self._link.request_failed.emit(BadRequest(fill(text, name_of(str(self._counted[1]))), hint))
        self.stop_counting()

    def _end_counting(self) -> None:
        self._counted = None
        self.counting_changed.emit("")

    def _decide(self, wish: _Wish, there: tuple[Path, ...], missing: tuple[Path, ...], has_folder: bool) -> None:
        self._request = None
        if missing:
            text = self.tr("“%1” is not there.")
            hint = self.tr("It may have been moved, renamed, or be on a drive that is not connected.")
            self._link.request_failed.emit(BadRequest(fill(text, str(missing[0])), hint))
        if not there:
            return
        wish = _Wish(there, wish.is_new)
        if not has_folder and len(there) <= MUCH_FILES:
            self._begin(wish, ())
            return
        self._counted = (self._link.library, there[0])
        self.counting_changed.emit(fill(self.tr("Counting the files in “%1”…"), name_of(str(there[0]))))
        self._request = self._link.request(
            lambda engine: engine.preview_add(there), lambda found: self._weigh(wish, found), self._fail_counting
        )

    def _weigh(self, wish: _Wish, preview: AddPreview) -> None:
        self._request = None
        self._end_counting()
        if preview.is_complete and preview.files <= MUCH_FILES and preview.size_bytes <= MUCH_BYTES:
            self._begin(wish, ())
            return
        dialog = AddPreviewDialog(self._link, wish.paths, preview, self._window)
        dialog.confirmed.connect(lambda ignore: self._begin(wish, ignore))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        self.preview_wanted.emit(dialog)

    def _fail_counting(self, problem: RagdeskError) -> None:
        self._request = None
        self._end_counting()
        self._link.request_failed.emit(problem)

    def _begin(self, wish: _Wish, ignore: Sequence[str]) -> None:
        if not wish.is_new and not self._libraries.is_welcome():
            self._start(wish.paths, ignore)
            return
        first = wish.paths[0]
        name = self._libraries.free_name(first.stem if first.suffix else first.name or str(first))

        def made(record: LibraryRecord) -> None:
            self._libraries.choose(record.name)
            self._start(wish.paths, ignore)

        self._link.request(lambda engine: engine.create_library(name), made, outlives_library=True)

    def _start(self, paths: Sequence[Path], ignore: Sequence[str]) -> None:
        self._link.request(lambda engine: engine.start_add(paths, ignore), self._link.job_changed.emit)

    def _open(self, dialog: QFileDialog) -> None:
        dialog.filesSelected.connect(lambda chosen: self._desk.add_asked_for.emit([Path(one) for one in chosen], False))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _looked_at(paths: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...], bool]:
    """Those that are there, those that are not, and whether there is a folder. A drive may take long to answer."""
    there = tuple(path for path in paths if path.exists())
    missing = tuple(path for path in paths if path not in there)
    return there, missing, any(path.is_dir() for path in there)
