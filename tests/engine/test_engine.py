"""The engine as a face meets it: names of documents, removal, odd questions, status and doctor."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragdesk.engine.engine import Engine
from ragdesk.protocol.errors import (
    BadRequest,
    NoSuchDocument,
)
from ragdesk.protocol.records import Passage, Quote
from tests.conftest import OpenEngine
from tests.engine.driving import add, found_in, orphans, paragraph, statuses


@pytest.fixture
def house(engine: Engine, folder: Path) -> Engine:
    """Four documents, two of the same name."""
    for name, text in {
        "harbour.md": f"# The old harbour\n\n{paragraph('harbour')}\n\n## Light\n\n{paragraph('lighthouse')}\n",
        "north/notes.txt": paragraph("beehive"),
        "south/notes.txt": f"{paragraph('orchard')}\n\n{paragraph('granary')}\n\n{paragraph('smithy')}",
        "empty.txt": "",
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    add(engine, folder)
    return engine


@pytest.mark.parametrize("name", ["harbour.md", "HARBOUR.MD", "documents/harbour.md", "The old harbour"])
def test_a_document_is_shown_by_an_ending_of_its_path_or_its_title(house: Engine, name: str) -> None:
    shown = house.show(name)

    assert shown.record.document.endswith("harbour.md")
    assert [section.place.heading for section in shown.sections][-1] == ("The old harbour", "Light")


def test_a_document_is_shown_by_its_path_and_by_a_relative_one(
    house: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "north")

    assert house.show(str(folder / "harbour.md")).record.title == "The old harbour"
    assert house.show("notes.txt").record.document == str(folder / "north" / "notes.txt")
    assert house.show("../south/notes.txt").record.document == str(folder / "south" / "notes.txt")


def test_a_name_that_fits_two_is_refused_and_both_are_named(house: Engine, tmp_path: Path) -> None:
    with pytest.raises(NoSuchDocument, match="fits 2 documents") as caught:
        house.show("notes.txt")

    assert "north" in caught.value.hint
    assert "south" in caught.value.hint


@pytest.mark.parametrize("name", ["", "  ", "unknown.txt", "a\0b", "\ud83d", "/", "rbour.md", "../../x" * 50])
def test_a_name_that_fits_none_is_refused(house: Engine, name: str) -> None:
    with pytest.raises(NoSuchDocument):
        house.show(name)
    with pytest.raises(NoSuchDocument):
        house.remove([name] if name != "/" else ["nothing"])


def test_an_unreadable_document_is_shown_with_its_reason_and_without_text(house: Engine) -> None:
    shown = house.show("empty.txt")

    assert (shown.record.status, shown.sections) == ("skipped", ())
    assert "empty" in (shown.record.reason or "")


def test_sections_stand_at_their_offsets(house: Engine) -> None:
    for record in house.list_documents():
        sections = house.show(record.document).sections
        text = "\n\n".join(section.text for section in sections)
        for section in sections:
            assert text[section.place.start : section.place.end] == section.text


@pytest.mark.parametrize("question", ["harbour keeper", "orchard lines", "smithy", "room 3", "xyzzy"])
def test_passages_and_quotes_stand_where_they_say(house: Engine, question: str) -> None:
    result = house.search(question)

    assert result.passages
    everything: list[Passage | Quote] = [*result.passages, *result.quotes]
    for found in everything:
        (section,) = [
            section
            for section in house.show(found.document).sections
            if section.place.start <= found.place.start and found.place.end <= section.place.end
        ]
        start = section.place.start
        assert section.text[found.place.start - start : found.place.end - start] == found.text
        assert section.place.heading == found.place.heading
        assert 0.0 <= found.score <= 1.0
    assert [passage.n for passage in result.passages] == list(range(1, len(result.passages) + 1))
    assert {quote.passage for quote in result.quotes} <= {passage.n for passage in result.passages}


def test_the_limit_holds(house: Engine) -> None:
    assert len(house.search("keeper", limit=1).passages) == 1
    assert len(house.search("keeper", limit=1000).passages) == 6
    for limit in (0, -1):
        with pytest.raises(BadRequest):
            house.search("keeper", limit=limit)


def test_one_document_is_removed_and_the_file_stays(house: Engine, folder: Path, data_dir: Path) -> None:
    removed = house.remove([str(folder / "north" / "notes.txt")])

    assert [record.document for record in removed] == [str(folder / "north" / "notes.txt")]
    assert found_in(house, "beehive") == []
    assert len(house.list_documents()) == 3
    assert (folder / "north" / "notes.txt").exists()
    assert set(orphans(data_dir).values()) == {0}


def test_a_folder_and_a_whole_source_are_removed(house: Engine, folder: Path, data_dir: Path) -> None:
    assert len(house.remove([str(folder / "south")])) == 1
    assert len(house.remove([str(folder)])) == 3

    assert house.list_documents() == []
    assert house.status().libraries[0].sources == ()
    assert set(orphans(data_dir).values()) == {0}


def test_one_wrong_name_removes_nothing(house: Engine, folder: Path) -> None:
    with pytest.raises(NoSuchDocument):
        house.remove([str(folder / "harbour.md"), "unknown.txt"])

    assert len(house.list_documents()) == 4


def test_what_was_removed_comes_back_when_it_is_added(house: Engine, folder: Path) -> None:
    house.remove([str(folder)])

    assert add(house, folder).ready == 3
    assert statuses(house)["harbour.md"] == "ready"


@pytest.mark.parametrize("question", ["anything at all?", "¿hay algo?"])
def test_an_empty_library_finds_nothing(engine: Engine, question: str) -> None:
    result = engine.search(question)

    assert (result.passages, result.quotes) == ((), ())
    assert (result.searched.documents, result.searched.of) == (0, 0)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("harbour " * 240, id="long"),
        pytest.param("x" * 2_000, id="one long word"),
        pytest.param(" " * 5_000 + "harbour", id="blanks first"),
        pytest.param("harbour\0keeper", id="nul"),
        pytest.param("\ud83d harbour", id="half a pair"),
        pytest.param("\u202eharbour", id="turned round"),
        pytest.param("'; DROP TABLE documents; --", id="sql"),
        *("🦜🦜🦜", "?!… —", "港 灯台", "a", "1931"),
    ],
)
def test_any_question_is_taken(house: Engine, question: str) -> None:
    assert house.search(question).searched.of == 4
    conversation = house.start_conversation()
    *_, last = house.ask(question, conversation=conversation, use_model=False)
    *_, last = house.ask(question, conversation=conversation, use_model=False)
    assert last.answer.searched.of == 4  # type: ignore[union-attr]


def test_a_question_that_is_too_long_is_refused_and_never_cut(house: Engine) -> None:
    with pytest.raises(BadRequest, match="2,001 characters"):
        house.search("x" * 2_001)


@pytest.mark.parametrize("question", ["", " \n\t", "\0\0", "\u200b"])
def test_an_empty_question_is_refused(house: Engine, question: str) -> None:
    with pytest.raises(BadRequest, match="empty"):
        house.search(question)
    with pytest.raises(BadRequest, match="empty"):
        list(house.ask(question))


def test_status_counts_what_is_there(house: Engine, folder: Path, data_dir: Path) -> None:
    status = house.status()

    assert status.documents == {"ready": 3, "skipped": 1}
    assert (status.data_dir, status.library, status.index) == (str(data_dir), "default", "exact")
    assert status.libraries[0].sources == (str(folder),)
    assert status.libraries[0].documents == 4
    assert status.spans > 0
    assert status.spans_waiting == 0
    assert status.catalogue_bytes > 0


def test_doctor_tries_everything_whatever_fails(open_engine: OpenEngine) -> None:
    class BrokenModel:
        model_name = "broken"

        def invoke(self, *_: object, **__: object) -> object:
            raise ConnectionError("the server is away")

    checks = {check.name: check for check in open_engine(chat_model=BrokenModel()).doctor()}

    assert not checks["Chat model"].ok
    assert checks["Chat model"].hint
    for name in ("Computer", "Catalogue", "Search model", "Vectors"):
        assert checks[name].ok, checks[name]


def test_a_large_library_is_searched_by_chroma_and_stays_right(open_engine: OpenEngine, folder: Path) -> None:
    for n in range(40):
        (folder / f"room {n}.txt").write_text(f"In room {n} stands a wardrobe{n:03} with {n * 3} coats in it.")
    engine = open_engine(exact_up_to=20)
    add(engine, folder)
    assert engine.status().index == "chroma"

    for _ in range(2):
        assert found_in(engine, "wardrobe017") == ["room 17.txt"]
    (folder / "room 17.txt").unlink()
    (folder / "attic.txt").write_text("In the attic stands a trunk with letters in it.")
    add(engine, folder)
    assert found_in(engine, "wardrobe017") == []
    assert found_in(engine, "trunk letters") == ["attic.txt"]
