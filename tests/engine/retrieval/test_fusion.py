"""Two legs become one ranking, whatever their scores look like."""

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.retrieval.fusion import dense_weight_for, fuse

COSINES = st.dictionaries(st.integers(1, 40), st.floats(-1, 1), max_size=20)
BM25 = st.dictionaries(st.integers(1, 40), st.floats(1e-6, 60), max_size=20)
WEIGHTS = st.floats(0, 1)
ENGLISH = frozenset({"en"})


@given(COSINES, BM25, WEIGHTS)
def test_every_chunk_of_both_legs_is_ranked_once_with_a_score_up_to_one(
    dense: dict[int, float], words: dict[int, float], weight: float
) -> None:
    ranking = fuse(dense, words, weight)
    assert {chunk for chunk, _ in ranking} == dense.keys() | words.keys()
    assert len(ranking) == len(dense.keys() | words.keys())
    scores = [score for _, score in ranking]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 + 1e-9 for score in scores)


@given(COSINES, BM25, WEIGHTS)
def test_the_order_in_which_the_legs_list_chunks_changes_nothing(
    dense: dict[int, float], words: dict[int, float], weight: float
) -> None:
    assert fuse(dense, words, weight) == fuse(dict(reversed(dense.items())), dict(reversed(words.items())), weight)


@given(COSINES, BM25, WEIGHTS)
def test_the_best_of_both_legs_comes_first(dense: dict[int, float], words: dict[int, float], weight: float) -> None:
    dense, words = {**dense, 99: 1.0}, {**words, 99: 60.0}
    best_score = dict(fuse(dense, words, weight))[99]
    assert best_score == max(score for _, score in fuse(dense, words, weight))


@given(st.lists(st.integers(1, 40), unique=True, min_size=1))
def test_equal_scores_rank_by_chunk(chunks: list[int]) -> None:
    assert [chunk for chunk, _ in fuse(dict.fromkeys(chunks, 0.5), {}, 0.5)] == sorted(chunks)


def test_one_leg_alone_keeps_its_order() -> None:
    assert [chunk for chunk, _ in fuse({}, {1: 2.0, 2: 9.0, 3: 4.0}, 0.55)] == [2, 3, 1]
    assert [chunk for chunk, _ in fuse({1: 0.2, 2: 0.9, 3: 0.4}, {}, 0.25)] == [2, 3, 1]
    assert fuse({}, {}, 0.5) == []


def test_words_lead_where_the_embedder_does_not_read_the_language() -> None:
    dense, words = {1: 0.8, 2: 0.2}, {1: 1.0, 2: 9.0}
    assert fuse(dense, words, dense_weight_for("es", ENGLISH))[0][0] == 2
    assert fuse(dense, words, dense_weight_for("en", ENGLISH))[0][0] == 1
    assert dense_weight_for("es", None) == dense_weight_for("en", ENGLISH)
