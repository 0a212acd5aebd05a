"""What `EngineApi` offers about libraries as wholes and their safety, and the upkeep that nobody asks for."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ragdesk.engine.events_bus import EventBus
from ragdesk.engine.jobs.job_runner import JobRunner
from ragdesk.engine.keeping.backups import Backups
from ragdesk.engine.keeping.disk_reserve import DiskReserve
from ragdesk.engine.keeping.erase import Erase
from ragdesk.engine.keeping.export_library import ExportLibrary
from ragdesk.engine.keeping.import_library import ImportLibrary
from ragdesk.engine.libraries import Libraries
from ragdesk.engine.search_models import SearchModels
from ragdesk.engine.stores import Stores
from ragdesk.protocol.engine_records import BackupRecord, EraseReport, ExportReport
from ragdesk.protocol.errors import CatalogueDamaged, StorageError
from ragdesk.protocol.events import (
    ConversationsChanged,
    DocumentsChanged,
    EngineNoticed,
    LibrariesChanged,
    SourcesChanged,
)
from ragdesk.protocol.records import LibraryId, LibraryRecord

log = logging.getLogger(__name__)

LOOKS_EVERY_S = 20.0
"""Shorter than the minute after which an idle engine leaves; a look takes about 1 ms."""
_WAITS_FOR_JOBS_S = 3_600.0
"""A job that goes on for longer than this does not keep a backup from being made."""


class Keeper:
    """For any thread. `close` ends the upkeep, a backup that is being made included."""

    def __init__(
        self, stores: Stores, models: SearchModels, jobs: JobRunner, reserve: DiskReserve, events: EventBus,
        index_root: Path, backups_kept: int, recipe: int,
    ) -> None:  # fmt: skip
        self.backups = Backups(stores.database, reserve, backups_kept)
        self._stores = stores
        self._models = models
        self._jobs = jobs
        self._reserve = reserve
        self._events = events
        self._index_root = index_root
        self._recipe = recipe
        self._libraries = Libraries(stores.database, stores.counts)
        self._one_at_a_time = threading.Lock()
        self._ending = threading.Event()
        self._upkeep = threading.Thread(target=self._look_after, name="look-after-catalogue", daemon=True)
        self._upkeep.start()

    # libraries

    def list_libraries(self) -> list[LibraryRecord]:
        """See EngineApi."""
        return self._libraries.records()

    def create_library(self, name: str) -> LibraryRecord:
        """See EngineApi."""
        return self._told(self._libraries.create(name))

    def rename_library(self, name: str, new_name: str) -> LibraryRecord:
        """See EngineApi."""
        record = self._libraries.rename(name, new_name)
        self._jobs.rename(self._libraries.find(new_name), new_name)
        return self._told(record)

    def remove_library(self, name: str) -> LibraryRecord:
        """See EngineApi."""
        library = self._libraries.find(name)
        record = self._libraries.remove(name)  # first: from now on no job of it is begun
        self._jobs.cancel_all(library)
        return self._told(record)

    def restore_library(self, name: str) -> LibraryRecord:
        """See EngineApi. What its jobs had not read when it was removed is read now."""
        record = self._told(self._libraries.restore(name))
        library = self._libraries.find(record.name)
        if "waiting" in self._stores.documents.statuses(library):
            self._jobs.submit(library, "follow", [Path(source) for source in record.sources])
        return record

    # going in and out, and away

    def export_library(self, library: LibraryId, path: Path) -> ExportReport:
        """See EngineApi."""
        return ExportLibrary(self._stores.database, library, self._stores.documents.library_name(library)).run(path)

    def import_library(self, path: Path, name: str | None) -> ExportReport:
        """See EngineApi. What came without vectors that can be used is embedded by a job."""
        report = ImportLibrary(self._stores, self._recipe, self._reserve, lambda: self._models.embedder).run(path, name)
        library = self._libraries.find(report.library)
        self._events.tell(LibrariesChanged())
        if self._stores.documents.waiting_with_content(library):
            self._jobs.submit(library, "index", [])
        return report

    def erase(self, names: Sequence[str], forget_pictures: Callable[[], None]) -> EraseReport:
        """See EngineApi."""
        erase = Erase(self._stores, self.backups, self._reserve, self._index_root, self._models.close)
        found = [library for name in names if (library := self._stores.documents.find_library(name)) is not None]
        try:
            with self._one_at_a_time, self._jobs.resting():  # a build would write what is erased into a new index
                report = erase.run(names)
                for library in found:
                    self._jobs.cancel_all(library)
            forget_pictures()
        finally:  # what fails last is making the files smaller
            self._tell_of_erasing(names)
        return report

    def _tell_of_erasing(self, named: Sequence[str]) -> None:
        """Answers may have gone from any library, and from those that were named everything."""
        self._events.tell(LibrariesChanged())
        for library in named:
            for change in (DocumentsChanged, SourcesChanged):
                self._events.tell(change(library))
        for library in dict.fromkeys([*named, *self._stores.documents.library_names()]):
            self._events.tell(ConversationsChanged(library))

    def back_up(self) -> BackupRecord:
        """See EngineApi."""
        with self._one_at_a_time:
            return self.backups.make()

    def list_backups(self) -> list[BackupRecord]:
        """See EngineApi."""
        return self.backups.records()

    def close(self) -> None:
        """End the upkeep."""
        self._ending.set()
        self._upkeep.join()

    # upkeep

    def _look_after(self) -> None:
        since = time.monotonic()
        while not self._ending.wait(LOOKS_EVERY_S):
            if not self._jobs.is_idle() and time.monotonic() - since < _WAITS_FOR_JOBS_S:
                continue
            since = time.monotonic()
            try:
                self._look()
            except _Ending:
                return
            except CatalogueDamaged as problem:
                self._events.tell(EngineNoticed(problem.message, problem.hint))
                return
            except (StorageError, OSError) as problem:
                log.info("the upkeep of the catalogue was put off: %s", problem)

    def _look(self) -> None:
        with self._one_at_a_time:
            if self._stores.keywords.has_words_to_erase():
                with self._stores.database.transaction():
                    self._stores.keywords.erase_removed()
            self.backups.make_if_due(self._end_if_asked)

    def _end_if_asked(self) -> None:
        if self._ending.is_set():
            raise _Ending

    def _told(self, record: LibraryRecord) -> LibraryRecord:
        self._events.tell(LibrariesChanged())
        return record


class _Ending(Exception):
    """A backup is given up, because the engine leaves."""
