"""Opens the catalogue: one connection that writes, and readers beside it; here SQLite's errors become ours."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ragdesk.engine.storage.connections import connect, last_reader, make_privately, opened_file, translated
from ragdesk.engine.storage.damage import refuse_damaged_file
from ragdesk.engine.storage.migrations import migrate
from ragdesk.protocol.errors import CatalogueDamaged, StorageError

Row = tuple[Any, ...]

_WRITER = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "cache_size=-32000",
    "busy_timeout=2000",
)
_CHECKPOINT_AFTER_PAGES = 1_000
"""SQLite's own default: 4 MB of log."""
_READER = ("query_only=ON", "cache_size=-16000", "busy_timeout=2000")


class Database:
    """The catalogue: WAL, every commit synced to the disk; for any number of threads.

    Guaranteed: what `transaction()` committed survives a kill; what it did not commit leaves no trace. A thread inside
    `transaction()` reads its own changes; every other one reads what is committed, and never waits for a writer.
    Forbidden: a second connection that writes or checkpoints; SQLite before 3.51.3 can corrupt a WAL then.
    Every failure is a StorageError. After `condemn`, or once SQLite itself has met damage, every call raises
    CatalogueDamaged, and the file is not written to any more, not even by closing.
    """

    def __init__(self, path: Path) -> None:
        refuse_damaged_file(path)
        make_privately(path)
        self.path = path
        self.file = opened_file(path)
        """To read the file's bytes. Closing it takes SQLite's own locks away, so that is done last."""
        self._trouble: CatalogueDamaged | None = None
        self._closed_as = ""
        self._writing = threading.RLock()
        self._mine = threading.local()
        self._idle_readers: list[sqlite3.Connection] = []
        self._is_closed = False
        self._writer = connect(path, ())
        try:
            with translated(path):
                for setting in _WRITER:
                    self._writer.execute(f"PRAGMA {setting}")
                migrate(self._writer, path)
                self._refuse_other_mode()
                self._closed_as = self.closed_as()
        except BaseException as problem:
            if isinstance(problem, CatalogueDamaged):
                self.condemn(problem)
            self.close()
            raise

    # damage

    def condemn(self, problem: CatalogueDamaged) -> None:
        """Damage was found: from now on nothing is read or written. May be called by any thread."""
        self._trouble = self._trouble or problem

    def refuse_damaged(self) -> None:
        """Raises CatalogueDamaged if damage was found."""
        if self._trouble:
            raise CatalogueDamaged(self._trouble.message, self._trouble.hint, self._trouble.detail)

    def closed_as(self) -> str:
        """The token that the last closing left, as long as nothing was written since; see `page_sums`."""
        return str(self.value("SELECT value FROM catalogue_state WHERE name = 'closed_as'") or "")

    @property
    def was_written(self) -> bool:
        """Whether the page sums of the last closing, if there were any, are void by now."""
        return not self._closed_as

    def note_closed_as(self, token: str) -> None:
        """The last write before closing."""
        self.execute("INSERT OR REPLACE INTO catalogue_state (name, value) VALUES ('closed_as', ?)", (token,))

    def hold_checkpoints(self, is_held: bool) -> None:
        """While they are held, writes go to the write-ahead log alone, and the file stays as it is."""
        with self._writing, self._translated():
            self._writer.execute(f"PRAGMA wal_autocheckpoint={0 if is_held else _CHECKPOINT_AFTER_PAGES}")

    def check_words(self) -> None:
        """Raises CatalogueDamaged if the word index does not hold the words of all chunks; writers wait meanwhile.

        It looks like a write, so no connection that only reads may ask for it; nothing is changed.
        """
        with self._writing, self._translated():
            self._writer.execute("INSERT INTO chunk_words (chunk_words) VALUES ('integrity-check')")

    def fold_log(self) -> bool:
        """Fold the write-ahead log into the file and empty it; False while somebody still reads an older state."""
        with self._writing, self._translated():
            return not self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]

    # reading and writing

    @property
    def is_writing(self) -> bool:
        """Whether this thread is inside `transaction()`, and so reads what is not committed yet."""
        return bool(getattr(self._mine, "is_writing", False))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: committed at the end, rolled back on any exception. Other writers wait.

        Within another one of the same thread it is a part of that.
        """
        if self.is_writing:
            yield
            return
        with self._writing:
            with self._translated():
                self._writer.execute("BEGIN IMMEDIATE")
            self._mine.is_writing = True
            try:
                self._note_written()
                yield
                with self._translated():
                    self._writer.execute("COMMIT")
                self._closed_as = ""
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
        if self._own_reader() is not None or self.is_writing:
            yield
            return
        with self._reader() as reader:
            self._mine.reader = reader
            try:
                with self._translated():
                    reader.execute("BEGIN")
                yield
            finally:
                self._mine.reader = None
                reader.rollback()

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement that writes; the id of the row it inserted."""
        with self._writing, self._translated():
            self._note_written()
            return self._writer.execute(sql, values).lastrowid or 0

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement that writes for each row."""
        with self._writing, self._translated():
            self._note_written()
            self._writer.executemany(sql, rows)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        with self._reader() as connection, self._translated():
            return connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None."""
        with self._reader() as connection, self._translated():
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
        if self._is_closed:
            return
        self._is_closed = True
        with self._writing, translated(self.path):
            while self._idle_readers:
                self._idle_readers.pop().close()
            # SQLite folds the log into the file when the last connection is closed, unless that may only read.
            last = last_reader(self.path) if self._trouble else None
            self._writer.close()
            if last:
                last.close()
        self._close_file()

    def _refuse_other_mode(self) -> None:
        """A disk that fails while a new catalogue is made leaves it without a log, and SQLite says that it has one.

        Bytes 18 and 19 of the file are 2 where there is one: https://sqlite.org/fileformat.html, section 1.3.3.
        """
        if self.file is not None:
            os.lseek(self.file, 18, os.SEEK_SET)
            if os.read(self.file, 2) != b"\x02\x02":
                raise sqlite3.OperationalError("disk I/O error: there is no write-ahead log")

    def _close_file(self) -> None:
        if self.file is not None:
            os.close(self.file)
            self.file = None

    def _note_written(self) -> None:
        """The page sums of the last closing are void with the first change, in the same transaction as that."""
        if self._closed_as:
            self._writer.execute("UPDATE catalogue_state SET value = '' WHERE name = 'closed_as'")
            if not self._writer.in_transaction:
                self._closed_as = ""

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """SQLite's errors as ours; damage is remembered, and what was damaged is not touched again."""
        self.refuse_damaged()
        try:
            with translated(self.path):
                yield
        except CatalogueDamaged as problem:
            self.condemn(problem)
            raise

    @contextmanager
    def _reader(self) -> Iterator[sqlite3.Connection]:
        """What this thread reads through: its own transaction or snapshot, or a reader of its own for the moment."""
        if self.is_writing:
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
            reader = connect(self.path, _READER)
        try:
            yield reader
        finally:
            self._idle_readers.append(reader)

    def _own_reader(self) -> sqlite3.Connection | None:
        own: sqlite3.Connection | None = getattr(self._mine, "reader", None)
        return own
