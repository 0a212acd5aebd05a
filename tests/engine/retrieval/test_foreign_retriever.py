from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.documents import Document

from ragdesk.engine.langchain_documents import passages_of
from ragdesk.engine.retrieval.finder import Findings
from ragdesk.engine.retrieval.foreign_retriever import ForeignRetriever
from ragdesk.protocol.errors import NoSuchLibrary, RagdeskError
from tests.engine.other_retrievers import FailingRetriever, ListRetriever

DREDGED = "The harbour of Puerto Calima was dredged in 1931 by the young engineer Ana Rey, who later built the tower."
BANANAS = "Bananas are rich in potassium and are shipped green, because they ripen on their way to the market."
TARIFFS = "The harbour authority raised its tariffs for fishing boats twice in the same year, against much protest."


def document(text: str, **metadata: Any) -> Document:
    return Document(page_content=text, metadata=metadata)


def found(question: str, *documents: Document, limit: int = 10) -> Findings:
    return ForeignRetriever(ListRetriever(documents=list(documents))).find(question, limit=limit)


def test_documents_become_passages_in_the_order_of_the_retriever() -> None:
    findings = found(
        "When was the harbour dredged?",
        document(DREDGED, source="/papers/harbour.txt"),
        document(TARIFFS, source="/papers/tariffs.pdf", title="Tariffs 1950", page=3, heading="Fees > Boats"),
    )

    first, second = findings.passages
    assert (first.n, first.document, first.title, first.text) == (1, "/papers/harbour.txt", "harbour", DREDGED)
    assert (second.title, second.place.page, second.place.heading) == ("Tariffs 1950", 3, ("Fees", "Boats"))
    assert first.score > second.score > 0
    assert (findings.language, first.language) == ("en", "en")


def test_no_more_than_the_limit_is_taken_and_empty_documents_are_left_out() -> None:
    findings = found("harbour?", document(" \n"), document(DREDGED), document(TARIFFS), document(BANANAS), limit=2)
    assert [passage.text for passage in findings.passages] == [DREDGED]
    assert len(found("harbour?", document(DREDGED), document(TARIFFS), limit=1).passages) == 1


@pytest.mark.parametrize(
    ("given_scores", "scores"),
    [
        ([0.9, 0.4], [0.9, 0.4]),
        ([0.2, 0.7], [1.0, 1 / 1.1]),  # a distance
        ([12.5, 3.1], [1.0, 1 / 1.1]),  # BM25
        ([0.9, None], [1.0, 1 / 1.1]),
    ],
)
def test_scores_are_believed_only_where_they_can_be_such(given_scores: list[float], scores: list[float]) -> None:
    passages = passages_of([document(DREDGED, score=given_scores[0]), document(TARIFFS, score=given_scores[1])])
    assert [passage.score for passage in passages] == scores


def test_pages_are_counted_from_one() -> None:
    of_a_langchain_loader = document(DREDGED, source="a.pdf", page=4, total_pages=9)
    of_ours = document(TARIFFS, source="b.pdf", page=4)
    assert [passage.place.page for passage in passages_of([of_a_langchain_loader, of_ours])] == [5, 4]


def test_a_stated_place_is_kept_and_a_contradicting_one_is_not() -> None:
    right = document(DREDGED, source="a.txt", start=700, end=700 + len(DREDGED))
    beside = document(TARIFFS, source="a.txt", start_index=2_000)
    of_another_page = document(BANANAS, source="a.txt", page=2, start_index=710)

    places = [passage.place for passage in passages_of([right, beside, of_another_page])]

    assert [place.start for place in places[:2]] == [700, 2_000]
    assert places[2].start > places[1].end


METADATA = st.fixed_dictionaries(
    {},
    optional={
        "source": st.sampled_from(["a.txt", "b.txt"]) | st.integers() | st.none(),
        "start_index": st.integers(-3, 30) | st.booleans() | st.text(max_size=2),
        "start": st.integers(0, 30),
        "end": st.integers(0, 60),
        "page": st.integers(-1, 3) | st.text(max_size=2) | st.none(),
        "heading": st.text(max_size=9) | st.lists(st.text(max_size=3), max_size=2) | st.floats(),
        "title": st.text(max_size=4) | st.integers(),
        "score": st.floats() | st.integers() | st.text(max_size=2),
    },
)


@given(st.lists(st.tuples(st.text(max_size=30), METADATA), max_size=6))
def test_whatever_documents_carry_their_passages_never_contradict_each_other(
    told: list[tuple[str, dict[str, Any]]],
) -> None:
    passages = passages_of(Document(page_content=text, metadata=metadata) for text, metadata in told)

    assert len(passages) == sum(bool(text.strip()) for text, _ in told)
    for passage in passages:
        assert passage.document
        assert passage.title
        assert 0 <= passage.score <= 1
        assert passage.place.end - passage.place.start == len(passage.text)
        assert passage.place.page is None or passage.place.page >= 1
    for one, other in combinations(passages, 2):
        start, end = max(one.place.start, other.place.start), min(one.place.end, other.place.end)
        if one.document == other.document and start < end:
            assert (
                one.text[start - one.place.start : end - one.place.start]
                == other.text[start - other.place.start : end - other.place.start]
            )


def test_words_decide_whether_the_documents_are_evidence() -> None:
    question = "In which year did the young engineer Ana Rey dredge the harbour?"
    assert found(question, document(BANANAS), document(DREDGED)).evidence == "enough"
    assert found(question, document(BANANAS)).evidence == "none"
    assert found(question).evidence == "none"


def test_a_question_in_another_language_is_prepared_in_that_of_the_document() -> None:
    spanish = "El puerto de Calima fue dragado en 1931 por la joven ingeniera Ana Rey, que construyó después el faro."
    findings = found("¿En qué año dragaron el puerto de Calima?", document(spanish))
    assert (findings.language, findings.passages[0].language) == ("es", "es")
    assert findings.evidence != "none"


def test_copies_are_read_once_and_one_source_does_not_crowd_out_the_others() -> None:
    of_one = [document(f"{DREDGED} Report {n}: {BANANAS[n:]}", source="a.txt") for n in range(0, 60, 10)]
    copy = document(TARIFFS, source="b.txt")
    findings = found("harbour?", *of_one, copy, document(TARIFFS, source="c.txt"))

    read = findings.read()

    assert [passage.n for passage in read] == list(range(1, 8))
    assert [passage.document for passage in read] == ["a.txt"] * 4 + ["b.txt"] + ["a.txt"] * 2
    assert len(findings.passages) == 8


def test_a_follow_up_is_searched_for_with_the_question_before_it() -> None:
    retriever = ListRetriever(documents=[document(DREDGED, source="a.txt")])
    findings = ForeignRetriever(retriever).find("And who did it?", ["When was the harbour dredged?"])

    assert retriever.asked == ["When was the harbour dredged? And who did it?"]
    assert findings.text == retriever.asked[0]
    assert findings.evidence == "enough"


def test_two_searches_are_taken_in_turn_and_what_both_found_stands_once() -> None:
    retriever = ListRetriever(documents=[document(DREDGED), document(TARIFFS)])
    findings = ForeignRetriever(retriever).find(
        "Which tariffs were raised for fishing boats?", ["When was the harbour dredged?"]
    )
    assert len(retriever.asked) == 2
    assert [passage.text for passage in findings.passages] == [DREDGED, TARIFFS]


def test_errors_of_foreign_retrievers_are_translated() -> None:
    with pytest.raises(RagdeskError, match="FailingRetriever failed") as caught:
        ForeignRetriever(FailingRetriever(error=ConnectionError("nobody answers"))).find("harbour?")
    assert "nobody answers" in (caught.value.detail or "")
    assert caught.value.hint

    ours = NoSuchLibrary("There is no such library.")
    with pytest.raises(NoSuchLibrary):
        ForeignRetriever(FailingRetriever(error=ours)).find("harbour?")
