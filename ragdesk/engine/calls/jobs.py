"""Calls about jobs and the sources that they read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ragdesk.engine.adding.preview import Preview
from ragdesk.engine.calls.view import EngineView
from ragdesk.engine.documents.ignore_rules import check_patterns
from ragdesk.engine.path_text import as_text
from ragdesk.engine.storage.sources import Sources, StoredSource
from ragdesk.protocol.engine_records import JobId, JobRecord, SourceRecord
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.events import EngineEvent
from ragdesk.protocol.records import AddPreview


class JobCalls(EngineView):
    """See EngineApi."""

    def preview_add(self, paths: Sequence[Path], ignore: Sequence[str] = ()) -> AddPreview:
        """See EngineApi."""
        _refuse_none(paths)
        ignore = check_patterns(ignore)
        stored = Sources(self._stores.database)
        patterns: list[tuple[Path, Sequence[str]]] = []
        for path in paths:
            source = stored.find(self._library, as_text(Path(os.path.abspath(path))))
            patterns.append((path, _joined(source, ignore)))
        known = self._stores.documents.by_path(self._library)
        return Preview(known, self.parts.settings.data_dir).of(patterns)

    def start_add(self, paths: Sequence[Path], ignore: Sequence[str] = ()) -> JobRecord:
        """See EngineApi."""
        _refuse_none(paths)
        if patterns := check_patterns(ignore):
            self._note_ignored([Path(os.path.abspath(path)) for path in paths if os.path.isdir(path)], patterns)
        return self.parts.jobs.submit(self._library, "add", paths)

    def retry_failed(self, documents: Sequence[str] = ()) -> JobRecord:
        """See EngineApi."""
        if documents:
            named, _ = self._named(documents)
        else:
            records = self._stores.documents.records(self._library)
            named = [record for record in records if record.status in ("failed", "partly")]
        return self.parts.jobs.submit(self._library, "retry", [Path(record.document) for record in named])

    def jobs(self) -> list[JobRecord]:
        """See EngineApi."""
        return self.parts.jobs.jobs()

    def pause_job(self, job: JobId) -> JobRecord:
        """See EngineApi."""
        return self.parts.jobs.pause(job)

    def resume_job(self, job: JobId) -> JobRecord:
        """See EngineApi."""
        return self.parts.jobs.resume(job)

    def cancel_job(self, job: JobId) -> JobRecord:
        """See EngineApi."""
        return self.parts.jobs.cancel(job)

    def list_sources(self) -> list[SourceRecord]:
        """See EngineApi."""
        return self.parts.sources.records(self._library)

    def set_ignored(self, source: str, patterns: Sequence[str]) -> JobRecord:
        """See EngineApi."""
        return self.parts.sources.set_ignored(self._library, source, patterns)

    def events(self) -> Iterator[EngineEvent]:
        """See EngineApi."""
        return self.parts.events.listen()

    def _note_ignored(self, folders: Sequence[Path], patterns: Sequence[str]) -> None:
        """Before anything looks into them. A folder that was added before keeps the patterns that it has."""
        sources = Sources(self._stores.database)
        with self._stores.database.transaction():
            for folder in folders:
                path = as_text(folder)
                number = self._stores.documents.ensure_source(self._library, path, is_folder=True)
                sources.set_ignored(number, _joined(sources.find(self._library, path), patterns))


def _refuse_none(paths: Sequence[Path]) -> None:
    if not paths:
        raise BadRequest("Nothing was named to be added.", "Name a file or a folder.")


def _joined(source: StoredSource | None, patterns: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(source.ignore if source else ()), *patterns]))
