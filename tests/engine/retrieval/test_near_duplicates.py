"""Copies are shown once; what merely resembles is kept."""

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.retrieval.found_chunk import FoundChunk
from ragdesk.engine.retrieval.near_duplicates import fold_near_duplicates

LONG = " ".join(f"word{n}" for n in range(100))


def found(texts: list[str]) -> list[FoundChunk]:
    return [FoundChunk(n, n, n, 0, 0, len(text), text, 1 / (n + 1)) for n, text in enumerate(texts)]


def kept(texts: list[str]) -> list[int]:
    return [chunk.chunk for chunk in fold_near_duplicates(found(texts))]


def test_a_copy_with_other_spaces_and_case_is_folded_into_the_better_one() -> None:
    assert kept([LONG, LONG.upper().replace(" ", "\n"), "something else entirely"]) == [0, 2]


def test_one_changed_word_in_a_hundred_is_a_copy_and_ten_are_not() -> None:
    assert kept([LONG, LONG.replace("word50", "changed")]) == [0]
    assert kept([LONG, *[LONG.replace("5", "x")]]) == [0, 1]


def test_short_texts_are_copies_only_if_equal() -> None:
    assert kept(["Yes", "No", "yes", "Rent: 400", "Rent: 500", "!", "?"]) == [0, 1, 3, 4, 5, 6]


@given(st.lists(st.text(alphabet="ab c", max_size=30), max_size=12))
def test_folding_keeps_the_first_of_everything_in_order_and_is_stable(texts: list[str]) -> None:
    once = fold_near_duplicates(found(texts))
    assert fold_near_duplicates(once) == once
    assert [chunk.chunk for chunk in once] == sorted(chunk.chunk for chunk in once)
    assert [chunk.chunk for chunk in once][:1] == [0][: len(texts)]
