from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.protocol.wire import MAX_REQUEST
from ragdesk.window.documents.path_pieces import MOST_CHARACTERS, MOST_PATHS, in_pieces


@given(st.lists(st.integers(1, 4000), max_size=400))
def test_all_paths_are_in_pieces_that_fit_into_a_request(lengths: list[int]) -> None:
    paths = ["é" * length for length in lengths]
    pieces = list(in_pieces(paths))
    assert [path for piece in pieces for path in piece] == paths
    assert all(sum(map(len, piece)) <= MOST_CHARACTERS < MAX_REQUEST / 6 for piece in pieces)


def test_no_piece_has_too_many_paths() -> None:
    pieces = list(in_pieces([str(n) for n in range(2 * MOST_PATHS + 1)]))
    assert [len(piece) for piece in pieces] == [MOST_PATHS, MOST_PATHS, 1]
