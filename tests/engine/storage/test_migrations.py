"""The catalogue is brought to the newest schema step by step, or stays as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.migrations import MIGRATIONS, migrate
from ragdesk.protocol.errors import CatalogueTooNew


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A catalogue of the present schema with one library."""
    database = Database(tmp_path / "catalogue.db")
    database.execute("INSERT INTO libraries (name, created_at) VALUES ('work', '')")
    database.close()
    return tmp_path / "catalogue.db"


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(path, isolation_level=None)
    yield opened
    opened.close()


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def add_colour(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE libraries ADD COLUMN colour TEXT")


def fail_halfway(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE libraries ADD COLUMN half TEXT")
    connection.execute("INSERT INTO nowhere VALUES (1)")


def columns(connection: sqlite3.Connection) -> set[str]:
    return {row[1] for row in connection.execute("PRAGMA table_info(libraries)")}


def test_an_empty_file_becomes_a_whole_catalogue(tmp_path: Path) -> None:
    (tmp_path / "catalogue.db").touch()  # what a kill at the first opening leaves

    database = Database(tmp_path / "catalogue.db")

    assert database.value("PRAGMA user_version") == len(MIGRATIONS)
    assert database.value("PRAGMA integrity_check") == "ok"
    assert database.rows("PRAGMA foreign_key_check") == []
    database.close()
    assert [file.name for file in tmp_path.iterdir()] == ["catalogue.db"]


def test_a_catalogue_of_the_present_schema_is_left_alone(path: Path) -> None:
    before = path.read_bytes()

    Database(path).close()

    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["catalogue.db"]


def test_a_further_step_is_applied_once_after_a_backup(connection: sqlite3.Connection, path: Path) -> None:
    now = len(MIGRATIONS)
    for _ in range(2):
        migrate(connection, path, (*MIGRATIONS, add_colour))

    assert version(connection) == now + 1
    assert "colour" in columns(connection)
    backup = sqlite3.connect(path.with_name(f"catalogue-before-{now + 1}.db"))
    assert version(backup) == now
    assert backup.execute("SELECT name FROM libraries").fetchall() == [("work",)]
    backup.close()


def test_a_step_that_fails_is_undone_and_the_steps_before_it_stay(connection: sqlite3.Connection, path: Path) -> None:
    now = len(MIGRATIONS)

    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(connection, path, (*MIGRATIONS, add_colour, fail_halfway))

    assert version(connection) == now + 1
    assert "half" not in columns(connection)
    assert connection.execute("SELECT name FROM libraries").fetchall() == [("work",)]
    assert path.with_name(f"catalogue-before-{now + 1}.db").exists()


def test_a_step_that_ended_its_transaction_itself_fails_with_its_own_error(
    connection: sqlite3.Connection, path: Path
) -> None:
    def fail_like_a_full_disk(inner: sqlite3.Connection) -> None:
        inner.execute("ROLLBACK")
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(sqlite3.OperationalError, match="disk is full"):
        migrate(connection, path, (*MIGRATIONS, fail_like_a_full_disk))


def test_a_catalogue_of_a_newer_ragdesk_is_refused_unchanged(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    before = path.read_bytes()

    with pytest.raises(CatalogueTooNew, match="newer ragdesk"):
        Database(path)

    assert path.read_bytes() == before
