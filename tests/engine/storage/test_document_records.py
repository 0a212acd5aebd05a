"""Documents as faces see them: page by page, by their places, with times that any calendar knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.documents import Documents
from ragdesk.engine.stores import Stores
from ragdesk.protocol.records import LibraryId

PATHS = ["/docs/A.txt", "/docs/a b.txt", "/docs/a.txt", "/docs/zoo.txt", "/docs/ñandú.txt", "/docs/🐝.txt"]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    stores = Stores.open(tmp_path / "catalogue.db")
    yield stores.database
    stores.close()


@pytest.fixture
def library(database: Database) -> LibraryId:
    documents = Documents(database)
    with database.transaction():
        library = documents.ensure_library("default")
        source = documents.ensure_source(library, "/docs", is_folder=True)
        for path in reversed(PATHS):
            documents.note_waiting(library, source, path, 10, 1_763_757_169_999_999_999)
        other = documents.ensure_library("other")
        documents.note_waiting(other, documents.ensure_source(other, "/o", is_folder=True), "/o/x.txt", 1, 1)
    return library


@pytest.mark.parametrize("limit", [1, 2, 6, 7])
def test_pages_hold_every_document_of_the_library_once_in_order(
    database: Database, library: LibraryId, limit: int
) -> None:
    documents, found = Documents(database), list[str]()
    while page := documents.records_after(library, found[-1] if found else "", limit):
        assert len(page) <= limit
        found += [record.document for record in page]
    assert found == [record.document for record in documents.records(library)] == PATHS


def test_a_page_is_found_by_the_index_alone(database: Database, library: LibraryId) -> None:
    database.execute("ANALYZE")
    plan: list[str] = []
    with database.snapshot():
        plan = [
            row[3]
            for row in database.rows(
                "EXPLAIN QUERY PLAN SELECT d.id FROM documents d LEFT JOIN contents c ON c.id = d.content_id"
                " WHERE d.library_id = ? AND d.path > ? ORDER BY d.path LIMIT ?",
                (library, "", 2),
            )
        ]
    assert "(library_id=? AND path>?)" in plan[0]
    assert not any("TEMP B-TREE" in step for step in plan)


def test_the_time_of_a_file_is_told_as_iso(database: Database, library: LibraryId) -> None:
    (record,) = Documents(database).records_at(library, [PATHS[0]])
    assert record.modified_at == "2025-11-21T20:32:49+00:00"
    assert record.title == "A"


@pytest.mark.parametrize("mtime_ns", [0, 9_000_000_000_000_000_000, -9_000_000_000_000_000_000, -1])
def test_any_time_of_a_file_can_be_listed(database: Database, library: LibraryId, mtime_ns: int) -> None:
    with database.transaction():
        database.execute("UPDATE documents SET mtime_ns = ?", (mtime_ns,))
    times = {record.modified_at for record in Documents(database).records(library)}
    assert (times == {None}) == (mtime_ns == 0)
