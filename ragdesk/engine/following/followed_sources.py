"""The sources of all libraries, for the engine: listed, given patterns of what is left out, and followed if wanted."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ragdesk.engine.documents.ignore_rules import check_patterns
from ragdesk.engine.events_bus import EventBus
from ragdesk.engine.following.follower import Follower
from ragdesk.engine.jobs.job_runner import JobRunner
from ragdesk.engine.path_text import as_text
from ragdesk.engine.storage.sources import Sources, StoredSource
from ragdesk.engine.stores import Stores
from ragdesk.protocol.engine_records import JobRecord, SourceRecord
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.events import SourcesChanged
from ragdesk.protocol.records import LibraryId


class FollowedSources:
    """No thread runs before `follow`: an engine that lives for one call follows nothing."""

    def __init__(self, stores: Stores, jobs: JobRunner, events: EventBus) -> None:
        self._stores = stores
        self._jobs = jobs
        self._events = events
        self._sources = Sources(stores.database)
        self._follower: Follower | None = None

    def follow(self, is_wanted: bool) -> None:
        """Follow from now on, or no longer; a second call changes nothing. From one thread at a time."""
        if not is_wanted:
            self.close()
        elif self._follower is None:
            self._follower = Follower(
                self._stores,
                lambda library, paths: self._jobs.submit(library, "follow", paths),
                self._events,
                is_held_back=self._has_waiting_job,
            )
            self._follower.start()

    def look_again(self) -> None:
        """Sources were added or removed."""
        if follower := self._follower:
            follower.look_again()

    def records(self, library: LibraryId) -> list[SourceRecord]:
        """The sources of a library, by path."""
        follower = self._follower
        return self._sources.records(library, follower.states() if follower else {})

    def set_ignored(self, library: LibraryId, source: str, patterns: Sequence[str]) -> JobRecord:
        """See EngineApi."""
        found = self._find(library, source)
        if not found.is_folder:
            raise BadRequest(f"“{found.path}” is a single file, so nothing below it can be left out.", "Name a folder.")
        checked = check_patterns(patterns)
        with self._stores.database.transaction():
            self._sources.set_ignored(found.id, checked)
        self._events.tell(SourcesChanged(found.library_name))
        self.look_again()
        return self._jobs.submit(library, "follow", [Path(found.path)])

    def close(self) -> None:
        """End following."""
        follower, self._follower = self._follower, None
        if follower:
            follower.close()

    def _find(self, library: LibraryId, source: str) -> StoredSource:
        found = self._sources.find(library, as_text(Path(os.path.abspath(source))))
        if found:
            return found
        known = ", ".join(one.path for one in self._sources.of(library)) or "none"
        raise BadRequest(f"“{source}” was not added to the library.", f"Folders and files that were added: {known}.")

    def _has_waiting_job(self, library: LibraryId) -> bool:
        """Whether earlier changes have not been begun with."""
        return any(
            job.library == library and job.kind == "follow" and job.state in ("waiting", "paused")
            for job in self._stores.jobs.unfinished()
        )
