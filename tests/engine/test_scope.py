"""Questions about chosen documents: the best within them, from both legs, however much speaks of it elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_core.documents import Document

from ragdesk.engine.engine import Engine
from ragdesk.protocol.errors import BadRequest, NoSuchDocument
from ragdesk.protocol.events import AnswerFinished, QuotesFound
from ragdesk.protocol.records import Answer, Searched
from tests.conftest import OpenEngine
from tests.engine.driving import add, paragraph
from tests.engine.other_retrievers import ListRetriever

QUESTION = "Who looked at the harbour of room 2?"


@pytest.fixture
def engine(open_engine: OpenEngine, folder: Path) -> Engine:
    """Fourteen texts about a harbour, and one that names it once."""
    opened = open_engine()
    for n in range(14):
        (folder / f"harbour {n:02}.txt").write_text(paragraph(f"harbour {n}") + "\n\n" + paragraph("pier"))
    (folder / "letter.txt").write_text(paragraph("garden") + "\n\nThe harbour is closed.\n\n" + paragraph("kitchen"))
    (folder / "copy.txt").write_bytes((folder / "letter.txt").read_bytes())
    (folder / "empty.txt").write_text("")
    add(opened, folder)
    return opened


def answer(engine: Engine, question: str, *documents: Path) -> Answer:
    first, *_, last = engine.ask(question, use_model=False, documents=[str(one) for one in documents])
    assert isinstance(first, QuotesFound)
    assert isinstance(last, AnswerFinished)
    assert first.searched == last.answer.searched
    return last.answer


def test_a_document_that_is_not_among_the_best_is_found_when_it_is_chosen(engine: Engine, folder: Path) -> None:
    letter = str(folder / "letter.txt")
    assert letter not in {one.document for one in engine.search("harbour").passages}

    found = engine.search("harbour", documents=[letter])

    assert {one.document for one in found.passages} == {letter}
    assert any("harbour is closed" in one.text for one in found.passages)
    assert {one.document for one in found.quotes} == {letter}
    assert found.searched == Searched(1, 1)


def test_a_text_that_stands_in_two_documents_is_shown_in_the_chosen_one(engine: Engine, folder: Path) -> None:
    for name in ("letter.txt", "copy.txt"):
        path = folder / name
        assert {one.document for one in engine.search("harbour", documents=[str(path)]).passages} == {str(path)}
        assert {one.document for one in answer(engine, "harbour closed", path).passages} == {str(path)}


def test_it_is_said_how_many_of_the_chosen_documents_could_be_searched(engine: Engine, folder: Path) -> None:
    chosen = [str(folder / name) for name in ("letter.txt", "empty.txt", "harbour 03.txt", "letter.txt")]
    assert engine.search(QUESTION, documents=chosen).searched == Searched(2, 3)
    assert answer(engine, QUESTION, folder / "empty.txt").text.startswith("None of the chosen documents has text")
    assert answer(engine, QUESTION).searched == Searched(16, 17)


def test_nothing_in_the_chosen_documents_is_said_as_that(engine: Engine, folder: Path) -> None:
    nothing = answer(engine, "Which galaxies collide with quasars?", folder / "letter.txt")
    assert (nothing.found, nothing.nearest) == (False, ("letter",))
    assert "nothing in the chosen documents" in nothing.text


def test_a_document_that_is_not_there_is_refused_with_what_to_do(engine: Engine, folder: Path) -> None:
    for documents in ([str(folder / "gone.txt")], [str(folder / "letter.txt"), "letter.txt"], [""]):
        with pytest.raises(NoSuchDocument) as problem:
            engine.search(QUESTION, documents=documents)
        assert problem.value.hint
    with pytest.raises(BadRequest):
        list(engine.ask(QUESTION, documents=["nowhere"]))


def test_a_choice_follows_what_becomes_of_its_documents(engine: Engine, folder: Path) -> None:
    letter = folder / "letter.txt"
    assert engine.search("harbour", documents=[str(letter)]).passages
    letter.write_text(paragraph("lantern"))
    add(engine, folder)
    assert "lantern" in engine.search("lantern", documents=[str(letter)]).passages[0].text
    engine.remove([str(letter)])
    with pytest.raises(NoSuchDocument):
        engine.search("lantern", documents=[str(letter)])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sets(st.integers(0, 13), min_size=1, max_size=6),
    st.sampled_from(["harbour", "pier of room 5", "garden", "nothing of this"]),
    st.integers(1, 12),
)
def test_a_choice_yields_as_many_passages_as_it_has(
    engine: Engine, chosen: set[int], question: str, limit: int
) -> None:
    paths = [record.document for record in engine.list_documents() if "harbour" in record.document]
    documents = [paths[n] for n in sorted(chosen)]
    chunks = sum(record.chunks for record in engine.list_documents() if record.document in documents)

    passages = engine.search(question, limit=limit, documents=documents).passages

    assert {one.document for one in passages} <= set(documents)
    assert len(passages) == min(limit, chunks)
    assert [one.score for one in passages] == sorted((one.score for one in passages), reverse=True)


def test_what_a_foreign_retriever_finds_elsewhere_is_left_out(open_engine: OpenEngine) -> None:
    found = [
        Document(page_content=f"The harbour of room {n} is deep.", metadata={"source": f"/docs/{n % 3}.txt"})
        for n in range(9)
    ]
    opened = open_engine(retriever=ListRetriever(documents=found))

    result = opened.search("harbour room", limit=2, documents=["/docs/1.txt"])

    assert [(one.n, one.document) for one in result.passages] == [(1, "/docs/1.txt"), (2, "/docs/1.txt")]
    assert "room 1" in result.passages[0].text
    assert result.searched == Searched(1, 1)
