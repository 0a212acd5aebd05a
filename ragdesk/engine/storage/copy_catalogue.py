"""A verified copy of a catalogue in one file, made while others go on writing; it appears whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from ragdesk.engine.storage.checksums import changed_rows

PAGES_AT_ONCE = 1_024
"""4 MB: a step of about 4 ms, between two of which the copy can be given up."""
COUNTED = ("libraries", "sources", "documents", "contents", "sections", "chunks", "spans", "vectors", "messages")


class CopyIsWrong(Exception):
    """A copy does not hold what a catalogue should; says what was found."""


def copy_catalogue(source: sqlite3.Connection, target: Path, on_step: Callable[[], None] = lambda: None) -> None:
    """Copy what `source` sees. Raises CopyIsWrong, OSError or sqlite3.Error, leaving nothing behind.

    Inside a transaction of `source` that is one committed state, whatever is written meanwhile; without one, SQLite
    begins anew whenever something is written. Writers never wait.
    """
    part = target.with_name(target.name + ".part")
    _remove(part)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            copy.execute("PRAGMA synchronous=OFF")
            source.backup(copy, pages=PAGES_AT_ONCE, progress=lambda *_: on_step(), sleep=0.001)
            copy.execute("PRAGMA journal_mode=DELETE")
            _compare_counts(source, copy)
            verify(copy)
        _sync(part)
        part.replace(target)
        sync_folder_entry(target.parent)
    except BaseException:
        _remove(part)
        raise


def verify(copy: sqlite3.Connection) -> None:
    """Look at every page, every checksum and the word index of a copy that nobody else has open. Raises CopyIsWrong."""
    copy.text_factory = lambda data: data.decode("utf-8", "replace")
    for (said,) in copy.execute("PRAGMA integrity_check(1)"):
        if said != "ok":
            raise CopyIsWrong(str(said))
    if copy.execute("PRAGMA foreign_key_check").fetchone():
        raise CopyIsWrong("rows point at others that are not there")
    # Asks the word index whether it holds the words of all chunks; it changes nothing, though it looks like a write.
    copy.execute("INSERT INTO chunk_words (chunk_words) VALUES ('integrity-check')")
    if has_checksums(copy):
        for found in changed_rows(lambda sql, values: copy.execute(sql, values).fetchall()):
            if found:
                raise CopyIsWrong(f"{found} was changed")


def has_checksums(connection: sqlite3.Connection) -> bool:
    """Catalogues before the second schema have none."""
    return any(column[1] == "checksum" for column in connection.execute("PRAGMA table_info(contents)"))


def sync_folder_entry(folder: Path) -> None:
    """Have a renaming in `folder` reach the disk; Windows does that by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _compare_counts(source: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    for table in COUNTED:
        counts = [one.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for one in (source, copy)]
        if source.in_transaction and counts[0] != counts[1]:
            raise CopyIsWrong(f"it has {counts[1]} {table} in place of {counts[0]}")


def _sync(file: Path) -> None:
    descriptor = os.open(file, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(part: Path) -> None:
    for name in (part.name, part.name + "-journal", part.name + "-wal", part.name + "-shm"):
        part.with_name(name).unlink(missing_ok=True)
