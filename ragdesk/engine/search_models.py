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


class SearchModels:
    """Holds one embedder, its vectors, and one vector index for each library."""

    def __init__(self, stores: Stores, open_embedder: OpenEmbedder, index_root: Path, exact_up_to: int) -> None:
        self._stores = stores
        self._open_embedder = open_embedder
        self._index_root = index_root
        self._exact_up_to = exact_up_to
        self._embedder: Embedder | None = None
        self._vectors: Vectors | None = None
        self._indexes: dict[LibraryId, LibraryIndex] = {}

    @property
    def embedder(self) -> Embedder:
        """The embedder, opened if need be; the first time on a computer that takes about half a minute."""
        if self._embedder is None:
            self._embedder = self._open_embedder(lambda message: None)
        return self._embedder

    def preparing(self) -> Iterator[AddEvent]:
        """Open the embedder while telling what goes on; nothing is told if it is open or ready at once."""
        if self._embedder is not None:
            return
        messages: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        outcome: list[Embedder | BaseException] = []

        def open_it() -> None:
            try:
                outcome.append(self._open_embedder(messages.put))
            except BaseException as problem:  # carried to the caller's thread below
                outcome.append(problem)
            messages.put(None)

        thread = threading.Thread(target=open_it, name="prepare-embedder", daemon=True)
        thread.start()
        for step, message in enumerate(iter(messages.get, None)):
            yield JobProgressed("preparing", step, None, "steps", message)
        thread.join()
        if isinstance(outcome[0], BaseException):
            raise outcome[0]
        self._embedder = outcome[0]

    @property
    def vectors(self) -> Vectors:
        """The vectors of this embedder."""
        if self._vectors is None:
            self._vectors = Vectors(self._stores.database, self.embedder.fingerprint, self.embedder.dimensions)
        return self._vectors

    def index(self, library: LibraryId) -> LibraryIndex:
        """The vector index of a library."""
        if library not in self._indexes:
            self._indexes[library] = LibraryIndex(
                self._stores.database, self.vectors, library, self._index_root, self._exact_up_to
            )
        return self._indexes[library]

    def close(self) -> None:
        """Let go of indexes; the embedder goes with the process."""
        for index in self._indexes.values():
            index.close()
        self._indexes.clear()
