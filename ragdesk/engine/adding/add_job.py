"""Adding as the work of one job: resumable after a kill at any moment, done only when all is."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path

from ragdesk.engine.adding.embed_spans import EmbedSpans
from ragdesk.engine.adding.find_changes import Changes, FindChanges
from ragdesk.engine.adding.read_documents import ReadDocuments
from ragdesk.engine.documents.sandbox import Readers
from ragdesk.engine.jobs.live_job import JobRun
from ragdesk.engine.path_text import as_text
from ragdesk.engine.search_models import SearchModels
from ragdesk.engine.storage.documents import EXCLUDED
from ragdesk.engine.stores import Stores
from ragdesk.protocol.events import AddEvent, AddFinished, JobProgressed
from ragdesk.protocol.records import DocumentId

_ASK_EVERY_FILES = 64


class AddJob:
    """One run of a job. What it committed stays, whatever ends it; the next run does the rest.

    add: the named paths, and what earlier jobs left over. follow: paths that changed. retry: documents that are read
    again even if they are the same. index: only what is missing of vectors and of the index.
    """

    def __init__(self, stores: Stores, models: SearchModels, readers: Readers, run: JobRun) -> None:
        self._stores = stores
        self._models = models
        self._readers = readers
        self._run = run
        self._taken_up: list[Path] = []
        self._started = time.perf_counter()
        self._words_searchable_s = 0.0
        run.tally.started = run.tally.started or self._started

    def work(self) -> Iterator[AddEvent]:
        """All steps. Words can be found while files are read, meanings as soon as each one's vectors are there."""
        forced = self._to_read_again()
        data_dir = self._stores.database.path.parent
        find = FindChanges(self._stores.documents, self._run.library, data_dir, self._run.id)
        yield from self._looked(find)
        self._run.pace.step()
        with self._stores.database.transaction():
            changes = find.compare()
        self._note_found(changes)
        yield from self._carry_out(changes, forced)

        for done, total in self._models.index(self._run.library).build():
            yield JobProgressed("indexing", done, total, "spans")
            self._run.pace.step()
        with self._stores.database.transaction():
            self._stores.jobs.finish(
                self._run.library, self._run.id, self._taken_up, find.out_of_reach, self._run.progress.kept()
            )
        yield self._finished()

    def _looked(self, find: FindChanges) -> Iterator[AddEvent]:
        """Everything that was asked for, and what was left over before; writes nothing."""
        paths, is_add = self._run.paths, self._run.kind == "add"
        if not is_add:
            yield from self._finding(find.look_at_changes(_places(paths) if self._run.kind == "retry" else paths))
        else:
            yield from self._finding(_each(find, paths, self._run.is_resumed))
            self._taken_up = self._stores.jobs.interrupted(self._run.library)
            yield from self._finding(_each(find, [path for path in self._taken_up if path not in paths], True))

    def _finding(self, found: Iterator[tuple[int, Path]] | Iterator[int]) -> Iterator[AddEvent]:
        for one in found:
            count, path = one if isinstance(one, tuple) else (one, None)
            if count % _ASK_EVERY_FILES == 0:
                self._run.pace.step()
            yield JobProgressed("finding", count, None, "files", str(path) if path else None)

    def _carry_out(self, changes: Changes, forced: Collection[DocumentId]) -> Iterator[AddEvent]:
        stores, run = self._stores, self._run
        read = ReadDocuments(stores, run, self._readers, changes, forced)
        outdated = [document.id for document, _ in changes.to_read] + [document.id for document in changes.gone]
        embed = EmbedSpans(stores, run.library, self._models, read.outcomes, run.pace, outdated)
        with closing(embed):
            yield from read.run(embed)
            self._words_searchable_s = time.perf_counter() - self._started
            yield from embed.finish()
            run.tally.spans_embedded += embed.embedded
        with stores.database.transaction():
            stores.contents.remove_unused()

    def _note_found(self, changes: Changes) -> None:
        for document in changes.unchanged:
            self._run.tally.outcomes.setdefault(document, "unchanged")
        waiting = [*changes.to_read, *changes.problems]
        self._run.progress.found(
            len(waiting) + len(changes.unchanged), len(changes.unchanged), sum(file.size_bytes for _, file in waiting)
        )

    def _to_read_again(self) -> Collection[DocumentId]:
        """The documents of a retry, but for those that an interrupted run of it has read already."""
        if self._run.kind != "retry":
            return ()
        named = {as_text(path) for path in self._run.paths}
        began = self._run.started_at if self._run.is_resumed else None
        documents = [
            record.id
            for record in self._stores.documents.records(self._run.library)
            if record.document in named
            and record.reason_code != EXCLUDED
            and not (began and record.read_at and record.read_at > began)
        ]
        with self._stores.database.transaction():
            self._stores.documents.note_to_be_read_again(self._run.library, documents)
        return frozenset(documents)

    def _finished(self) -> AddFinished:
        counts = self._run.tally.counts()
        names = ("ready", "partly", "skipped", "failed", "unchanged", "moved", "removed")
        return AddFinished(
            **{name: counts[name] for name in names},
            spans_embedded=self._run.tally.spans_embedded,
            words_searchable_s=self._words_searchable_s,
            took_s=time.perf_counter() - (self._run.tally.started or self._started),
        )


def _each(find: FindChanges, paths: Collection[Path], is_resumed: bool) -> Iterator[tuple[int, Path]]:
    for path in paths:
        for count in find.look(path, is_resumed):
            yield count, path


def _places(paths: Collection[Path]) -> list[Path]:
    """Where to look for documents; one whose name is no valid text is found by looking through its folder."""
    return list(dict.fromkeys(path if os.path.lexists(path) else path.parent for path in paths))
