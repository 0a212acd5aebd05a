"""Opens the catalogue: one connection that writes, and readers beside it; the only file that imports sqlite3's errors."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ragdesk.engine.storage.migrations import migrate
from ragdesk.protocol.errors import CatalogueDamaged, DiskFull, StorageError

Row = tuple[Any, ...]

_WRITER = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "cache_size=-32000",
    "busy_timeout=2000",
)
_READER = ("query_only=ON", "cache_size=-16000", "busy_timeout=2000")


class Database:
    """The catalogue: WAL, every commit synced to the disk; for any number of threads.

    Guaranteed: what `transaction()` committed survives a kill; what it did not commit leaves no trace. A thread inside
    `transaction()` reads its own changes; every other one reads what is committed, and never waits for a writer.
    Forbidden: a second connection that writes or checkpoints; SQLite before 3.51.3 can corrupt a WAL then.
    Every failure is a StorageError.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writing = threading.RLock()
        self._mine = threading.local()
        self._idle_readers: list[sqlite3.Connection] = []
        self._is_closed = False
        self._writer = _connect(path, ())
        try:
            with translated(path):
                for setting in _WRITER:
                    self._writer.execute(f"PRAGMA {setting}")
                migrate(self._writer, path)
        except BaseException:
            self._writer.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: committed at the end, rolled back on any exception. Other writers wait."""
        with self._writing:
            with translated(self.path):
                self._writer.execute("BEGIN IMMEDIATE")
            self._mine.is_writing = True
            try:
                yield
                with translated(self.path):
                    self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    with translated(self.path):
                        self._writer.execute("ROLLBACK")
                raise
            finally:
                self._mine.is_writing = False

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads of this thread within see one committed state, whatever is written meanwhile."""
        if self._own_reader() is not None or getattr(self._mine, "is_writing", False):
            yield
            return
        with self._reader() as reader:
            self._mine.reader = reader
            try:
                with translated(self.path):
                    reader.execute("BEGIN")
                yield
            finally:
                self._mine.reader = None
                reader.rollback()

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement that writes; the id of the row it inserted."""
        with self._writing, translated(self.path):
            return self._writer.execute(sql, values).lastrowid or 0

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement that writes for each row."""
        with self._writing, translated(self.path):
            self._writer.executemany(sql, rows)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        with self._reader() as connection, translated(self.path):
            return connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None."""
        with self._reader() as connection, translated(self.path):
            cursor = connection.execute(sql, values)
            found: Row | None = cursor.fetchone()
            cursor.close()  # a query that is not read to its end would hold back checkpoints
            return found

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, values)
        return found[0] if found else None

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it. No other thread may be using it any more."""
        self._is_closed = True
        with self._writing, translated(self.path):
            while self._idle_readers:
                self._idle_readers.pop().close()
            self._writer.close()

    @contextmanager
    def _reader(self) -> Iterator[sqlite3.Connection]:
        """What this thread reads through: its own transaction or snapshot, or a reader of its own for the moment."""
        if getattr(self._mine, "is_writing", False):
            yield self._writer
            return
        if (own := self._own_reader()) is not None:
            yield own
            return
        if self._is_closed:
            raise StorageError(f"ragdesk's catalogue {self.path} was closed.", "Start ragdesk again.")
        try:
            reader = self._idle_readers.pop()
        except IndexError:
            reader = _connect(self.path, _READER)
        try:
            yield reader
        finally:
            self._idle_readers.append(reader)

    def _own_reader(self) -> sqlite3.Connection | None:
        own: sqlite3.Connection | None = getattr(self._mine, "reader", None)
        return own


def _connect(path: Path, settings: Sequence[str]) -> sqlite3.Connection:
    with translated(path):
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for setting in settings:
            connection.execute(f"PRAGMA {setting}")
        return connection


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
