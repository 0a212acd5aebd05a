"""Step 3 of adding: spans without a vector get one, in batches that are committed; then documents are finished."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ragdesk.engine.chunks.cut_document import span_text
from ragdesk.engine.index.embedders import Embedder
from ragdesk.engine.storage.vectors import Vectors
from ragdesk.engine.stores import Stores
from ragdesk.protocol.events import AddEvent, DocumentFinished, JobProgressed, Outcome
from ragdesk.protocol.records import DocumentId, LibraryId

BATCH = 512
"""Spans a commit: about 1 s of work on two cores, which is all that a kill can cost."""


class EmbedSpans:
    """Embeds what has no vector, whoever added it; a document is ready once its last span has one."""

    def __init__(
        self,
        stores: Stores,
        library: LibraryId,
        embedder: Embedder,
        vectors: Vectors,
        outcomes: Mapping[DocumentId, Outcome],
    ) -> None:
        self._stores = stores
        self._library = library
        self._embedder = embedder
        self._vectors = vectors
        self._outcomes = outcomes
        self._waiting = stores.documents.waiting_with_content(library)
        self.embedded = 0

    def run(self) -> Iterator[AddEvent]:
        """Embed all, in the order of the documents."""
        contents_of = self._vectors.missing(self._library)
        missing = list(contents_of)
        left = Counter(content for contents in contents_of.values() for content in contents)
        yield from self._finish(left)
        for i in range(0, len(missing), BATCH):
            part = missing[i : i + BATCH]
            yield JobProgressed("embedding", i, len(missing), "spans", self._current())
            self._embed(part)
            left.subtract(content for text in part for content in contents_of[text])
            yield from self._finish(left)
        if missing:
            yield JobProgressed("embedding", len(missing), len(missing), "spans")

    def _embed(self, text_ids: list[int]) -> None:
        spans = self._vectors.spans_of(text_ids)
        vectors = self._embedder.encode([span_text(title, heading, text) for _, title, heading, text in spans])
        with self._stores.database.transaction():
            self._vectors.save([text_id for text_id, *_ in spans], vectors)
            self._stores.documents.library_changed(self._library)
        self.embedded += len(spans)

    def _finish(self, left: Counter[int]) -> Iterator[AddEvent]:
        """Whoever waited for nothing but vectors is ready now, or partly if its reader could not get everything."""
        finished = [one for one in self._waiting if left[one[1]] <= 0]
        if not finished:
            return
        self._waiting = [one for one in self._waiting if left[one[1]] > 0]
        with self._stores.database.transaction():
            for document, _, shortfall in finished:
                self._stores.documents.note_done(document, "partly" if shortfall else "ready", shortfall)
        for document, _, _ in finished:
            yield DocumentFinished(self._stores.documents.record(document), self._outcomes.get(document, "added"))

    def _current(self) -> str | None:
        return self._stores.documents.record(self._waiting[0][0]).document if self._waiting else None
