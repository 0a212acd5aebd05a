"""What a model reads: found chunks with their neighbours, in one piece where they stand together."""

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.retrieval.found_chunk import FoundChunk
from ragdesk.engine.retrieval.reading import cap_per_document, join_adjacent, neighbours_wanted


def chunk(document: int, position: int, score: float = 0.5) -> FoundChunk:
    """Each document has one section; its chunks are 10 characters long with two characters between."""
    start = 12 * position
    return FoundChunk(100 * document + position, document, document, position, start, start + 10, "x" * 10, score)


CHUNKS = st.lists(
    st.builds(chunk, st.integers(1, 4), st.integers(0, 12), st.floats(0, 1)), max_size=25, unique_by=lambda c: c.chunk
)


def test_neighbours_are_joined_and_the_best_stretch_comes_first() -> None:
    best, beside, far = chunk(1, 4, 0.9), chunk(1, 5, 0.0), chunk(1, 8, 0.3)
    first, second = join_adjacent([far, beside, best])
    assert (first.start, first.end, first.chunks, first.score) == (48, 70, (104, 105), 0.9)
    assert second.chunks == (108,)


def test_chunks_of_different_sections_are_never_joined() -> None:
    assert len(join_adjacent([chunk(1, 3), chunk(2, 4)])) == 2


@given(CHUNKS)
def test_every_chunk_is_read_once_and_stretches_do_not_overlap(chunks: list[FoundChunk]) -> None:
    stretches = join_adjacent(chunks)
    assert sorted(held for stretch in stretches for held in stretch.chunks) == sorted(c.chunk for c in chunks)
    for one in stretches:
        for other in stretches:
            assert one is other or one.document != other.document or one.end < other.start or other.end < one.start


def test_the_chunks_before_and_after_are_wanted_unless_found_themselves() -> None:
    assert neighbours_wanted([chunk(1, 0), chunk(1, 1), chunk(2, 5)]) == {(1, 2), (2, 4), (2, 6)}


@given(CHUNKS, st.integers(1, 4))
def test_the_cap_loses_nothing_and_keeps_the_order_of_a_document(chunks: list[FoundChunk], most: int) -> None:
    capped = cap_per_document(chunks, most)
    assert sorted(c.chunk for c in capped) == sorted(c.chunk for c in chunks)
    for document in {c.document for c in chunks}:
        assert [c for c in capped if c.document == document] == [c for c in chunks if c.document == document]


def test_one_long_document_does_not_push_the_others_out() -> None:
    found = [*(chunk(1, n) for n in range(6)), chunk(2, 0)]
    assert [c.document for c in cap_per_document(found, 4)] == [1, 1, 1, 1, 2, 1, 1]
