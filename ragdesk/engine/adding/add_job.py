"""Adding as one job: noted before it starts, resumable after a kill at any moment, done only when all is."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ragdesk.engine.adding.embed_spans import EmbedSpans
from ragdesk.engine.adding.find_changes import Changes, FindChanges
from ragdesk.engine.adding.read_documents import ReadDocuments
from ragdesk.engine.search_models import SearchModels
from ragdesk.engine.stores import Stores
from ragdesk.protocol.events import AddEvent, AddFinished, DocumentFinished, JobProgressed
from ragdesk.protocol.records import LibraryId


class AddJob:
    """One call of `add`. Closing `run()` early stops it; what was committed stays, the rest is resumed next time."""

    def __init__(self, stores: Stores, library: LibraryId, models: SearchModels, paths: Sequence[Path]) -> None:
        self._stores = stores
        self._library = library
        self._models = models
        self._paths = paths
        self._counts: Counter[str] = Counter()
        self._out_of_reach: Sequence[Path] = ()
        self._started = time.perf_counter()

    def run(self) -> Iterator[AddEvent]:
        """All steps in order. Words can be found after the second, meanings after the third."""
        named = {os.path.abspath(path) for path in self._paths}
        interrupted = [path for path in self._stores.jobs.interrupted(self._library) if str(path) not in named]
        find = FindChanges(self._stores.documents, self._library, self._stores.database.path.parent)
        for path in self._paths:
            yield from self._finding(find, path, resumed=False)
        for path in interrupted:
            yield from self._finding(find, path, resumed=True)
        with self._stores.database.transaction():
            changes = find.compare()
            self._out_of_reach = find.out_of_reach
            job = self._stores.jobs.start(self._library, "add", self._paths)
        try:
            yield from self._counted(self._work(changes))
        except GeneratorExit:
            with self._stores.database.transaction():
                self._stores.jobs.stop(job)
            raise

    def _finding(self, find: FindChanges, path: Path, resumed: bool) -> Iterator[AddEvent]:
        for found in find.look(path, resumed):
            yield JobProgressed("finding", found, None, "files", str(path))

    def _work(self, changes: Changes) -> Iterator[AddEvent]:
        self._counts["unchanged"] += len(changes.unchanged)
        read = ReadDocuments(self._stores, self._library, changes)
        yield from read.run()
        words_searchable_s = time.perf_counter() - self._started

        yield from self._models.preparing()
        vectors = self._models.vectors
        embed = EmbedSpans(self._stores, self._library, self._models.embedder, vectors, read.outcomes)
        yield from embed.run()
        with self._stores.database.transaction():
            self._stores.contents.remove_unused()

        for done, total in self._models.index(self._library).build():
            yield JobProgressed("indexing", done, total, "spans")
        with self._stores.database.transaction():
            self._stores.jobs.finish(self._library, self._out_of_reach)
        yield self._finished(embed.embedded, words_searchable_s)

    def _counted(self, events: Iterator[AddEvent]) -> Iterator[AddEvent]:
        for event in events:
            if isinstance(event, DocumentFinished):
                is_plain = event.outcome in ("added", "updated")
                self._counts[event.record.status if is_plain else event.outcome] += 1
            yield event

    def _finished(self, embedded: int, words_searchable_s: float) -> AddFinished:
        names = ("ready", "partly", "skipped", "failed", "unchanged", "moved", "removed")
        return AddFinished(
            **{name: self._counts[name] for name in names},
            spans_embedded=embedded,
            words_searchable_s=words_searchable_s,
            took_s=time.perf_counter() - self._started,
        )
