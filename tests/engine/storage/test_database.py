"""The catalogue's connection: what is committed stays, what fails leaves no trace, and every failure has a sentence."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from ragdesk.engine.storage.database import Database
from ragdesk.protocol.errors import CatalogueDamaged, DiskFull, StorageError


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "catalogue.db")
    yield opened
    opened.close()


def names(database: Database) -> list[str]:
    return [name for (name,) in database.rows("SELECT name FROM libraries ORDER BY id")]


def put(database: Database, name: str) -> int:
    return database.execute("INSERT INTO libraries (name, created_at) VALUES (?, '')", (name,))


def put_together(database: Database, names: list[str]) -> None:
    with database.transaction():
        for name in names:
            put(database, name)


def test_every_commit_reaches_the_disk(database: Database) -> None:
    with database.transaction():
        assert database.value("PRAGMA journal_mode") == "wal"
        assert database.value("PRAGMA synchronous") == 2
        assert database.value("PRAGMA foreign_keys") == 1
        assert database.value("PRAGMA secure_delete") == 1


def test_others_read_what_is_committed_and_wait_for_no_writer(database: Database) -> None:
    seen: list[list[str]] = []
    with database.transaction():
        put(database, "one")
        other = Thread(target=lambda: seen.append(names(database)))
        other.start()
        other.join(5)
        assert names(database) == ["one"]

    assert seen == [[]]
    assert names(database) == ["one"]


def test_a_snapshot_stays_as_it_was(database: Database) -> None:
    put(database, "one")
    with database.snapshot():
        assert names(database) == ["one"]
        other = Thread(target=lambda: put(database, "two"))
        other.start()
        other.join(5)
        assert names(database) == ["one"]

    assert names(database) == ["one", "two"]


def test_several_threads_write_one_after_the_other(database: Database) -> None:
    def write(first: str) -> None:
        for n in range(20):
            with database.transaction():
                put(database, f"{first}{n}")

    threads = [Thread(target=write, args=(first,)) for first in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert len(names(database)) == 60


def test_a_transaction_is_kept_whole(database: Database, tmp_path: Path) -> None:
    with database.transaction():
        put(database, "one")
        put(database, "two")
    database.close()

    again = Database(tmp_path / "catalogue.db")
    assert names(again) == ["one", "two"]
    again.close()


@pytest.mark.parametrize("problem", [ValueError, KeyboardInterrupt, GeneratorExit])
def test_a_transaction_that_is_left_by_an_exception_leaves_nothing(
    database: Database, problem: type[BaseException]
) -> None:
    def half() -> None:
        with database.transaction():
            put(database, "half")
            raise problem

    with pytest.raises(problem):
        half()

    assert names(database) == []
    with database.transaction():
        put(database, "next")
    assert names(database) == ["next"]


def test_a_statement_that_fails_undoes_its_transaction(database: Database) -> None:
    with pytest.raises(StorageError):
        put_together(database, ["one", "one"])

    assert names(database) == []


def test_a_kill_right_after_the_commit_loses_nothing(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom ragdesk.engine.storage.database import Database\n"
        "d = Database(Path(sys.argv[1]))\n"
        "with d.transaction():\n    d.execute(\"INSERT INTO libraries (name, created_at) VALUES ('kept', '')\")\n"
        "d.execute('BEGIN')\nd.execute(\"INSERT INTO libraries (name, created_at) VALUES ('lost', '')\")\n"
        "os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "catalogue.db")], check=False, timeout=60)

    database = Database(tmp_path / "catalogue.db")
    assert names(database) == ["kept"]
    database.close()


def test_a_full_disk_is_named_and_what_was_committed_stays(database: Database) -> None:
    with database.transaction():
        put(database, "kept")
    database.execute(f"PRAGMA max_page_count={database.value('PRAGMA page_count')}")

    with pytest.raises(DiskFull, match="full") as caught:
        put_together(database, [f"{n}" * 500 for n in range(500)])

    assert "kept" in caught.value.hint
    assert names(database) == ["kept"]
    database.execute("PRAGMA max_page_count=100000")
    with database.transaction():
        put(database, "again")
    assert names(database) == ["kept", "again"]


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's own")
def test_a_disk_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "catalogue.db").symlink_to("/dev/full")

    with pytest.raises(StorageError):
        Database(tmp_path / "catalogue.db")


@pytest.mark.parametrize("content", [b"This is a letter. " * 300, b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_damaged_catalogue_is_refused_and_not_written_to(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "catalogue.db"
    path.write_bytes(content)

    with pytest.raises(CatalogueDamaged, match="damaged") as caught:
        Database(path)

    assert path.read_bytes() == content
    assert str(path) in caught.value.message
    assert "files are untouched" in caught.value.hint


def test_damage_in_the_middle_is_named_when_it_is_met(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    database = Database(path)
    with database.transaction():
        for n in range(400):
            put(database, f"library {n} " * 20)
    database.close()
    data = bytearray(path.read_bytes())
    data[4096 * 4 :] = os.urandom(len(data) - 4096 * 4)
    path.write_bytes(data)

    with pytest.raises(CatalogueDamaged):
        names(Database(path))


def test_a_catalogue_without_a_folder_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be used"):
        Database(tmp_path / "missing" / "catalogue.db")


def test_a_closed_catalogue_is_a_storage_error(database: Database) -> None:
    database.close()
    database.close()

    with pytest.raises(StorageError):
        names(database)


def test_closing_folds_the_log_into_the_file(database: Database, tmp_path: Path) -> None:
    with database.transaction():
        put(database, "one")
    database.close()

    assert [file.name for file in tmp_path.iterdir()] == ["catalogue.db"]
    connection = sqlite3.connect(tmp_path / "catalogue.db")
    assert connection.execute("SELECT name FROM libraries").fetchall() == [("one",)]
    connection.close()
