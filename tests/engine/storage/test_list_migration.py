"""A catalogue of the schema before lists had their own columns is brought up to date with all that is in it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ragdesk.engine.storage.checksums import content_checksum
from ragdesk.engine.storage.copy_catalogue import copy_catalogue
from ragdesk.engine.storage.document_lists import DocumentLists
from ragdesk.engine.storage.documents import Documents
from ragdesk.engine.storage.migrations import MIGRATIONS, migrate
from ragdesk.engine.storage.page_sums import PageSums
from ragdesk.engine.stores import Stores
from ragdesk.protocol.document_lists import ListChoice
from ragdesk.protocol.records import LibraryId

LIBRARY = LibraryId(1)
TITLES = {1: "Élan", 2: None}


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A catalogue of the third schema, closed in order, with page sums beside it."""
    path = tmp_path / "catalogue.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        migrate(connection, path, MIGRATIONS[:3])
        connection.execute("BEGIN")
        connection.execute("INSERT INTO libraries (name, created_at) VALUES ('default', '')")
        connection.execute("INSERT INTO sources (library_id, path, is_folder, added_at) VALUES (1, '/d', 1, '')")
        for content, title in TITLES.items():
            _write_content(connection, content, title)
        held: tuple[tuple[int, int | None], ...] = ((10, 1), (2, 2), (1, None))
        for n, read in held:
            connection.execute(
                "INSERT INTO documents (library_id, source_id, path, content_id, content_hash, size_bytes, mtime_ns,"
                " status, read_at) VALUES (1, 1, ?, ?, ?, 1, ?, 'ready', '2026-01-02T03:04:05+00:00')",
                (f"/d/Página {n}.txt", read, read and f"h{read}", n * 10**18 if n < 9 else 0),
            )
        connection.executemany(  # so much that the log is folded into the file before the check looks at that
            "INSERT INTO documents (library_id, source_id, path, size_bytes, mtime_ns, status)"
            " VALUES (1, 1, ?, 1, 1, 'waiting')",
            [(f"/d/{'x' * 900} {n}",) for n in range(600)],
        )
        connection.execute("INSERT INTO catalogue_state (name, value) VALUES ('closed_as', 'token')")
        connection.execute("COMMIT")
    file = os.open(path, os.O_RDONLY)
    PageSums.of(file, "token").write(path)
    os.close(file)
    return path


def _write_content(connection: sqlite3.Connection, content: int, title: str | None) -> None:
    connection.execute(
        "INSERT INTO contents (id, hash, recipe, type, title, header_title, language, pages, characters)"
        " VALUES (?, ?, 1, 'txt', ?, '', 'es', ?, 3)",
        (content, f"h{content}", title, 7 if title else None),
    )
    for position in range(2):
        connection.execute(
            "INSERT INTO sections (content_id, position, heading, start, text) VALUES (?, ?, '[]', 0, 'one')",
            (content, position),
        )
    checksum = content_checksum(lambda sql, values: connection.execute(sql, values).fetchall(), content)
    connection.execute("UPDATE contents SET checksum = ? WHERE id = ?", (checksum, content))


def test_documents_of_an_older_catalogue_are_listed_as_new_ones(older: Path) -> None:
    stores = Stores.open(older)
    lists, named = DocumentLists(stores.database), "pagina"
    assert _names(lists, ListChoice(words=named)) == ["1", "2", "10"]
    assert _names(lists, ListChoice("newest", words=named)) == ["2", "10", "1"]
    assert _names(lists, ListChoice("pages", words=named)) == ["10", "2", "1"]
    assert _names(lists, ListChoice(words="elan")) == ["10"]
    assert _names(lists, ListChoice(type="txt")) == ["2", "10"]
    counts = lists.counts(LIBRARY)
    assert (counts.total, counts.types, counts.language) == (603, {"txt": 2}, "es")
    assert [one.title for one in Documents(stores.database).records(LIBRARY)][:3] == ["Página 1", "Élan", "Página 2"]
    stores.close()


def _names(lists: DocumentLists, choice: ListChoice) -> list[str]:
    return [Path(one.document).stem.split()[-1] for one in lists.rows(LIBRARY, choice, 0, 9).records]


def test_what_the_step_itself_writes_is_not_taken_for_damage(older: Path) -> None:
    """Page sums were left by the last closing; the step changes the file, and so does closing it again."""
    for _ in range(3):
        stores = Stores.open(older)
        stores.check._thread.join()
        stores.database.refuse_damaged()
        assert stores.check.is_whole
        stores.close()


def test_the_copy_that_is_made_before_and_one_made_after_are_both_whole(older: Path, tmp_path: Path) -> None:
    Stores.open(older).close()
    for number, copied in enumerate((older.with_name("catalogue-before-4.db"), older)):
        with closing(sqlite3.connect(copied, isolation_level=None)) as source:
            copy_catalogue(source, tmp_path / f"copy {number}.db")
            assert source.execute("SELECT COUNT(*) FROM documents").fetchone() == (603,)
