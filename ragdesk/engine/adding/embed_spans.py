"""Step 3 of adding: spans get their vectors, in a thread of its own while further files are read; then documents are
finished. Contents that were read in, events out."""

from __future__ import annotations

import queue
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from ragdesk.engine.chunks.cut_document import span_text
from ragdesk.engine.index.embedders import Embedder
from ragdesk.engine.jobs.low_priority import lower_this_thread
from ragdesk.engine.jobs.pace import Halted, Pace
from ragdesk.engine.search_models import SearchModels
from ragdesk.engine.storage.vectors import Vectors
from ragdesk.engine.stores import Stores
from ragdesk.protocol.events import AddEvent, DocumentFinished, JobProgressed, Outcome
from ragdesk.protocol.records import DocumentId, LibraryId

BATCH = 512
"""Spans a commit: about 1 s of work on two cores, which is all that a kill can cost."""
PIECE = 32
"""Spans that a thread embeds without asking whether anything else goes first: 0.15 s."""
CONTENTS_AT_ONCE = 256
_ASK_EVERY_S = 0.1
Rows = NDArray[np.float32]
"""Shape (texts, dimensions)."""


class EmbedSpans:
    """Embeds what has no vector, whoever added it; a document is ready once its last span has one.

    Only ids wait between the stages, so memory stays the same however far reading is ahead.
    """

    def __init__(
        self, stores: Stores, library: LibraryId, models: SearchModels, outcomes: Mapping[DocumentId, Outcome],
        pace: Pace, outdated: Collection[DocumentId] = (),
    ) -> None:  # fmt: skip
        """`outdated` hold another text than their files; `outcomes` grows with every one of them that was read."""
        self._outdated = frozenset(outdated)
        self._stores = stores
        self._library = library
        self._models = models
        self._outcomes = outcomes
        self._pace = pace
        self._contents: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._told: queue.SimpleQueue[AddEvent | None] = queue.SimpleQueue()
        self._hands: ThreadPoolExecutor | None = None
        self._thread = threading.Thread(target=self._run, name="embedding", daemon=True)
        self._is_all_read = False
        self._is_closed = False
        self._is_preparing = True
        self._problem: BaseException | None = None
        self.embedded = 0

    # asked by the thread that reads

    def offer(self, content: int) -> None:
        """A content was committed: its spans may be embedded now."""
        self._contents.put(content)
        self._start()

    def finished(self) -> Iterator[AddEvent]:
        """Documents that were finished since this was asked last; never waits."""
        while not self._told.empty() and (event := self._told.get()) is not None:
            if isinstance(event, DocumentFinished):
                yield event

    def finish(self) -> Iterator[AddEvent]:
        """All is read: embed the rest, and whatever else has no vector. Raises what the embedder raised."""
        self._is_all_read = True
        self._contents.put(None)
        self._start()
        while (event := self._next_told()) is not None:
            yield event
        if self._problem is not None:
            raise self._problem

    def close(self) -> None:
        """Stop after the piece in hand. An embedder that is being prepared is left alone: whoever is next needs it."""
        self._is_closed = True
        self._contents.put(None)
        if self._thread.is_alive() and not self._is_preparing:
            self._thread.join()

    def _start(self) -> None:
        if self._thread.ident is None:
            self._thread.start()

    def _next_told(self) -> AddEvent | None:
        while True:
            if self._pace.is_halted():
                raise Halted
            try:
                return self._told.get(timeout=_ASK_EVERY_S)
            except queue.Empty:
                if not self._thread.is_alive() and self._told.empty():
                    return None

    # its own thread

    def _run(self) -> None:
        lower_this_thread()
        try:
            self._prepare()
            while not (self._is_all_read or self._is_closed):
                if contents := self._take():
                    self._embed(contents)
            self._embed(None)
        except BaseException as problem:  # Halted as well: carried to the job's thread by `finish`
            self._problem = problem
        if self._hands:
            self._hands.shutdown(cancel_futures=True)
        self._told.put(None)

    def _prepare(self) -> None:
        for event in self._models.preparing():
            self._told.put(event)
        self._is_preparing = False
        self._step()

    def _step(self) -> None:
        if self._is_closed:
            raise Halted
        self._pace.step()

    def _take(self) -> list[int]:
        """What was offered, all at once, so that small documents share a batch."""
        taken = [self._contents.get()]
        while len(taken) < CONTENTS_AT_ONCE and not self._contents.empty():
            taken.append(self._contents.get())
        return [content for content in taken if content is not None]

    def _embed(self, contents: Sequence[int] | None) -> None:
        """Everything of these contents; None means of the whole library, which ends what was begun before."""
        self._step()
        vectors, embedder = self._models.vectors, self._models.embedder
        outdated = self._outdated - self._outcomes.keys() if contents is not None else frozenset()
        waiting = _Waiting(self._stores, self._library, vectors, contents, outdated)
        self._commit(waiting, vectors, [], np.empty((0, vectors.dimensions), np.float32))
        total = self.embedded + len(waiting.missing) if contents is None else None
        for i in range(0, len(waiting.missing), BATCH):
            if contents is not None and self._is_all_read:
                return
            part = waiting.missing[i : i + BATCH]
            self._told.put(JobProgressed("embedding", self.embedded, total, "spans", waiting.current()))
            spans = vectors.spans_of(part)
            texts = [span_text(title, heading, text) for _, title, heading, text in spans]
            rows = self._encoded(embedder, texts)
            waiting.note_embedded(part)
            self._commit(waiting, vectors, [text_id for text_id, *_ in spans], rows)
        if contents is None and self.embedded:
            self._told.put(JobProgressed("embedding", self.embedded, total, "spans"))

    def _encoded(self, embedder: Embedder, texts: Sequence[str]) -> Rows:
        """Pieces hold texts of about one length, so that little is filled up; the longest first, so that all threads
        end at about the same time."""
        rows = np.empty((len(texts), embedder.dimensions), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)

        def encode(piece: Sequence[int]) -> None:
            self._step()
            rows[piece] = embedder.encode([texts[i] for i in piece])

        pieces = [order[start : start + PIECE] for start in range(0, len(order), PIECE)]
        for _ in self._map_for(embedder)(encode, pieces):
            pass
        return rows

    def _map_for(self, embedder: Embedder) -> Callable[[Callable[[list[int]], None], list[list[int]]], Iterable[None]]:
        """Like `map`, by as many threads as the embedder serves side by side."""
        if embedder.at_once == 1:
            return map
        if self._hands is None:
            self._hands = ThreadPoolExecutor(embedder.at_once, "embedding", initializer=lower_this_thread)
        return self._hands.map

    def _commit(self, waiting: _Waiting, vectors: Vectors, text_ids: Sequence[int], rows: Rows) -> None:
        """Vectors first, "ready" last; both at once."""
        finished = waiting.take_finished()
        if not finished and not text_ids:
            return
        self._step()
        documents = self._stores.documents
        with self._stores.database.transaction():
            if text_ids:
                kept = vectors.existing(text_ids)
                which = [i for i, text in enumerate(text_ids) if text in kept]
                vectors.save([text_ids[i] for i in which], rows[which])
                documents.library_changed(self._library)
            for document, _, shortfall in finished:
                documents.note_done(self._library, document, "partly" if shortfall else "ready", shortfall)
        self.embedded += len(text_ids)
        for record in documents.records_of(self._library, [document for document, *_ in finished]):
            self._told.put(DocumentFinished(record, self._outcomes.get(record.id, "added")))


class _Waiting:
    """Texts without a vector, and the documents that wait for them."""

    def __init__(
        self, stores: Stores, library: LibraryId, vectors: Vectors, contents: Sequence[int] | None,
        outdated: Collection[DocumentId],
    ) -> None:  # fmt: skip
        self._stores = stores
        self._library = library
        waiting = stores.documents.waiting_with_content(library, contents)
        self._documents = [one for one in waiting if one[0] not in outdated]
        self._contents_of = vectors.missing(library, contents)
        self._left = Counter(content for held_by in self._contents_of.values() for content in held_by)
        self.missing = list(self._contents_of)

    def note_embedded(self, texts: Sequence[int]) -> None:
        self._left.subtract(content for text in texts for content in self._contents_of[text])

    def take_finished(self) -> list[tuple[DocumentId, int, str | None]]:
        """Whoever waited for nothing but vectors is ready now, or partly if its reader could not get everything."""
        finished = [one for one in self._documents if self._left[one[1]] <= 0]
        if finished:
            self._documents = [one for one in self._documents if self._left[one[1]] > 0]
        return finished

    def current(self) -> str | None:
        first = [document for document, *_ in self._documents[:1]]
        return next((record.document for record in self._stores.documents.records_of(self._library, first)), None)
