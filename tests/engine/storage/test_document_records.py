"""Documents as faces see them: by path, with times that any calendar knows."""

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


def test_all_documents_of_the_library_are_told_by_path(database: Database, library: LibraryId) -> None:
    assert [record.document for record in Documents(database).records(library)] == PATHS


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
