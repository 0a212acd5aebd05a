"""Erase: what was removed leaves no byte of its text in ragdesk's own files."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ragdesk.engine.index.index_folder import IndexFolders
from ragdesk.engine.keeping.backups import Backups
from ragdesk.engine.keeping.disk_reserve import DiskReserve
from ragdesk.engine.keeping.erased_answers import erase_answers
from ragdesk.engine.libraries import Libraries
from ragdesk.engine.storage.vectors import Vectors
from ragdesk.engine.stores import Stores
from ragdesk.protocol.engine_records import EraseReport
from ragdesk.protocol.errors import DiskFull, StorageError
from ragdesk.protocol.records import LibraryId

_LOGS = ("engine.log", "engine.crash.log")
_LEFT_BEHIND = ("*.part", "*.restoring", "catalogue-*.db", "catalogue-*.db-*", "engine.log.*")
_TRUNCATING_S = 10.0
"""How long readers are waited for, whose view of the past keeps the write-ahead log from being emptied."""


@dataclass(frozen=True, slots=True)
class Erase:
    """Erases from one data folder. `close_indexes` lets go of every file below the index folder."""

    stores: Stores
    backups: Backups
    reserve: DiskReserve
    index_root: Path
    close_indexes: Callable[[], None]

    def run(self, names: Sequence[str] = ()) -> EraseReport:
        """The named libraries, in use or in the bin, or else the whole bin; and all that was removed before.

        Killed on the way, a second run completes it. Raises NoSuchLibrary before anything is touched.
        """
        libraries = Libraries(self.stores.database, self.stores.counts)
        with self.stores.database.snapshot():
            chosen = [self._find(libraries, name) for name in names] if names else libraries.in_bin()
            records = [libraries.record(library) for library in chosen]
        before = folder_bytes(self._data_dir)
        self._erase_rows(chosen)
        removed = self._remove_copies()
        left = self._erase_indexes()
        self._compact()
        if left:
            raise StorageError(
                f"Everything was erased, but for a part of the search index in {left[0]}.",
                "Stop other questions and jobs, then run `ragdesk erase` once more.",
            )
        return EraseReport(
            tuple(record.name for record in records),
            sum(record.documents for record in records),
            before,
            folder_bytes(self._data_dir),
            tuple(removed),
        )

    @property
    def _data_dir(self) -> Path:
        return self.stores.database.path.parent

    def _find(self, libraries: Libraries, name: str) -> LibraryId:
        found = self.stores.documents.find_library(name)
        return found if found is not None else libraries.find_removed(name)

    def _erase_rows(self, libraries: Sequence[LibraryId]) -> None:
        """`secure_delete` is on: what is deleted is overwritten in the file."""
        database = self.stores.database
        with database.transaction():
            database.execute_many("DELETE FROM libraries WHERE id = ?", [(library,) for library in libraries])
            self.stores.contents.remove_unused()
            self.stores.conversations.erase_deleted()
            erase_answers(database)
            self.stores.erasures.note()
            database.execute("DELETE FROM jobs WHERE state IN ('done', 'stopped', 'failed') AND is_left = 0")
            self.stores.keywords.erase_removed()

    def _erase_indexes(self) -> list[Path]:
        """A vector is its text, nearly: a folder that knows one too many goes, and the next job builds another.

        What could not be removed: a question that came meanwhile may have opened it once more.
        """
        self.close_indexes()
        database = self.stores.database
        kept: set[Path] = set()
        for library, number, name, dimensions in database.rows(
            "SELECT i.library_id, f.id, f.name, f.dimensions FROM index_folders i"
            " JOIN fingerprints f ON f.id = i.fingerprint_id"
        ):
            folders = IndexFolders(database, self.index_root, LibraryId(library), number)
            present = folders.clean()
            if present and present.holds(Vectors(database, name, dimensions).ids(LibraryId(library))):
                kept.add(present.folder)
            elif present:
                folders.note_unusable()
        for _ in range(2):
            for folder in [one for one in self.index_root.glob("*/*") if one not in kept]:
                shutil.rmtree(folder, ignore_errors=True)
        for folder in self.index_root.glob("*"):
            with suppress(OSError):
                folder.rmdir()  # only if it is empty
        return [one for one in self.index_root.glob("*/*") if one not in kept]

    def _compact(self) -> None:
        """Write the catalogue anew without gaps, if the disk has room for that; the gaps are zeros already."""
        database = self.stores.database
        if not self.reserve.is_low(2 * database.path.stat().st_size):
            with suppress(DiskFull):
                database.execute("VACUUM")
        deadline = time.monotonic() + _TRUNCATING_S
        while not database.fold_log():
            if time.monotonic() > deadline:
                raise StorageError(
                    "Everything was erased, but for the newest changes in the catalogue's log.",
                    "Stop other questions and jobs, then run `ragdesk erase` once more.",
                )
            time.sleep(0.05)

    def _remove_copies(self) -> list[str]:
        """Backups, and catalogues that were set aside: any of them may hold what was erased."""
        removed = self.backups.remove_all()
        for pattern in _LEFT_BEHIND:
            for file in self._data_dir.glob(pattern):
                file.unlink(missing_ok=True)
                if file.suffix == ".db":
                    removed.append(file.name)
        for name in _LOGS:
            with suppress(OSError):
                if (self._data_dir / name).exists():
                    (self._data_dir / name).write_bytes(b"")
        return removed


def folder_bytes(folder: Path) -> int:
    """What all files below a folder hold together."""
    total = 0
    for file in folder.rglob("*"):
        with suppress(OSError):
            total += file.stat().st_size if file.is_file() else 0
    return total
