"""Puts a backup in the place of a catalogue that is damaged, missing or no longer wanted; nothing is deleted."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ragdesk.engine.keeping.backups import backup_record, list_backups, named_backup
from ragdesk.engine.owner import Owner
from ragdesk.engine.storage.connections import translated
from ragdesk.engine.storage.copy_catalogue import CopyIsWrong, sync_folder_entry, verify
from ragdesk.engine.storage.damage import BACKUP_TIME, BACKUPS, refuse_damaged_file
from ragdesk.engine.storage.page_sums import forget_page_sums
from ragdesk.protocol.engine_records import BackupRecord, RestoreReport
from ragdesk.protocol.errors import BadRequest, CatalogueDamaged, StorageError

_BESIDE = ("", "-wal", "-shm", "-journal")
_KINDS = ("damaged", "replaced")
"""What was set aside, by name."""
_TIME_CHARACTERS = len("2026-11-22T03-55-00")


@dataclass(frozen=True, slots=True)
class Repair:
    """A data folder that is owned but not opened, so that its catalogue may be in any state."""

    catalogue: Path
    owner: Owner

    def list_backups(self) -> list[BackupRecord]:
        """Newest first."""
        return list_backups(self._backups)

    def restore(self, name: str | None = None) -> RestoreReport:
        """Put the named backup in the catalogue's place, or the newest that is right in every byte.

        Killed at any moment, either the old file, or none and an alarm, or the restored one is there.
        """
        chosen = named_backup(self._backups, name) if name else None
        fresh = self.catalogue.with_suffix(".restoring")
        try:
            used = self._copy_first_right(chosen, fresh)
            set_aside = self._set_aside()
            fresh.replace(self.catalogue)
            self.catalogue.with_suffix(".made").touch(mode=0o600)
            sync_folder_entry(self.catalogue.parent)
        except OSError as problem:
            raise StorageError(
                f"The backup could not be put into {self.catalogue.parent}.",
                "Check that the disk is not full and that you may write there. The backup itself is as it was.",
                str(problem),
            ) from problem
        finally:
            fresh.unlink(missing_ok=True)
        record = backup_record(used)
        assert record is not None
        return RestoreReport(record, set_aside)

    def close(self) -> None:
        """Let an engine own the folder again."""
        self.owner.release()

    @property
    def _backups(self) -> Path:
        return self.catalogue.parent / BACKUPS

    def _copy_first_right(self, chosen: Path | None, fresh: Path) -> Path:
        files = [chosen] if chosen else [self._backups / record.name for record in self.list_backups()]
        for file in files:
            _copy_privately(file, fresh)
            if _is_right(fresh):
                return file
        if chosen:
            raise CatalogueDamaged(
                f"The backup “{chosen.name}” is damaged itself. Nothing was changed.",
                "`ragdesk backups` lists the others.",
            )
        raise BadRequest(
            f"There is no backup in {self._backups} that could be restored.",
            f"Move every file that begins with “{self.catalogue.stem}” out of {self.catalogue.parent} and add your"
            " folders again; your own files are untouched.",
        )

    def _set_aside(self) -> tuple[str, ...]:
        """Under names that nothing else uses. The file goes first: it would be opened without its log, and what was
        committed last be missing without a word; a log without its file is opened by nobody."""
        self.catalogue.with_suffix(".made").touch(mode=0o600)  # from here on a file that is missing is an alarm
        forget_page_sums(self.catalogue)
        files = [file for ending in _BESIDE if (file := self._beside(self.catalogue, ending)).exists()]
        aside = self._left_alone(files) or self._new_name_aside()
        moved = [file.rename(self._beside(aside, file.name.removeprefix(self.catalogue.name))) for file in files]
        return tuple(file.name for file in moved)

    def _left_alone(self, files: Sequence[Path]) -> Path | None:
        """The file whose log these are, where a kill came between them."""
        if self.catalogue in files:
            return None
        before = [file for kind in _KINDS for file in self.catalogue.parent.glob(f"{self.catalogue.stem}-{kind}-*.db")]
        newest = max(before, key=lambda file: file.stem[-_TIME_CHARACTERS:], default=None)
        endings = [file.name.removeprefix(self.catalogue.name) for file in files]
        return newest if newest and not any(self._beside(newest, ending).exists() for ending in endings) else None

    def _new_name_aside(self) -> Path:
        kind = _KINDS[0] if self._is_damaged() else _KINDS[1]
        return self.catalogue.with_name(f"{self.catalogue.stem}-{kind}-{datetime.now().strftime(BACKUP_TIME)}.db")

    @staticmethod
    def _beside(file: Path, ending: str) -> Path:
        return file.with_name(file.name + ending)

    def _is_damaged(self) -> bool:
        """For its name only. It is not opened, for that could change it."""
        try:
            refuse_damaged_file(self.catalogue)
            if not self.catalogue.stat().st_size:
                return True
            address = f"{self.catalogue.absolute().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(address, uri=True)) as connection:
                return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
        except (CatalogueDamaged, sqlite3.Error, OSError):
            return True


def _copy_privately(file: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with file.open("rb") as source, open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
        shutil.copyfileobj(source, copy, 1 << 20)
        copy.flush()
        os.fsync(copy.fileno())


def _is_right(copy: Path) -> bool:
    try:
        with translated(copy), closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            verify(connection)
    except (CopyIsWrong, StorageError):
        return False
    return True
