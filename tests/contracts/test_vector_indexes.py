"""What every vector index promises, on each of them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragdesk.engine.index.chroma_index import ChromaIndex
from ragdesk.engine.index.exact_index import ExactIndex
from ragdesk.engine.index.vector_index import Vector, VectorIndex
from ragdesk.protocol.errors import IndexUnavailable

DIMENSIONS = 16


@pytest.fixture(params=["exact", "chroma"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorIndex]:
    made: VectorIndex = (
        ExactIndex(DIMENSIONS) if request.param == "exact" else ChromaIndex.create(tmp_path / "chroma", 60)
    )
    yield made
    made.close()


def directions(count: int, seed: int = 3) -> Vector:
    """Random vectors of unit length."""
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def assert_is_exactly(found: list[tuple[int, float]], wanted: int) -> None:
    """Found nothing but that id, with the very vector that was asked for."""
    ((one, cosine),) = found
    assert one == wanted
    assert abs(cosine - 1.0) < 1e-5


def test_the_nearest_come_first_with_their_cosines(index: VectorIndex) -> None:
    vectors = directions(60)
    index.add(list(range(1, 61)), vectors)

    found = index.nearest(vectors[7], 10)

    cosines = vectors @ vectors[7]
    assert [one for one, _ in found] == (np.argsort(-cosines)[:10] + 1).tolist()
    np.testing.assert_allclose([cosine for _, cosine in found], np.sort(cosines)[::-1][:10], atol=1e-5)
    assert_is_exactly(found[:1], 8)


def test_cosines_of_opposite_and_of_square_directions(index: VectorIndex) -> None:
    axes = np.eye(DIMENSIONS, dtype=np.float32)[:2]
    index.add([1, 2, 3], np.stack([axes[0], axes[1], -axes[0]]))

    assert [(one, round(cosine, 5)) for one, cosine in index.nearest(axes[0], 3)] == [(1, 1.0), (2, 0.0), (3, -1.0)]


def test_an_id_that_is_there_gets_its_new_vector(index: VectorIndex) -> None:
    vectors = directions(3)
    index.add([10, 20], vectors[:2])
    index.add([20], vectors[2:])

    assert index.ids().tolist() == [10, 20]
    assert_is_exactly(index.nearest(vectors[2], 1), 20)


def test_what_was_removed_is_not_found_and_unknown_ids_do_no_harm(index: VectorIndex) -> None:
    vectors = directions(20)
    index.add(list(range(20)), vectors)
    index.remove([4, 5, 999])

    assert index.ids().tolist() == [one for one in range(20) if one not in (4, 5)]
    assert not {4, 5} & {one for one, _ in index.nearest(vectors[4], 18)}


def test_removed_ids_can_come_back(index: VectorIndex) -> None:
    vectors = directions(2)
    index.add([1], vectors[:1])
    index.remove([1])
    index.add([1], vectors[1:])

    assert_is_exactly(index.nearest(vectors[1], 5), 1)


def test_ids_are_given_in_ascending_order_whatever_order_they_came_in(index: VectorIndex) -> None:
    index.add([30, 7, 1_000_000_000_000, 12], directions(4))

    assert index.ids().tolist() == [7, 12, 30, 1_000_000_000_000]


def test_a_limit_above_the_count_gives_all(index: VectorIndex) -> None:
    index.add([1, 2, 3], directions(3))

    assert len(index.nearest(directions(1)[0], 500)) == 3
    assert len(index.nearest(directions(1)[0], 3)) == 3


def test_no_limit_gives_nothing(index: VectorIndex) -> None:
    index.add([1, 2, 3], directions(3))

    assert index.nearest(directions(1)[0], 0) == []


def test_an_empty_index_finds_nothing(index: VectorIndex) -> None:
    assert index.nearest(directions(1)[0], 5) == []
    assert index.ids().tolist() == []
    index.add([], np.empty((0, DIMENSIONS), dtype=np.float32))
    index.remove([])
    assert index.ids().tolist() == []


def test_equal_vectors_are_all_found(index: VectorIndex) -> None:
    one = directions(1)
    index.add([3, 1, 2], np.repeat(one, 3, axis=0))

    assert sorted(found for found, _ in index.nearest(one[0], 3)) == [1, 2, 3]


def test_chroma_holds_after_reopening_what_it_held(tmp_path: Path) -> None:
    vectors = directions(50)
    first = ChromaIndex.create(tmp_path / "chroma", 50)
    first.add(np.arange(50), vectors)
    before = first.nearest(vectors[9], 10)
    first.close()

    again = ChromaIndex.open(tmp_path / "chroma")

    assert again.ids().tolist() == list(range(50))
    assert again.nearest(vectors[9], 10) == before
    again.close()


@pytest.mark.parametrize("make", [lambda folder: None, lambda folder: folder.mkdir()], ids=["missing", "empty"])
def test_chroma_refuses_a_folder_that_it_did_not_make(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "chroma")

    with pytest.raises(IndexUnavailable):
        ChromaIndex.open(tmp_path / "chroma")


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 80), st.integers(0, 10_000))
def test_chroma_finds_the_same_ten_as_exact_search(count: int, seed: int) -> None:
    vectors, question = directions(count, seed), directions(1, seed + 1)[0]
    exact = ExactIndex(DIMENSIONS)
    exact.add(np.arange(count), vectors)
    with tempfile.TemporaryDirectory(prefix="ragdesk-test-", ignore_cleanup_errors=True) as folder:
        chroma = ChromaIndex.create(Path(folder) / "chroma", count)
        chroma.add(np.arange(count), vectors)
        found = chroma.nearest(question, 10)
        chroma.close()

    wanted = exact.nearest(question, 10)
    np.testing.assert_allclose([c for _, c in found], [c for _, c in wanted], atol=1e-5)
    assert {one for one, _ in found} == {one for one, _ in wanted}
