"""Words find chunks: stemmed, without accents, whatever signs a question holds, and only those of one library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.engine import Engine
from ragdesk.engine.index.keyword_index import KeywordIndex
from ragdesk.engine.index.words import match_expression, query_words
from ragdesk.engine.storage.database import Database, Row
from ragdesk.engine.stores import Stores
from ragdesk.protocol.records import LibraryId
from tests.conftest import OpenEngine
from tests.engine.driving import add, found_in


@pytest.fixture
def spanish(engine: Engine, folder: Path) -> Engine:
    """Two documents in Spanish."""
    (folder / "niños.txt").write_text(
        "Los niños pequeños corrían por el jardín de la estación mientras sus abuelas preparaban la canción."
    )
    (folder / "puerto.txt").write_text(
        "El puerto fue dragado en 1931 y desde entonces los barcos grandes entran sin esperar la marea."
    )
    add(engine, folder)
    return engine


def by_words(data_dir: Path, question: str) -> list[str]:
    """The files that the word index finds, best first."""
    stores = Stores.open(data_dir / "catalogue.db")
    library = LibraryId(1)
    found = stores.keywords.find(query_words(question, stores.documents.languages(library)), library, 10)
    chunks = stores.contents.chunks(list(found))
    paths = stores.documents.paths_of(library, [chunk.content_id for chunk in chunks.values()])
    stores.close()
    return [Path(paths[chunks[one].content_id][0]).name for one in found]


@pytest.mark.parametrize("question", ["niños", "ninos", "NIÑOS", "estacion", "estación", "canciones", "jardin"])
def test_accents_case_and_endings_do_not_matter(spanish: Engine, data_dir: Path, question: str) -> None:
    spanish.close()

    assert by_words(data_dir, question) == ["niños.txt"]


def test_the_original_is_what_is_shown(spanish: Engine) -> None:
    texts = [passage.text for passage in spanish.search("ninos").passages]
    assert any("niños pequeños corrían" in text for text in texts)


@pytest.mark.parametrize("question", ["de la que los", "the of and", "¿y?", "what is it"])
def test_a_question_of_stop_words_is_no_error(spanish: Engine, question: str) -> None:
    assert spanish.search(question).searched.documents == 2


@pytest.mark.parametrize(
    "question",
    ['puerto" OR "x', "puerto*", "NEAR(puerto barcos)", "body:puerto", "puerto AND NOT barcos", "-puerto", "^puerto",
     "(puerto", 'puerto"', "puerto + barcos", "{puerto}", "puerto; DROP TABLE chunks"],
)  # fmt: skip
def test_search_syntax_in_a_question_is_only_words(spanish: Engine, data_dir: Path, question: str) -> None:
    assert len(spanish.search(question).passages) == 2
    spanish.close()

    assert by_words(data_dir, question) == ["puerto.txt"]


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(tmp_path_factory.mktemp("words") / "catalogue.db")
    yield database
    database.close()


@given(text=st.text(max_size=60))
def test_any_text_makes_a_valid_expression(empty_database: Database, text: str) -> None:
    database = empty_database
    words = query_words(text, ["en", "es"])
    assert database.rows("SELECT rowid FROM chunk_words WHERE chunk_words MATCH ?", (match_expression(words),)) == []
    assert KeywordIndex(database).inverse_frequencies(words).keys() == set(words)


def test_two_libraries_do_not_see_each_other(open_engine: OpenEngine, folder: Path, tmp_path: Path) -> None:
    (folder / "bees.txt").write_text("The bees swarmed above the orchard in the last week of May.")
    work = open_engine(library="work")
    add(work, folder)
    work.close()
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "diary.txt").write_text("I watched the bees and the swallows all afternoon.")
    private = open_engine(library="private")
    add(private, tmp_path / "private")

    assert found_in(private, "bees") == ["diary.txt"]
    assert private.search("orchard swarmed").passages[0].document.endswith("diary.txt")
    assert {record.name: record.documents for record in private.status().libraries} == {"private": 1, "work": 1}
    private.close()
    assert found_in(open_engine(library="work"), "bees") == ["bees.txt"]


def test_the_same_file_in_two_libraries_stays_in_one_when_the_other_lets_it_go(
    open_engine: OpenEngine, folder: Path
) -> None:
    (folder / "bees.txt").write_text("The bees swarmed above the orchard in the last week of May.")
    work = open_engine(library="work")
    add(work, folder)
    work.close()
    private = open_engine(library="private")
    assert add(private, folder).spans_embedded == 0
    private.remove([str(folder)])
    assert found_in(private, "bees") == []
    private.close()

    assert found_in(open_engine(library="work"), "bees") == ["bees.txt"]


def test_removed_words_leave_the_file_itself(spanish: Engine, folder: Path, data_dir: Path) -> None:
    spanish.remove([str(folder / "puerto.txt")])
    assert found_in(spanish, "dragado") == []
    spanish.close()

    everything = b"".join(file.read_bytes() for file in data_dir.glob("catalogue.db*"))
    for word in ("dragado", "drag", "puerto", "1931"):
        assert word.encode() not in everything
    assert "niños".encode() in everything
    assert b"jardin" in everything


def test_what_is_left_out_is_told_from_what_was_found_not_asked_for_chunk_by_chunk(
    open_engine: OpenEngine, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite would rather look up each chunk of a library in the word index: seconds in place of milliseconds."""
    (folder / "bees.txt").write_text("The bees swarmed above the orchard.")
    (tmp_path / "diary.txt").write_text("I watched the bees and the swallows.")
    engine = open_engine()
    add(engine, folder)
    add(engine.for_library("other", create=True), tmp_path / "diary.txt")
    database = engine.parts.stores.database
    plans: list[str] = []

    def explained(sql: str, values: Sequence[object] = ()) -> list[Row]:
        plans.extend(row[3] for row in rows(f"EXPLAIN QUERY PLAN {sql}", values) if "VIRTUAL TABLE" in row[3])
        return rows(sql, values)

    rows = database.rows
    monkeypatch.setattr(database, "rows", explained)
    contents = [content for (content,) in rows("SELECT content_id FROM documents WHERE library_id = 1")]
    for chosen in (None, contents):
        found = engine.parts.stores.keywords.find(["bee"], LibraryId(1), 10, chosen)
        assert len(found) == 1
    assert [plan for plan in plans if "chunk_words" in plan] == ["SCAN chunk_words VIRTUAL TABLE INDEX 0:M2"] * 2
