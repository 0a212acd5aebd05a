"""Whatever a job knows a document by, it writes nothing about one of another library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ragdesk.engine.storage.documents import Documents
from ragdesk.engine.stores import Stores
from ragdesk.protocol.records import DocumentId, DocumentRecord, LibraryId

Write = Callable[[Documents, LibraryId, DocumentId], None]
WRITES: dict[str, Write] = {
    "done": lambda documents, library, one: documents.note_done(library, one, "partly", "A page is missing."),
    "unread": lambda documents, library, one: documents.note_unread(library, one, "failed", "damaged", "Torn.", "s", 1),
    "out of reach": lambda documents, library, one: documents.note_out_of_reach(library, one, "unreadable", "Held."),
    "read again": lambda documents, library, one: documents.note_to_be_read_again(library, [one]),
    "removed": lambda documents, library, one: documents.remove(library, [one]),
}


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = Stores.open(tmp_path / "catalogue.db")
    yield opened
    opened.close()


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_a_document_is_written_only_as_one_of_its_library(stores: Stores, write: Write) -> None:
    documents = stores.documents
    with stores.database.transaction():
        other, own = documents.ensure_library("other"), documents.ensure_library("own")
        documents.note_waiting(own, documents.ensure_source(own, "/docs", is_folder=True), "/docs/a.txt", 1, 1)
        one = documents.id_of(own, "/docs/a.txt")
        documents.note_done(own, one, "ready", None)

    def known() -> tuple[list[DocumentRecord], str | None]:
        found = documents.by_path(own).get("/docs/a.txt")
        return documents.records_of(own, [one]), found.stat_signature if found else None

    before = known()
    with stores.database.transaction():
        write(documents, other, one)
    assert known() == before
    assert documents.records_of(other, [one]) == []

    with stores.database.transaction():
        write(documents, own, one)
    assert known() != before
