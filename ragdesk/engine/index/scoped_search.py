"""The nearest among chosen vectors of a library that is too large to be held in memory as a whole."""

from __future__ import annotations

import numpy as np

from ragdesk.engine.index.exact_index import ExactIndex
from ragdesk.engine.index.generation import Generation, LoadVectors, follow
from ragdesk.engine.index.vector_index import Ids, Vector

_ASKED_AT_MOST = 10_000
"""Neighbours that Chroma is asked for: beyond, reading the chosen vectors from the catalogue is as fast."""
_LOADED_AT_ONCE = 4_096


class ScopedSearch:
    """Holds the vectors of the last choice, as long as they are few enough to be held; for one thread at a time."""

    def __init__(self, dimensions: int, load: LoadVectors, held_up_to: int) -> None:
        self._held = ExactIndex(dimensions)
        self._load = load
        self._held_up_to = held_up_to

    def can_hold(self, among: Ids) -> bool:
        """Whether `in_memory` will do."""
        return len(among) <= self._held_up_to

    def in_memory(self, question: Vector, limit: int, among: Ids) -> list[tuple[int, float]]:
        """Exact; loads only what was not chosen before."""
        follow(self._held, among, self._load)
        return self._held.nearest(question, limit)

    def in_generation(
        self, generation: Generation, question: Vector, limit: int, among: Ids
    ) -> list[tuple[int, float]]:
        """From Chroma's neighbours; where too few of them are chosen ones, from the catalogue, block by block."""
        asked = limit * (1 + len(generation) // max(len(among), 1))
        while asked <= _ASKED_AT_MOST:
            hits = [hit for hit in generation.nearest(question, asked) if _holds(among, hit[0])]
            if len(hits) >= min(limit, len(among)):
                return hits[:limit]
            asked *= 4
        return self._in_catalogue(question, limit, among)

    def _in_catalogue(self, question: Vector, limit: int, among: Ids) -> list[tuple[int, float]]:
        best: list[tuple[int, float]] = []
        for i in range(0, len(among), _LOADED_AT_ONCE):
            block = ExactIndex(len(question))
            follow(block, among[i : i + _LOADED_AT_ONCE], self._load)
            best = sorted(best + block.nearest(question, limit), key=lambda hit: (-hit[1], hit[0]))[:limit]
        return best

    def close(self) -> None:
        """Let go of the memory."""
        self._held.close()


def _holds(among: Ids, one: int) -> bool:
    at = int(np.searchsorted(among, one))
    return at < len(among) and int(among[at]) == one
