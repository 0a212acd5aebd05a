"""Words that stand together in the question count more where they stand together in the passage."""

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.retrieval.phrases import phrase_share, with_phrases

WORDS = st.lists(st.sampled_from(["harbour", "light", "tide", "engineer", "year"]), max_size=12)
EVEN = dict.fromkeys(["harbour", "light", "tide", "engineer", "year"], 1.0)


def test_neighbours_count_with_one_word_between_but_not_in_reverse() -> None:
    question = ["spring", "tide"]
    weights = {"spring": 2.0, "tide": 1.0}
    assert phrase_share(question, ["spring", "tide", "rises"], weights) == 1
    assert phrase_share(question, ["spring", "high", "tide"], weights) == 1
    assert phrase_share(question, ["tide", "spring"], weights) == 0
    assert phrase_share(question, ["spring", "a", "b", "tide"], weights) == 0


def test_rare_pairs_weigh_more() -> None:
    weights = {"lease": 5.0, "deposit": 4.0, "year": 0.5}
    question = ["lease", "deposit", "year"]
    rare, frequent = (phrase_share(question, held, weights) for held in (["lease", "deposit"], ["deposit", "year"]))
    assert rare > frequent > 0


@given(WORDS, WORDS)
def test_a_share_lies_between_zero_and_one_and_the_question_holds_all_of_itself(
    question: list[str], passage: list[str]
) -> None:
    assert 0 <= phrase_share(question, passage, EVEN) <= 1 + 1e-9
    if len(question) > 1:
        assert phrase_share(question, question, EVEN) > 0.999


def test_a_phrase_lifts_a_close_second_but_not_a_far_one() -> None:
    ranking = with_phrases([(1, 0.80), (2, 0.75), (3, 0.20)], {2: 1.0, 3: 1.0})
    assert [chunk for chunk, _ in ranking] == [2, 1, 3]
    assert all(0 <= score <= 1 for _, score in ranking)


def test_without_phrases_the_order_stays() -> None:
    assert [chunk for chunk, _ in with_phrases([(5, 0.9), (2, 0.9), (7, 0.1)], {})] == [2, 5, 7]
