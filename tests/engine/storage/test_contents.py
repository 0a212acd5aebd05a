"""The text of documents in the catalogue: every offset leads back to its words, nothing is kept twice or left over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragdesk.engine.chunks.cut_document import cut_document, span_text
from ragdesk.engine.documents.sections import Reading, Section
from ragdesk.engine.storage.contents import span_key
from ragdesk.engine.storage.new_content import NewContent
from ragdesk.engine.stores import Stores
from tests.engine.driving import orphans, paragraph

READABLE = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=300)
PARAGRAPHS = st.lists(READABLE, min_size=1, max_size=5).map("\n\n".join)
SECTIONS = st.lists(
    st.builds(
        Section,
        text=PARAGRAPHS.filter(lambda text: bool(text.strip())),
        page=st.one_of(st.none(), st.integers(1, 9)),
        heading=st.lists(st.text("abc ", min_size=1, max_size=9), max_size=3).map(tuple),
    ),
    min_size=1,
    max_size=4,
)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = Stores.open(tmp_path / "catalogue.db")
    yield opened
    opened.close()


def content(sections: list[Section], content_hash: str = "hash", recipe: int = 1, title: str = "Title") -> NewContent:
    cut = cut_document(Reading(tuple(sections)), title, "en")
    return NewContent(content_hash, recipe, "text", None, title, "en", None, None, None, cut)


def store(stores: Stores, new: NewContent) -> tuple[int, list[int]]:
    with stores.database.transaction():
        stored, chunk_ids = stores.contents.store(new)
        stores.keywords.add(chunk_ids, new)
    return stored, chunk_ids


def hold(stores: Stores, library: str, path: str, stored: int, content_hash: str = "hash") -> None:
    """A ready document with that content."""
    documents = stores.documents
    with stores.database.transaction():
        known = documents.ensure_library(library)
        documents.note_waiting(known, documents.ensure_source(known, "/", True), path, 1, 1)
        document = documents.id_of(known, path)
        documents.note_content(known, document, stored, content_hash, "", 1)
        documents.note_done(known, document, "ready", None)


@settings(max_examples=60, deadline=None)
@given(SECTIONS)
def test_every_offset_leads_to_the_stored_words(sections: list[Section]) -> None:
    with TemporaryDirectory() as folder, closing(Stores.open(Path(folder) / "catalogue.db")) as stores:
        _check_every_offset(stores, sections)


def _check_every_offset(stores: Stores, sections: list[Section]) -> None:
    stored, chunk_ids = store(stores, content(sections))
    text = "\n\n".join(section.text for section in sections)

    assert [(s.text, s.place.start, s.place.end) for s in stores.contents.sections(stored)] == [
        (s.text, text_start, text_start + len(s.text))
        for s, text_start in zip(sections, _starts(sections), strict=True)
    ]
    for chunk in stores.contents.chunks(chunk_ids).values():
        assert chunk.text == text[chunk.place.start : chunk.place.end]
        assert chunk.text.strip()
        assert stores.contents.text_between(chunk.section_id, chunk.place.start, chunk.place.end) == chunk.text
    for start, end, key, title, heading in stores.database.rows(
        'SELECT s.start, s."end", t.key, c.header_title, x.heading FROM spans s'
        " JOIN span_texts t ON t.id = s.text_id JOIN chunks k ON k.id = s.chunk_id"
        " JOIN sections x ON x.id = k.section_id JOIN contents c ON c.id = k.content_id"
    ):
        head = tuple(json.loads(heading))
        assert span_key(span_text(title, head, text[start:end])) == key


def _starts(sections: list[Section]) -> list[int]:
    starts = [0]
    for section in sections[:-1]:
        starts.append(starts[-1] + len(section.text) + 2)
    return starts


def test_the_neighbours_of_a_chunk_are_found_by_their_position(stores: Stores) -> None:
    text = "\n\n".join(paragraph(subject) for subject in ("harbour", "orchard", "granary"))
    _, chunk_ids = store(stores, content([Section(text)]))
    chunks = stores.contents.chunks(chunk_ids)
    middle = chunks[chunk_ids[1]]

    beside = [(middle.section_id, middle.position + step) for step in (-1, 1, 5)]
    assert stores.contents.at_positions(beside) == [chunk_ids[0], chunk_ids[2]]


def test_a_text_that_stands_twice_has_one_row_for_its_vector(stores: Stores) -> None:
    store(stores, content([Section(paragraph("harbour")), Section(paragraph("harbour"))]))

    (spans,), (texts,) = (stores.database.rows(f"SELECT COUNT(*) FROM {t}")[0] for t in ("spans", "span_texts"))
    assert spans == 2 * texts


def test_content_is_found_by_its_hash_and_recipe(stores: Stores) -> None:
    stored, _ = store(stores, content([Section("The harbour was dredged.")]))

    assert stores.contents.find("hash", 1) == stored
    assert stores.contents.find("hash", 2) is None
    assert stores.contents.find("other", 1) is None


def test_removing_unused_content_leaves_no_row_behind(stores: Stores, tmp_path: Path) -> None:
    kept, _ = store(stores, content([Section("The harbour was dredged.")], "kept"))
    hold(stores, "work", "/a.txt", kept, "kept")
    store(stores, content([Section(paragraph("orchard"))], "unused"))

    with stores.database.transaction():
        assert stores.contents.remove_unused() == 1
        assert stores.contents.remove_unused() == 0

    assert set(orphans(tmp_path).values()) == {0}
    assert stores.database.rows("SELECT hash FROM contents") == [("kept",)]
    assert stores.database.value("SELECT COUNT(*) FROM chunk_words WHERE chunk_words MATCH 'orchard'") == 0


def test_a_new_recipe_serves_every_document_that_held_the_old_text(stores: Stores, tmp_path: Path) -> None:
    """Also in libraries that are not being added to: they must not say ready and hold nothing."""
    stored, _ = store(stores, content([Section("The harbour was dredged.")]))
    hold(stores, "work", "/a.txt", stored)
    hold(stores, "private", "/b.txt", stored)

    again, chunk_ids = store(stores, content([Section("The harbour was dredged, read better.")], recipe=2))

    for name in ("work", "private"):
        library = stores.documents.find_library(name)
        assert library is not None
        assert stores.documents.searched(library).documents == 1
        assert list(stores.keywords.find(["harbour"], library, 5)) == chunk_ids
        assert stores.documents.paths_of(library, [again])
        assert [record.status for record in stores.documents.records(library)] == ["waiting"]
    with stores.database.transaction():
        assert stores.contents.remove_unused() == 0
    assert set(orphans(tmp_path).values()) == {0}


def test_ids_of_chunks_are_never_used_twice(stores: Stores) -> None:
    _, first = store(stores, content([Section("The harbour was dredged.")]))
    with stores.database.transaction():
        stores.contents.remove_unused()

    _, second = store(stores, content([Section("The orchard was planted.")]))

    assert not set(first) & set(second)
