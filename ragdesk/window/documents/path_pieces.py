"""Very many paths in pieces that the engine takes in one call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

MOST_PATHS, MOST_CHARACTERS = 10_000, 500_000
"""A call may have 4 MB, in which a character takes up to 6 bytes."""


def in_pieces(paths: Sequence[str]) -> Iterator[list[str]]:
    """All of them, in their order."""
    piece: list[str] = []
    room = MOST_CHARACTERS
    for path in paths:
        if piece and (len(piece) == MOST_PATHS or len(path) > room):
            yield piece
            piece, room = [], MOST_CHARACTERS
        piece.append(path)
        room -= len(path)
    if piece:
        yield piece
