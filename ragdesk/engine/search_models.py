"""The embedder with the vectors and indexes that belong to it, opened on first use."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from ragdesk.engine.index.embedders import Embedder
from ragdesk.engine.index.library_index import LibraryIndex
from ragdesk.engine.storage.vectors import Vectors
from ragdesk.engine.stores import Stores
from ragdesk.protocol.events import AddEvent, JobProgressed
from ragdesk.protocol.records import LibraryId

OpenEmbedder = Callable[[Callable[[str], None]], Embedder]
"""Opens the embedder; what it is called with takes a message whenever something is worth saying."""


class _Opening:
    """The embedder being opened in a thread of its own: its messages, then what became of it."""

    def __init__(self, open_embedder: OpenEmbedder) -> None:
        self._messages: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._outcome: Embedder | BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(open_embedder,), name="prepare-embedder", daemon=True)
        self._thread.start()

    def _run(self, open_embedder: OpenEmbedder) -> None:
        try:
            self._outcome = open_embedder(self._messages.put)
        except BaseException as problem:  # carried to the caller's thread by `result`
            self._outcome = problem
        self._messages.put(None)

    def messages(self) -> Iterator[str]:
        """Those that nobody has taken yet, until the embedder is open. Several may wait for it at once."""
        yield from iter(self._messages.get, None)
        self._messages.put(None)

    def result(self) -> Embedder:
        self._thread.join()
        assert self._outcome is not None
        if isinstance(self._outcome, BaseException):
            raise self._outcome
        return self._outcome


class SearchModels:
    """Holds one embedder, its vectors, and one vector index for each library."""

    def __init__(self, stores: Stores, open_embedder: OpenEmbedder, index_root: Path, exact_up_to: int) -> None:
        self._stores = stores
        self._open_embedder = open_embedder
        self._index_root = index_root
        self._exact_up_to = exact_up_to
        self._embedder: Embedder | None = None
        self._opening: _Opening | None = None
        self._vectors: Vectors | None = None
        self._indexes: dict[LibraryId, LibraryIndex] = {}
        self._lock = threading.RLock()
        self.on_build_wanted: Callable[[LibraryId], object] = lambda _: None
        """Called in the thread of a search that found a library's vector index missing, harmed or far behind."""

    @property
    def open_embedder(self) -> Embedder | None:
        """The embedder if it is open; this opens nothing."""
        return self._embedder

    @property
    def embedder(self) -> Embedder:
        """The embedder, opened if need be; the first time on a computer that takes about half a minute."""
        for _ in self.preparing():
            pass
        assert self._embedder is not None
        return self._embedder

    def preparing(self) -> Iterator[AddEvent]:
        """Open the embedder while telling what goes on; nothing is told if it is open or ready at once.

        Closed early, the work goes on, and whoever needs the embedder next waits for it.
        """
        with self._lock:
            if self._embedder is not None:
                return
            opening = self._opening = self._opening or _Opening(self._open_embedder)
        for step, message in enumerate(opening.messages()):
            yield JobProgressed("preparing", step, None, "steps", message)
        try:
            embedder = opening.result()
            with self._lock:
                self._embedder = self._embedder or embedder
        finally:
            with self._lock:
                if self._opening is opening:
                    self._opening = None

    @property
    def vectors(self) -> Vectors:
        """The vectors of this embedder."""
        embedder = self.embedder
        with self._lock:
            if self._vectors is None:
                self._vectors = Vectors(self._stores.database, embedder.fingerprint, embedder.dimensions)
            return self._vectors

    def index(self, library: LibraryId) -> LibraryIndex:
        """The vector index of a library."""
        vectors = self.vectors
        with self._lock:
            if library not in self._indexes:
                self._indexes[library] = LibraryIndex(
                    self._stores.database, vectors, library, self._index_root, self._exact_up_to,
                    lambda: self.on_build_wanted(library),
                )  # fmt: skip
            return self._indexes[library]

    def close(self) -> None:
        """Let go of what indexes hold; a search that goes on opens them again. The embedder goes with the process."""
        with self._lock:
            indexes = list(self._indexes.values())
        for index in indexes:
            index.close()
