"""The catalogue's schema, as numbered steps: append a function, never edit one that was released."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ragdesk.engine.storage.checksums import content_checksum, message_checksum, vector_checksum
from ragdesk.engine.storage.copy_catalogue import CopyIsWrong, copy_catalogue
from ragdesk.engine.storage.damage import damaged
from ragdesk.engine.storage.list_schema import put_lists_in_order
from ragdesk.engine.storage.schemas import FIRST_SCHEMA, SECOND_SCHEMA, THIRD_SCHEMA
from ragdesk.protocol.errors import CatalogueTooNew, StorageError


def create_catalogue(connection: sqlite3.Connection) -> None:
    """Libraries, sources, documents; the text by content hash; vectors by text; conversations; jobs; the word index."""
    _execute_all(connection, FIRST_SCHEMA)


def follow_jobs_and_bins(connection: sqlite3.Connection) -> None:
    """Jobs that wait and pause, with progress; sources with rules and a state; libraries in the bin; checksums."""
    _execute_all(connection, SECOND_SCHEMA)
    _fill_checksums(connection)


def keep_conversations(connection: sqlite3.Connection) -> None:
    """Conversations with a name of their own, pinned or deleted; turns that were deleted or replaced."""
    _execute_all(connection, THIRD_SCHEMA)


def order_removals(connection: sqlite3.Connection) -> None:
    """Documents that were left out, with the newest job of that moment: an add asked for earlier must not undo it."""
    connection.execute("ALTER TABLE left_out ADD COLUMN after_job INTEGER NOT NULL DEFAULT 0")


def _execute_all(connection: sqlite3.Connection, schema: str) -> None:
    """One by one, as all at once would end the transaction."""
    for statement in schema.split(";\n"):
        if statement.strip():
            connection.execute(statement)


def _fill_checksums(connection: sqlite3.Connection) -> None:
    def query(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        return connection.execute(sql, values).fetchall()

    for table, checksum in (("contents", content_checksum), ("messages", message_checksum)):
        for (row,) in query(f"SELECT id FROM {table}", ()):
            connection.execute(f"UPDATE {table} SET checksum = ? WHERE id = ?", (checksum(query, row), row))
    connection.create_function("vector_checksum", 1, vector_checksum, deterministic=True)
    connection.execute("UPDATE vectors SET checksum = vector_checksum(vector)")


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    create_catalogue,
    follow_jobs_and_bins,
    keep_conversations,
    put_lists_in_order,
    order_removals,
)


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    steps: tuple[Callable[[sqlite3.Connection], None], ...] = MIGRATIONS,
) -> None:
    """Bring the catalogue to the newest schema: a backup first, one transaction a step, undone if it fails."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(steps):
        raise CatalogueTooNew(
            f"The catalogue {path} was written by a newer ragdesk.", "Use that version, or another data folder."
        )
    if 0 < version < len(steps):
        _back_up(connection, path)
    for number, step in enumerate(steps[version:], start=version + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            step(connection)
            if number > 2:  # the page sums of the last closing are void, as with any other change
                connection.execute("UPDATE catalogue_state SET value = '' WHERE name = 'closed_as'")
            connection.execute(f"PRAGMA user_version={number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk undoes the step by itself
                connection.execute("ROLLBACK")
            raise


def _back_up(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    try:
        copy_catalogue(connection, path.with_name(f"{path.stem}-before-{version + 1}.db"))
    except CopyIsWrong as problem:
        raise damaged(path, str(problem)) from problem
    except OSError as problem:
        raise StorageError(
            f"No backup could be made of {path}, so it was left as it is.",
            "Check that the disk is not full and that you may write there.",
            str(problem),
        ) from problem
