"""Libraries: those that there are, and everything that can be done to them; for the header of the documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from ragdesk.paths import asset
from ragdesk.protocol.engine_records import EraseReport, ExportReport
from ragdesk.protocol.records import LibraryRecord
from ragdesk.window.background import Failed
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.words import fill


class Libraries(QObject):
    """Follows the engine by itself. Failures go to whoever asked, else to the one error way."""

    changed = Signal()

    def __init__(self, link: EngineLink, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._desk = desk
        self._all: Sequence[LibraryRecord] = ()
        for news in (link.engine_ready, link.libraries_changed, link.documents_changed, link.sources_changed):
            news.connect(self._ask)
        link.library_chosen.connect(self.changed)
        if link.is_ready:
            self._ask()

    @property
    def chosen(self) -> str:
        """The name of the one that is shown."""
        return self._link.library

    def in_use(self) -> list[LibraryRecord]:
        return [one for one in self._all if one.removed_at is None]

    def in_bin(self) -> list[LibraryRecord]:
        return [one for one in self._all if one.removed_at is not None]

    def is_welcome(self) -> bool:
        """Whether the chosen library holds nothing but the samples that come with ragdesk."""
        samples = asset("samples")
        sources = [Path(source) for one in self.in_use() if one.name == self.chosen for source in one.sources]
        homes = {samples, samples.resolve()}
        return bool(sources) and all(homes & {source, *source.parents} for source in sources)

    def free_name(self, wanted: str) -> str:
        """The name itself, or with a number where it is taken."""
        taken = {one.name for one in self._all}
        name, n = wanted, 1
        while name in taken:
            n += 1
            name = f"{wanted} ({n})"
        return name

    def choose(self, name: str) -> None:
        if name != self._link.library:
            self._desk.choose_scope(())
            self._link.choose_library(name)

    def create(self, name: str, done: Callable[[], None], failed: Failed | None = None) -> None:
        """A new, empty one, chosen at once."""

        def choose(record: LibraryRecord) -> None:
            self.choose(record.name)
            done()

        self._link.request(lambda engine: engine.create_library(name), choose, failed)

    def rename(self, new_name: str, done: Callable[[], None], failed: Failed | None = None) -> None:
        """The chosen one."""
        name = self.chosen

        def choose(record: LibraryRecord) -> None:
            if self.chosen == name:
                self._link.choose_library(record.name)
            done()

        self._link.request(lambda engine: engine.rename_library(name, new_name), choose, failed)

    def remove(self, name: str) -> None:
        """To the bin; it can be taken back. Another one is chosen, or a new one made where it was the last."""
        others = [one.name for one in self.in_use() if one.name != name]

        def removed(record: LibraryRecord) -> None:
            if self.chosen == name:
                self._desk.choose_scope(())
                self._link.choose_library(others[0] if others else name, create=not others)
            text = QCoreApplication.translate("Libraries", "The library “%1” is in the bin.")
            self._desk.offer_undo(fill(text, name), lambda: self.restore(record.name, choose=True))

        self._link.request(lambda engine: engine.remove_library(name), removed)

    def restore(self, name: str, *, choose: bool = False) -> None:
        def restored(record: LibraryRecord) -> None:
            if choose:
                self.choose(record.name)

        self._link.request(lambda engine: engine.restore_library(name), restored)

    def erase(self, names: Sequence[str], done: Callable[[EraseReport], None]) -> None:
        """For good."""
        self._link.request(lambda engine: engine.erase(names), done)

    def export(self, path: Path, done: Callable[[ExportReport], None]) -> None:
        """The chosen one, into a file."""
        self._link.request(lambda engine: engine.export_library(path), done)

    def import_(self, path: Path, done: Callable[[ExportReport], None]) -> None:
        """Out of a file, under its own name or the next free one."""

        def imported(report: ExportReport) -> None:
            self.choose(report.library)
            done(report)

        name = self.free_name(path.name.split(".")[0])
        self._link.request(lambda engine: engine.import_library(path, name), imported)

    def _ask(self) -> None:
        self._link.request(lambda engine: engine.list_libraries(), self._take, lambda _: None)

    def _take(self, libraries: list[LibraryRecord]) -> None:
        if libraries != self._all:
            self._all = libraries
            self.changed.emit()
