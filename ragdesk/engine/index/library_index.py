"""The vector index of one library: Chroma where it can be believed, exact search over the catalogue otherwise.

The catalogue holds every vector. A Chroma folder is a cache of them that is built whole, checked, then only read:

- it is made from `exact_up_to` vectors on (5,000: up to there exact search takes under 1 ms);
- it is never written to after it was finished; what came since is searched exactly, what went is filtered out;
- it is opened only if the catalogue says "clean" and every file has the bytes that were checked;
- if anything is wrong with it, exact search answers, and the next build makes a new folder.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from ragdesk.engine.index.chroma_index import ChromaIndex
from ragdesk.engine.index.exact_index import ExactIndex
from ragdesk.engine.index.index_folder import IndexFolder, IndexFolders, sync_folder
from ragdesk.engine.index.vector_index import Ids, Vector
from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.documents import Documents
from ragdesk.engine.storage.vectors import Vectors
from ragdesk.protocol.errors import IndexUnavailable
from ragdesk.protocol.records import LibraryId

log = logging.getLogger(__name__)

FIRST_QUESTION_EXACT_UP_TO = 100_000
"""One question alone does not wait for Chroma: 2.4 s of processor time with it at 77,000 vectors, 1.05 s without."""

_LARGEST_DIFFERENCE = 0.2
"""A new folder is built when the catalogue differs from the present one by this share of the vectors."""

_SAMPLE = 50
"""Vectors of a new folder that must find themselves."""


class LibraryIndex:
    """Finds the spans that are nearest to a question; always whole, whatever state Chroma is in."""

    def __init__(self, database: Database, vectors: Vectors, library: LibraryId, root: Path, exact_up_to: int) -> None:
        self._vectors = vectors
        self._documents = Documents(database)
        self._library = library
        self._folders = IndexFolders(database, root, library, vectors.fingerprint_id)
        self._exact_up_to = exact_up_to
        self._revision = -1
        self._ids: Ids = np.empty(0, dtype=np.int64)
        self._exact: ExactIndex | None = None
        self._chroma: ChromaIndex | None = None
        self._added: ExactIndex | None = None
        self._removed: frozenset[int] = frozenset()
        self._questions = 0

    @property
    def kind(self) -> str:
        """What answers now, for `ragdesk status`."""
        self._refresh()
        if len(self._ids) <= self._exact_up_to:
            return "exact"
        folder = self._folders.clean()
        return "chroma" if folder and folder.is_untouched() else "exact (chroma is rebuilt at the next `ragdesk add`)"

    def nearest(self, question: Vector, limit: int) -> list[tuple[int, float]]:
        """Span texts by cosine, best first."""
        self._refresh()
        self._questions += 1
        if self._wants_chroma() and self._open_chroma():
            try:
                return self._nearest_by_chroma(question, limit)
            except IndexUnavailable as problem:
                self._give_up_chroma(problem)
        return self._open_exact().nearest(question, limit)

    def build(self) -> Iterator[tuple[int, int]]:
        """Make a new Chroma folder if the present one is missing, not to be believed, or far behind.

        Yields (vectors written, vectors in all). Stopped or killed at any moment, the state before stays.
        """
        self._refresh()
        if len(self._ids) <= self._exact_up_to:
            self._close_chroma()
            self._folders.note_unusable()
            self._folders.remove_others(None)
            return
        present = self._folders.clean()
        if present and present.is_untouched() and self._is_close_enough(present):
            self._folders.remove_others(present.folder)
            return
        self._close_chroma()
        try:
            yield from self._build(self._folders.next_folder())
        except (IndexUnavailable, OSError) as problem:
            log.info("no Chroma folder was built, exact search goes on: %s", problem)
            self._folders.remove_others(present.folder if present else None)

    def close(self) -> None:
        """Let go of memory and files."""
        self._close_chroma()
        self._exact = None

    # which one answers

    def _refresh(self) -> None:
        revision = self._documents.revision(self._library)
        if revision != self._revision:
            self._ids = self._vectors.ids(self._library)
            self._exact = None
            self._close_chroma()
            self._revision = revision

    def _wants_chroma(self) -> bool:
        if len(self._ids) <= self._exact_up_to:
            return False
        is_first = self._questions == 1 and self._chroma is None
        return not (is_first and len(self._ids) <= FIRST_QUESTION_EXACT_UP_TO)

    def _open_exact(self) -> ExactIndex:
        if self._exact is None:
            self._exact = ExactIndex(self._vectors.dimensions)
            self._exact.add(self._ids, self._vectors.load(self._ids))
        return self._exact

    def _open_chroma(self) -> bool:
        if self._chroma is not None:
            return True
        folder = self._folders.clean()
        if folder is None:
            return False
        if not folder.is_untouched():
            self._give_up_chroma(IndexUnavailable("files of the vector index are missing or were changed"))
            return False
        try:
            self._chroma = ChromaIndex.open(folder.folder)
            indexed = self._chroma.ids()
            if not folder.holds(indexed):
                raise IndexUnavailable("the vector index does not hold what was put into it")
        except IndexUnavailable as problem:
            self._give_up_chroma(problem)
            return False
        self._note_difference(indexed)
        self._exact = None
        return True

    def _note_difference(self, indexed: Ids) -> None:
        added = np.setdiff1d(self._ids, indexed, assume_unique=True)
        self._added = ExactIndex(self._vectors.dimensions)
        self._added.add(added, self._vectors.load(added))
        self._removed = frozenset(np.setdiff1d(indexed, self._ids, assume_unique=True).tolist())

    def _nearest_by_chroma(self, question: Vector, limit: int) -> list[tuple[int, float]]:
        assert self._chroma is not None
        assert self._added is not None
        found = self._chroma.nearest(question, limit + len(self._removed))
        hits = [hit for hit in found if hit[0] not in self._removed] + self._added.nearest(question, limit)
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:limit]

    def _give_up_chroma(self, problem: IndexUnavailable) -> None:
        log.info("exact search answers: %s (%s)", problem.message, problem.detail)
        self._close_chroma()
        self._folders.note_unusable()

    def _close_chroma(self) -> None:
        if self._chroma is not None:
            with suppress(IndexUnavailable):
                self._chroma.close()
        self._chroma = self._added = None
        self._removed = frozenset()

    # building

    def _is_close_enough(self, present: IndexFolder) -> bool:
        if present.holds(self._ids):
            return True
        return (
            abs(len(self._ids) - present.count) <= _LARGEST_DIFFERENCE * present.count
            and self._open_chroma_difference()
        )

    def _open_chroma_difference(self) -> bool:
        """Whether few enough vectors came and went; as many may have come as went, so the counts do not tell."""
        if not self._open_chroma():
            return False
        assert self._added is not None
        return len(self._added.ids()) + len(self._removed) <= _LARGEST_DIFFERENCE * len(self._ids)

    def _build(self, folder: Path) -> Iterator[tuple[int, int]]:
        self._folders.note_dirty(folder)
        index = ChromaIndex.create(folder, len(self._ids))
        try:
            step = 5_000
            for i in range(0, len(self._ids), step):
                part = self._ids[i : i + step]
                index.add(part, self._vectors.load(part))
                yield min(i + step, len(self._ids)), len(self._ids)
            self._check(index)
        finally:
            index.close()
        sync_folder(folder)
        self._folders.note_clean(folder, self._ids, self._revision)
        self._folders.remove_others(folder)

    def _check(self, index: ChromaIndex) -> None:
        """The same ids as in the catalogue, and a sample of vectors that find themselves."""
        if not np.array_equal(index.ids(), self._ids):
            raise IndexUnavailable("the new vector index does not hold what was put into it")
        sample = self._ids[:: max(len(self._ids) // _SAMPLE, 1)][:_SAMPLE]
        for vector in self._vectors.load(sample):
            best = index.nearest(vector, 1)
            # Another span may have the same text but for its white space: the vector must come back, not the id.
            if not best or best[0][1] < 0.999:
                raise IndexUnavailable("the new vector index does not find its own vectors")
