"""Opens the catalogue with its one writing connection; the only file that imports sqlite3's errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ragdesk.engine.storage.migrations import migrate
from ragdesk.protocol.errors import CatalogueDamaged, DiskFull, StorageError

Row = tuple[Any, ...]

_SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "cache_size=-32000",
    "busy_timeout=2000",
)


class Database:
    """One connection to the catalogue: WAL, every commit synced to the disk.

    Guaranteed: what `transaction()` committed survives a kill; what it did not commit leaves no trace.
    Forbidden: a second connection that writes; SQLite before 3.51.3 can corrupt a WAL then.
    Every failure is a StorageError.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with translated(path):
            self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            with translated(path):
                for setting in _SETTINGS:
                    self._connection.execute(f"PRAGMA {setting}")
                migrate(self._connection, path)
        except BaseException:
            self._connection.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: committed at the end, rolled back on any exception."""
        with translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with translated(self.path):
                self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                with translated(self.path):
                    self._connection.execute("ROLLBACK")
            raise

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement; the id of the row it inserted."""
        with translated(self.path):
            return self._connection.execute(sql, values).lastrowid or 0

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row."""
        with translated(self.path):
            self._connection.executemany(sql, rows)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        with translated(self.path):
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None."""
        with translated(self.path):
            found: Row | None = self._connection.execute(sql, values).fetchone()
            return found

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, values)
        return found[0] if found else None

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it."""
        with translated(self.path):
            self._connection.close()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours."""
    try:
        yield
    except sqlite3.Error as problem:
        raise as_storage_error(problem, path) from problem


def how_to_start_anew(catalogue: Path) -> str:
    """What to do about a catalogue that cannot be saved; nothing is deleted, in case somebody can save it after all."""
    return (
        f"Put back a copy of it. If there is none, move every file that begins with “{catalogue.stem}.” out of"
        f" {catalogue.parent} and add your folders again; your own files are untouched."
    )


def as_storage_error(problem: sqlite3.Error, path: Path) -> StorageError:
    """The error of ours that says what `problem` means for the user."""
    text = str(problem).lower()
    if "full" in text or "disk i/o" in text:
        return DiskFull(
            f"The disk that holds {path.parent} is full or cannot be written.",
            "Everything that was finished is kept. Free some space, then run the same command again.",
            str(problem),
        )
    if any(sign in text for sign in ("malformed", "not a database", "corrupt")):
        return CatalogueDamaged(
            f"ragdesk's catalogue {path} is damaged. Nothing was written to it.",
            how_to_start_anew(path),
            str(problem),
        )
    return StorageError(f"ragdesk's catalogue {path} cannot be used.", "Check that you may write there.", str(problem))
