"""Rolling backups: verified copies of the whole catalogue in a folder beside it, made while the engine works."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from ragdesk.engine.keeping.disk_reserve import DiskReserve
from ragdesk.engine.storage.catalogue_check import first_difference
from ragdesk.engine.storage.connections import reading_connection
from ragdesk.engine.storage.copy_catalogue import CopyIsWrong, copy_catalogue
from ragdesk.engine.storage.damage import BACKUP_PREFIX, BACKUP_TIME, BACKUPS, backup_time, damaged
from ragdesk.engine.storage.database import Database
from ragdesk.paths import make_private
from ragdesk.protocol.engine_records import BackupRecord
from ragdesk.protocol.errors import BadRequest, StorageError

BACKUPS_KEPT = 5
MADE_EVERY = timedelta(days=1)

_STATE = (
    "SELECT (SELECT SUM(revision) FROM libraries), (SELECT COUNT(*) FROM libraries), (SELECT MAX(id) FROM messages),"
    " (SELECT COUNT(*) FROM documents), (SELECT MAX(read_at) FROM documents),"
    " (SELECT GROUP_CONCAT(name) FROM (SELECT name FROM libraries ORDER BY id))"
)
"""Differs wherever something changed that a user would miss."""


class Backups:
    """The copies of one catalogue. Making one never holds up a writer, and a copy that is not right never appears."""

    def __init__(self, database: Database, reserve: DiskReserve, kept: int = BACKUPS_KEPT) -> None:
        self._database = database
        self._reserve = reserve
        self.kept = max(kept, 1)
        self.folder = database.path.parent / BACKUPS

    def make(self, on_step: Callable[[], None] = lambda: None) -> BackupRecord:
        """Copy the catalogue as it is now, check the copy, thin out old ones.

        Raises ReserveReached before the disk gets too full; CatalogueDamaged if the copy shows that the catalogue is.
        `on_step` is called every 4 MB and may raise, to give up.
        """
        self._database.refuse_damaged()
        self._reserve.check(self._size_bytes())
        path = self._database.path
        try:
            target = self._next_name(make_private(self.folder))
            with reading_connection(path) as source:
                copy_catalogue(source, target, on_step)
        except CopyIsWrong as problem:
            self._refuse_if_damaged()
            raise StorageError(
                "A backup came out wrong and was thrown away; the catalogue itself is whole.",
                "The disk may be failing. Export your libraries to another one: ragdesk export FILE",
                str(problem),
            ) from problem
        except OSError as problem:
            raise StorageError(
                f"No backup could be written to {self.folder}.",
                "Check that the disk is not full and that you may write there.",
                str(problem),
            ) from problem
        made = backup_record(target)
        assert made is not None
        self._thin_out()
        return made

    def make_if_due(self, on_step: Callable[[], None] = lambda: None) -> BackupRecord | None:
        """A day after the last one, if anything changed since, and if the disk has room."""
        newest = next(iter(self.records()), None)
        if newest and datetime.now() - _time_of(newest) < MADE_EVERY:
            return None
        if not self._has_changed_since(newest) or self._reserve.is_low(self._size_bytes()):
            return None
        return self.make(on_step)

    def records(self) -> list[BackupRecord]:
        """Those that can be read, newest first."""
        return list_backups(self.folder)

    def remove_all(self) -> list[str]:
        """Their names. What they held is gone with them."""
        files = [file for file in self.folder.glob("*") if file.is_file()]
        for file in files:
            file.unlink(missing_ok=True)
        return sorted(file.name for file in files if backup_time(file.name) and file.suffix == ".db")

    def _refuse_if_damaged(self) -> None:
        """A copy that is wrong may be the copy's fault. Raises CatalogueDamaged, for good, if it is not."""
        with reading_connection(self._database.path) as connection:
            found = first_difference(connection)
        if found:
            self._database.condemn(damaged(self._database.path, found))
        self._database.check_words()

    def _size_bytes(self) -> int:
        """What a copy takes at most; making it takes no more than that."""
        log = self._database.path.with_name(self._database.path.name + "-wal")
        return sum(file.stat().st_size for file in (self._database.path, log) if file.exists())

    def _next_name(self, folder: Path) -> Path:
        """Behind all others of the same second, some of which may have been thinned out already."""
        name = BACKUP_PREFIX + datetime.now().strftime(BACKUP_TIME)
        same = [file.stem.removeprefix(name) for file in folder.glob(f"{name}*.db")]
        numbers = [int(rest[1:]) if rest[1:].isdigit() else 0 for rest in same]
        return folder / (f"{name}-{max(numbers) + 1}.db" if numbers else f"{name}.db")

    def _has_changed_since(self, newest: BackupRecord | None) -> bool:
        now = self._database.row(_STATE)
        if newest is None:
            return bool(self._database.value("SELECT COUNT(*) FROM documents"))
        try:
            with closing(_opened(self.folder / newest.name)) as backup:
                return bool(backup.execute(_STATE).fetchone() != now)
        except sqlite3.Error:
            return True

    def _thin_out(self) -> None:
        for name in superfluous([record.name for record in self.records()], self.kept):
            (self.folder / name).unlink(missing_ok=True)


def list_backups(folder: Path) -> list[BackupRecord]:
    """The backups in a folder that can be read, newest first; one that cannot is left lying there."""
    files = [file for file in folder.glob(f"{BACKUP_PREFIX}*.db") if backup_time(file.name)]
    files.sort(key=lambda file: (backup_time(file.name), len(file.name), file.name), reverse=True)
    return [record for file in files if (record := backup_record(file))]


def backup_record(file: Path) -> BackupRecord | None:
    """What a backup is; None if it cannot be read at all. Whether all of it is right, `verify` says."""
    made_at = backup_time(file.name)
    try:
        with closing(_opened(file)) as connection:
            documents = connection.execute("SELECT COUNT(*) FROM documents").fetchone()[0]
        size = file.stat().st_size
    except (sqlite3.Error, OSError):
        return None
    return BackupRecord(file.name, made_at.isoformat() if made_at else "", size, documents)


def named_backup(folder: Path, name: str) -> Path:
    """The file of a backup that the user named. Raises BadRequest."""
    file = folder / name
    if os.path.basename(name) != name or not backup_time(name) or not file.is_file():
        raise BadRequest(f"There is no backup “{name}”.", "`ragdesk backups` lists those that there are.")
    return file


def superfluous(names: Sequence[str], kept: int) -> list[str]:
    """Which to let go, given newest first: the newest and the oldest stay, and between them the ages stay spread.

    Gone is each time the one whose neighbours are closest to each other in proportion to their age, so that after a
    year of daily backups those of yesterday, of some days, weeks and months ago are left.
    """
    left = list(names)
    now = datetime.now()

    def age(name: str) -> float:
        made = backup_time(name)
        return max((now - made).total_seconds(), 1.0) + 3_600 if made else 3_600.0

    while len(left) > max(kept, 1):
        if len(left) <= 2 or kept == 1:
            left.pop()
            continue
        inner = range(1, len(left) - 1)
        left.pop(min(inner, key=lambda n: (age(left[n + 1]) / age(left[n - 1]), n)))
    return [name for name in names if name not in left]


def _time_of(record: BackupRecord) -> datetime:
    return datetime.fromisoformat(record.made_at)


def _opened(file: Path) -> sqlite3.Connection:
    """`immutable`: nobody writes to a backup, and looking at it leaves no files beside it."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
