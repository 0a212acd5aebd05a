"""Lists of documents are those that plain rules give, whatever the catalogue holds, and no row is read for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from os.path import basename
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ragdesk.engine.storage.contents import Contents
from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.document_lists import DocumentLists
from ragdesk.engine.storage.documents import Documents
from ragdesk.engine.storage.new_content import NewContent, NewSection
from ragdesk.protocol.document_lists import ListChoice, SortBy
from ragdesk.protocol.records import DocumentRecord, LibraryId, Status

STATUSES: tuple[Status, ...] = ("failed", "partly", "waiting", "skipped", "ready")
SORTS: tuple[SortBy, ...] = ("name", "newest", "status", "type", "pages")
NUMBERS = count(1)
SIGNS = "aAáÁñN é.0123459ß²½İﬁ\u0301٣中🐝_\n"


@dataclass(frozen=True)
class Given:
    """A document as the engine would write it; without content where `type` is None."""

    path: str
    status: Status
    type: str | None
    title: str | None
    language: str | None
    pages: int | None
    sections: int
    mtime_ns: int


NAMES = st.text(SIGNS, min_size=1, max_size=8)
GIVEN = st.builds(
    Given,
    path=st.builds("/{}/{}".format, st.sampled_from(["a", "B", "c 2"]), NAMES),
    status=st.sampled_from(STATUSES),
    type=st.sampled_from([None, "pdf", "docx", "md", "a,b"]),
    title=st.none() | st.text(SIGNS, max_size=8),
    language=st.sampled_from([None, "en", "en", "es"]),
    pages=st.sampled_from([None, 0, 1, 2, 300]),
    sections=st.integers(0, 3),
    mtime_ns=st.sampled_from([0, -1, 1_400_000_000 * 10**9, 1_400_000_001 * 10**9, 9 * 10**18]),
)
CHOICES = st.builds(
    ListChoice,
    sort=st.sampled_from(SORTS),
    status=st.none() | st.none() | st.sampled_from(STATUSES),
    type=st.none() | st.none() | st.sampled_from(["pdf", "a,b", "none such"]),
    words=st.just("") | st.text(SIGNS, max_size=3),
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = Database(tmp_path_factory.mktemp("lists") / "catalogue.db")
    yield opened
    opened.close()


def filled(database: Database, documents: list[Given]) -> LibraryId:
    """A library of its own with these, written as the engine writes them."""
    rows, contents = Documents(database), Contents(database)
    with database.transaction():
        library = rows.ensure_library(f"library {next(NUMBERS)}")
        source = rows.ensure_source(library, "/", is_folder=True)
        for one in documents:
            rows.note_waiting(library, source, one.path, 10, one.mtime_ns)
            document = rows.id_of(library, one.path)
            if one.type is not None:
                content, _ = contents.store(content_of(one, one.type))
                rows.note_content(library, document, content, str(content), "", 1)
            rows.note_done(library, document, one.status, None)
    return library


def content_of(one: Given, kind: str) -> NewContent:
    sections = tuple(NewSection("x", n, None, None, (), None, "", ()) for n in range(one.sections))
    return NewContent(
        str(next(NUMBERS)), 1, kind, one.title, "", one.language, one.pages, one.pages, None, sections
    )  # fmt: skip


# The plain rules


def plainly_listed(records: list[DocumentRecord], choice: ListChoice) -> list[str]:
    first: dict[SortBy, Callable[[DocumentRecord], Any]] = {
        "name": lambda record: 0,
        "newest": lambda record: (
            -int("".join(re.findall(r"\d+", (record.modified_at or record.read_at or "")[:19])) or 0)
        ),
        "status": lambda record: STATUSES.index(record.status),
        "type": lambda record: record.type or "~",
        "pages": lambda record: -(record.pages or record.sections),
    }
    ordered = sorted(records, key=lambda one: (first[choice.sort](one), plain_key(one.document), one.document))
    return [one.document for one in ordered if plainly_fits(one, choice)]


def plainly_fits(record: DocumentRecord, choice: ListChoice) -> bool:
    if choice.status not in (None, record.status) or choice.type not in (None, record.type):
        return False
    searched = (plainly_folded(basename(record.document)), plainly_folded(record.title))
    return all(any(word in one for one in searched) for word in plainly_folded(choice.words).split())


def plainly_folded(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))


def plain_key(path: str) -> str:
    return re.sub(r"\d+", lambda number: number[0].rjust(12, "0"), plainly_folded(basename(path)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=st.lists(GIVEN, max_size=12, unique_by=lambda one: one.path), choice=CHOICES, limit=st.integers(1, 5))
def test_a_list_is_what_plain_rules_give_and_its_stretches_fit_together(
    database: Database, documents: list[Given], choice: ListChoice, limit: int
) -> None:
    library, lists = filled(database, documents), DocumentLists(database)
    records = Documents(database).records(library)
    expected = plainly_listed(records, choice)

    stretches = [lists.rows(library, choice, first, limit) for first in range(0, len(expected) + limit, limit)]

    assert [one.document for stretch in stretches for one in stretch.records] == expected
    assert {stretch.total for stretch in stretches} == {len(expected)}
    assert {one for stretch in stretches for one in stretch.records} <= set(records)
    places = lists.places(library, choice, [*(one.document for one in records), "/not there"])
    assert places == [*(expected.index(one.document) if one.document in expected else None for one in records), None]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=st.lists(GIVEN, max_size=12, unique_by=lambda one: one.path))
def test_counts_are_those_of_the_documents(database: Database, documents: list[Given]) -> None:
    library = filled(database, documents)
    records = Documents(database).records(library)

    counts = DocumentLists(database).counts(library)

    languages = [one.language for one in records if one.language]
    common = [one for one in set(languages) if 3 * languages.count(one) > 2 * len(languages)]
    assert counts.total == len(documents)
    assert counts.statuses == {one: n for one in STATUSES if (n := [r.status for r in records].count(one))}
    assert counts.types == {
        one: n for one in {r.type for r in records} if one and (n := [r.type for r in records].count(one))
    }
    assert counts.language == (common[0] if common else None)


def test_what_a_document_loses_with_its_content_is_gone_from_the_lists(database: Database) -> None:
    one = Given("/a/letter.pdf", "ready", "pdf", "Of the mill", "en", 3, 1, 0)
    library, lists = filled(database, [one]), DocumentLists(database)
    assert lists.rows(library, ListChoice(type="pdf", words="mill"), 0, 9).total == 1
    with database.transaction():
        Documents(database).exclude([Documents(database).id_of(library, one.path)])
        Contents(database).remove_unused()
    assert lists.rows(library, ListChoice(type="pdf"), 0, 9).total == 0
    assert lists.rows(library, ListChoice(words="mill"), 0, 9).total == 0
    assert lists.counts(library).types == {}
    assert "of the mill" not in str(database.rows("SELECT * FROM documents WHERE library_id = ?", (library,)))


def test_lists_of_a_text_that_was_read_anew_show_it_as_it_is_now(database: Database) -> None:
    one = Given("/a/letter.pdf", "ready", "pdf", "Old title", "en", 3, 1, 0)
    library, lists = filled(database, [one]), DocumentLists(database)
    (content_hash,) = database.rows("SELECT hash FROM contents ORDER BY id DESC LIMIT 1")[0]
    new = NewContent(content_hash, 2, "pdf", "Título nuevo", "", "es", 4, 4, None, ())
    with database.transaction():
        Contents(database).store(new)
    assert lists.rows(library, ListChoice(words="titulo"), 0, 9).records[0].title == "Título nuevo"
    assert lists.rows(library, ListChoice(words="old"), 0, 9).total == 0
    assert lists.counts(library).language == "es"


@pytest.mark.parametrize("analysed", [False, True])
def test_lists_read_no_rows_of_documents_but_those_they_show(database: Database, analysed: bool) -> None:
    """A list that reads every row of 200,000 documents takes seconds."""
    if analysed:
        database.execute("ANALYZE")
    asked: list[tuple[str, Any]] = []

    class Listening(Database):
        def __init__(self) -> None: ...

        def row(self, sql: str, values: Any = ()) -> Any:
            asked.append((sql, values))
            return database.row(sql, values)

    lists = DocumentLists(Listening())
    for sort in SORTS:
        lists._order(LibraryId(1), ListChoice(sort, "ready", "pdf", "one two"))
    lists._by_name(LibraryId(1), 0, 9)
    plans = [" | ".join(row[3] for row in database.rows(f"EXPLAIN QUERY PLAN {sql}", values)) for sql, values in asked]
    assert len(plans) == len(SORTS) + 2
    assert all("COVERING INDEX documents_" in plan and "TEMP B-TREE" not in plan for plan in plans), plans
