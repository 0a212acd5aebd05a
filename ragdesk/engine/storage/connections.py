"""Connections to the catalogue's file, and what SQLite's errors mean for the user."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from ragdesk.engine.storage.damage import damaged
from ragdesk.protocol.errors import DiskFull, StorageError


def connect(path: Path, settings: Sequence[str]) -> sqlite3.Connection:
    """Transactions are begun and ended by hand; each setting is a PRAGMA."""
    with translated(path):
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for setting in settings:
            connection.execute(f"PRAGMA {setting}")
        return connection


@contextmanager
def reading_connection(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection of the caller's own that only reads, for long looks at one committed state."""
    with translated(path), closing(_read_only(path)) as connection:
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # until something is read, no state is held
        yield connection
        connection.rollback()


def _read_only(path: Path) -> sqlite3.Connection:
    address = f"{Path(os.path.abspath(path)).as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)


def make_privately(path: Path) -> None:
    """SQLite gives its other files the rights of the first one."""
    with suppress(OSError):  # SQLite says what is wrong
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def last_reader(path: Path) -> sqlite3.Connection:
    """As long as it is open, closing others does not fold the write-ahead log into the file."""
    connection = _read_only(path)
    with suppress(sqlite3.Error):
        connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    return connection


def opened_file(path: Path) -> int | None:
    """To read the file's bytes; None where it cannot be opened."""
    try:
        return os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0)) if path.is_file() else None
    except OSError:
        return None  # SQLite says what is wrong


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours."""
    try:
        yield
    except sqlite3.Error as problem:
        raise as_storage_error(problem, path) from problem


def as_storage_error(problem: sqlite3.Error, path: Path) -> StorageError:
    """The error of ours that says what `problem` means for the user."""
    text = str(problem).lower()
    if "full" in text or "disk i/o" in text:
        return DiskFull(
            f"The disk that holds {path.parent} is full or cannot be written.",
            "Everything that was finished is kept. Free some space, then run the same command again.",
            str(problem),
        )
    if any(sign in text for sign in ("malformed", "not a database", "corrupt", "could not decode to utf-8")):
        return damaged(path, str(problem))
    return StorageError(f"ragdesk's catalogue {path} cannot be used.", "Check that you may write there.", str(problem))
