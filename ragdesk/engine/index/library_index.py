"""The vector index of one library: Chroma where it can be believed, exact search over the catalogue otherwise.

The catalogue holds every vector. A Chroma folder is a cache of them that is built whole, checked, then only read:

- it is made from `exact_up_to` vectors on: up to there exact search is at least as fast;
- it is never written to after it was finished; what came since is searched exactly, what went is filtered out;
- it is opened only if the catalogue says "clean" and every file has the bytes that were checked;
- if anything is wrong with it, exact search answers, and a new folder is built.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from ragdesk.engine.index.build_folder import build_folder
from ragdesk.engine.index.exact_index import ExactIndex
from ragdesk.engine.index.generation import Generation, follow
from ragdesk.engine.index.index_folder import IndexFolder, IndexFolders
from ragdesk.engine.index.scoped_search import ScopedSearch
from ragdesk.engine.index.vector_index import Ids, Vector
from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.documents import Documents
from ragdesk.engine.storage.vectors import Vectors
from ragdesk.protocol.errors import IndexUnavailable, RagdeskError, StorageError
from ragdesk.protocol.records import LibraryId

log = logging.getLogger(__name__)

FIRST_QUESTION_EXACT_UP_TO = 100_000
"""One question alone does not wait for Chroma: 2.4 s of processor time with it at 77,000 vectors, 1.05 s without."""

_LARGEST_DIFFERENCE = 0.2
"""A new folder is built when the catalogue differs from the present one by this share of the vectors."""

_SAMPLE = 50
"""Vectors of a new folder that must find themselves."""


class LibraryIndex:
    """Finds the spans that are nearest to a question; always whole, whatever state Chroma is in.

    Any number of threads may search while one builds: what is served changes under a lock, and builds run outside it.
    `on_build_wanted` is called, in the thread of a search, when a folder ought to be built: once until that was done.
    Forbidden: any call within a transaction of the catalogue, and `close` while a build is under way.
    """

    def __init__(
        self,
        database: Database,
        vectors: Vectors,
        library: LibraryId,
        root: Path,
        exact_up_to: int,
        on_build_wanted: Callable[[], object] | None = None,
    ) -> None:
        self._db = database
        self._vectors = vectors
        self._documents = Documents(database)
        self._library = library
        self._folders = IndexFolders(database, root, library, vectors.fingerprint_id)
        self._exact_up_to = exact_up_to
        self._on_build_wanted = on_build_wanted
        self._serving = threading.RLock()
        self._building = threading.Lock()
        self._revision = -1
        self._ids: Ids = np.empty(0, dtype=np.int64)
        self._exact: ExactIndex | None = None
        self._scoped = ScopedSearch(vectors.dimensions, vectors.load, exact_up_to)
        self._generation: Generation | None = None
        self._is_build_wanted = False
        self._was_told = False
        self._questions = 0

    @property
    def kind(self) -> str:
        """What answers now, for `ragdesk status`."""
        with self._serving:
            self._refresh()
            if len(self._ids) <= self._exact_up_to:
                return "exact"
            folder = self._folders.clean()
            if self._generation is not None or (folder and folder.is_untouched()):
                return "chroma"
            when = "in the background" if self._on_build_wanted else "at the next `ragdesk add`"
            return f"exact (chroma is rebuilt {when})"

    @property
    def wants_build(self) -> bool:
        """Whether `build` would make a folder. Reads the present one's files, if there is one."""
        with self._serving:
            self._refresh()
            return len(self._ids) > self._exact_up_to and self._close_enough() is None

    def nearest(self, question: Vector, limit: int, among: Ids | None = None) -> list[tuple[int, float]]:
        """Span texts by cosine, best first; only those of `among`, in ascending order, where that is given."""
        with self._serving:
            self._refresh()
            self._questions += 1
            hits = self._nearest(question, limit) if among is None else self._nearest_among(question, limit, among)
            tells = self._is_build_wanted and not self._was_told and self._on_build_wanted is not None
            self._was_told = self._was_told or tells
        if tells and self._on_build_wanted is not None:
            try:
                self._on_build_wanted()
            except RagdeskError as problem:  # on a full disk no job is noted, but whoever asks is answered
                log.info("no build of the vector index was begun: %s", problem)
        return hits

    def build(self) -> Iterator[tuple[int, int]]:
        """Make a new Chroma folder if the present one is missing, not to be believed, or far behind.

        Yields (vectors written, vectors in all). Stopped or killed at any moment, the state before stays; searches go
        on meanwhile. Of several builds at once the later ones wait.
        """
        with self._building:
            with self._serving:
                self._refresh()
                ids, revision = self._ids, self._revision
                if len(ids) <= self._exact_up_to:
                    self._let_go_of_generation()
                    self._folders.note_unusable()
                present = self._close_enough() if len(ids) > self._exact_up_to else None
            if len(ids) > self._exact_up_to and present is None:
                yield from self._build(self._folders.next_folder(), ids, revision)
            else:
                self._folders.remove_others(present.folder if present else None)

    def close(self) -> None:
        """Let go of memory and files."""
        with self._serving:
            self._let_go_of_generation()
            self._exact = None
            self._scoped.close()
            self._revision = -1
            self._is_build_wanted = self._was_told = False

    # which one answers

    def _refresh(self) -> None:
        with self._db.snapshot():
            revision = self._documents.revision(self._library)
            if revision == self._revision:
                return
            self._ids = self._vectors.ids(self._library)
            if self._exact is not None:
                follow(self._exact, self._ids, self._vectors.load)
            if self._generation is not None:
                self._generation.follow(self._ids, self._vectors.load)
                self._is_build_wanted = self._is_far_behind(self._generation)
            self._revision = revision

    def _nearest(self, question: Vector, limit: int) -> list[tuple[int, float]]:
        if self._wants_chroma() and (generation := self._opened()):
            try:
                return generation.nearest(question, limit)
            except IndexUnavailable as problem:
                self._give_up_generation(problem)
        return self._opened_exact().nearest(question, limit)

    def _nearest_among(self, question: Vector, limit: int, among: Ids) -> list[tuple[int, float]]:
        if len(self._ids) > self._exact_up_to and self._exact is None:
            if self._scoped.can_hold(among):
                return self._scoped.in_memory(question, limit, among)
            if self._wants_chroma() and (generation := self._opened()):
                try:
                    return self._scoped.in_generation(generation, question, limit, among)
                except IndexUnavailable as problem:
                    self._give_up_generation(problem)
        return self._opened_exact().nearest(question, limit, among)

    def _wants_chroma(self) -> bool:
        if len(self._ids) <= self._exact_up_to:
            return False
        is_first = self._questions == 1 and self._generation is None
        return not (is_first and len(self._ids) <= FIRST_QUESTION_EXACT_UP_TO)

    def _opened_exact(self) -> ExactIndex:
        if self._exact is None:
            exact = ExactIndex(self._vectors.dimensions)
            follow(exact, self._ids, self._vectors.load)
            self._exact = exact
        return self._exact

    def _opened(self) -> Generation | None:
        """The generation that is served, opened if there is one that can be believed."""
        if self._generation is None:
            folder = self._folders.clean()
            if folder is None:
                self._is_build_wanted = True
                return None
            try:
                self._serve(Generation.open(folder, self._vectors.dimensions))
            except IndexUnavailable as problem:
                self._give_up_generation(problem)
        return self._generation

    def _serve(self, generation: Generation) -> None:
        self._let_go_of_generation()
        generation.follow(self._ids, self._vectors.load)
        self._generation, self._exact = generation, None
        self._is_build_wanted = self._is_far_behind(generation)

    def _is_far_behind(self, generation: Generation) -> bool:
        return generation.difference > _LARGEST_DIFFERENCE * len(self._ids)

    def _give_up_generation(self, problem: IndexUnavailable) -> None:
        log.info("exact search answers: %s (%s)", problem.message, problem.detail)
        self._let_go_of_generation()
        self._is_build_wanted = True
        with suppress(StorageError):  # a full disk is no reason not to answer
            self._folders.note_unusable()

    def _let_go_of_generation(self) -> None:
        if self._generation is not None:
            self._generation.close()
        self._generation = None

    # building

    def _close_enough(self) -> IndexFolder | None:
        """The finished folder, if it can be believed and few enough vectors came and went since."""
        present = self._folders.clean()
        if present is None or not present.is_untouched():
            return None
        if present.holds(self._ids):
            return present
        # As many may have come as went, so the counts do not tell.
        generation = self._opened()
        return present if generation and not self._is_far_behind(generation) else None

    def _build(self, folder: Path, ids: Ids, revision: int) -> Iterator[tuple[int, int]]:
        self._was_told = True
        try:
            self._folders.note_dirty(folder)
            yield from build_folder(folder, ids, self._vectors.load)
            self._take_over(self._folders.finished(folder, ids), revision)
        except (IndexUnavailable, OSError) as problem:
            log.info("no Chroma folder was built, exact search goes on: %s", problem)
            present = self._folders.clean()
            self._folders.remove_others(present.folder if present else None)

    def _take_over(self, finished: IndexFolder, revision: int) -> None:
        """Open what lies on the disk now, check it, and serve it in place of the one before."""
        generation = Generation.open(finished, self._vectors.dimensions)
        try:
            generation.must_find_its_own(_SAMPLE, self._vectors.load)
            with self._serving:  # from the row on, any search would open the folder
                self._folders.note_clean(finished, revision)
                self._refresh()
                self._serve(generation)
                self._was_told = False
        except BaseException:
            generation.close()
            raise
        self._folders.remove_others(finished.folder)
