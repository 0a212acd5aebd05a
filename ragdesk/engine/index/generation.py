"""One generation of the vector index while it is served: Chroma's answers, corrected by what came and went since."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np

from ragdesk.engine.index.chroma_index import ChromaIndex
from ragdesk.engine.index.exact_index import ExactIndex
from ragdesk.engine.index.index_folder import IndexFolder
from ragdesk.engine.index.vector_index import Ids, Vector
from ragdesk.protocol.errors import IndexUnavailable

LoadVectors = Callable[[Ids], Vector]


class Generation:
    """A finished folder that is open. Every failure is an IndexUnavailable; nothing in the folder is ever changed."""

    def __init__(self, folder: Path, chroma: ChromaIndex, indexed: Ids, dimensions: int) -> None:
        self.folder = folder
        self._chroma = chroma
        self._indexed = indexed
        self._added = ExactIndex(dimensions)
        self._removed: frozenset[int] = frozenset()

    @classmethod
    def open(cls, finished: IndexFolder, dimensions: int) -> Generation:
        """Only if every file has the bytes that were checked, and the ids are those that it was built of."""
        if not finished.is_untouched():
            raise IndexUnavailable("files of the vector index are missing or were changed")
        try:
            finished.make_ready()
        except OSError as problem:
            raise IndexUnavailable("the vector index cannot be opened", detail=str(problem)) from problem
        chroma = ChromaIndex.open(finished.folder)
        try:
            indexed = chroma.ids()
            if not finished.holds(indexed):
                raise IndexUnavailable("the vector index does not hold what was put into it")
        except IndexUnavailable:
            with suppress(IndexUnavailable):
                chroma.close()
            raise
        return cls(finished.folder, chroma, indexed, dimensions)

    def __len__(self) -> int:
        """How many vectors it was built of."""
        return len(self._indexed)

    @property
    def difference(self) -> int:
        """How many vectors came and went since it was built."""
        return len(self._added.ids()) + len(self._removed)

    def follow(self, ids: Ids, load: LoadVectors) -> None:
        """From now on answer for these ids."""
        follow(self._added, np.setdiff1d(ids, self._indexed, assume_unique=True), load)
        self._removed = frozenset(np.setdiff1d(self._indexed, ids, assume_unique=True).tolist())

    def nearest(self, question: Vector, limit: int) -> list[tuple[int, float]]:
        """Span texts by cosine, best first."""
        hits = self._nearest_left(question, limit) + self._added.nearest(question, limit)
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:limit]

    def _nearest_left(self, question: Vector, limit: int) -> list[tuple[int, float]]:
        """Asks for more until enough are left of what is found; all that went may lie beside the question."""
        asked = limit + min(limit, len(self._removed))
        while True:
            found = self._chroma.nearest(question, min(asked, len(self._indexed)))
            left = [hit for hit in found if hit[0] not in self._removed]
            if len(left) >= limit or asked >= limit + len(self._removed):
                return left
            asked = min(4 * asked, limit + len(self._removed))

    def must_find_its_own(self, sample: int, load: LoadVectors) -> None:
        """Raises IndexUnavailable unless so many of its vectors are their own nearest."""
        ids = self._indexed[:: max(len(self._indexed) // sample, 1)][:sample]
        for vector in load(ids):
            if not vector.any():
                continue  # removed meanwhile
            best = self._chroma.nearest(vector, 1)
            # Another span may have the same text but for its white space: the vector must come back, not the id.
            if not best or best[0][1] < 0.999:
                raise IndexUnavailable("the new vector index does not find its own vectors")

    def close(self) -> None:
        """Let go of memory and files."""
        with suppress(IndexUnavailable):
            self._chroma.close()


def follow(index: ExactIndex, ids: Ids, load: LoadVectors) -> None:
    """Make an exact index hold these ids, loading only what is new in it."""
    held = index.ids()
    gone, new = np.setdiff1d(held, ids, assume_unique=True), np.setdiff1d(ids, held, assume_unique=True)
    if gone.size:
        index.remove(gone)
    if new.size:
        index.add(new, load(new))
