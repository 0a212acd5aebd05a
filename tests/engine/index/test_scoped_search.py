"""The nearest among chosen vectors are those that exact search finds among them, whatever answers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.index import library_index, scoped_search
from ragdesk.engine.index.exact_index import ExactIndex
from ragdesk.engine.index.vector_index import Ids
from tests.engine.index.small_library import SmallLibrary


@pytest.fixture(autouse=True)
def _chroma_from_the_first_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_index, "FIRST_QUESTION_EXACT_UP_TO", 0)


def assert_right_among(library: SmallLibrary, among: Ids, limit: int = 10) -> None:
    exact = ExactIndex(library.dimensions)
    exact.add(among, library._vectors.load(among))
    for question in library.random_vectors(3):
        found, wanted = library.index.nearest(question, limit, among), exact.nearest(question, limit)
        assert [one for one, _ in found] == [one for one, _ in wanted]
        np.testing.assert_allclose([c for _, c in found], [c for _, c in wanted], atol=1e-5)


def all_ids(library: SmallLibrary) -> Ids:
    return library._vectors.ids(library.id)


def test_without_a_folder_the_best_of_the_choice_are_found(library: SmallLibrary) -> None:
    library.put("a", 160)
    for chosen in (1, 7, 50, 90, 160):
        assert_right_among(library, all_ids(library)[-chosen:])
        assert_right_among(library, all_ids(library)[:chosen], limit=200)


def test_with_a_folder_the_best_of_the_choice_are_found(library: SmallLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    """In memory where the choice is small, from Chroma where it is large, else from the catalogue."""
    library.put("a", 150)
    library.put("b", 10)
    library.build()
    library.remove("b")
    library.put("c", 10)  # what came and went since the build counts as well
    assert library.is_answered_by_chroma()
    ids = all_ids(library)
    for among in (ids[-1:], ids[:30], ids[20:60], ids[:0], ids[60:], ids[::2], ids):
        assert_right_among(library, among)
    assert_right_among(library, ids[:90], limit=200)

    monkeypatch.setattr(scoped_search, "_ASKED_AT_MOST", 0)
    monkeypatch.setattr(scoped_search, "_LOADED_AT_ONCE", 40)
    assert_right_among(library, ids[::2][:70])


@given(
    st.lists(st.integers(1, 60), unique=True, min_size=1),
    st.lists(st.integers(1, 80), unique=True),
    st.integers(1, 20),
    st.integers(0, 2**32 - 1),
)
def test_an_exact_index_ranks_a_choice_as_an_index_of_that_alone(
    held: list[int], chosen: list[int], limit: int, seed: int
) -> None:
    vectors = np.random.default_rng(seed).normal(size=(81, 8)).astype(np.float32)
    index, alone = ExactIndex(8), ExactIndex(8)
    index.add(sorted(held), vectors[sorted(held)])
    both = sorted(set(held) & set(chosen))
    alone.add(both, vectors[both])

    found = index.nearest(vectors[0], limit, np.array(sorted(chosen), dtype=np.int64))

    wanted = alone.nearest(vectors[0], limit)
    assert [one for one, _ in found] == [one for one, _ in wanted]
    np.testing.assert_allclose([c for _, c in found], [c for _, c in wanted], rtol=1e-4, atol=1e-5)
