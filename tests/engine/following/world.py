"""A folder that is followed for real: catalogue, watcher, files are real; jobs only note what they would read."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ragdesk.engine.adding.find_changes import FindChanges
from ragdesk.engine.adding.same_file import RECIPE, stat_signature
from ragdesk.engine.events_bus import EventBus
from ragdesk.engine.following.follower import Follower, Times
from ragdesk.engine.storage.sources import Sources
from ragdesk.engine.stores import Stores
from ragdesk.protocol.engine_records import SourceState
from ragdesk.protocol.records import LibraryId

SEEN_WITHIN_S = 5.0
FAST = Times(probe_s=0.1, list_s=0.1, pace_s=0.05, quiet_s=0.25, longest_s=1.0)
"""The real quiet of a second would make these tests long; one test has the real times."""


@dataclass(frozen=True)
class DoneJob:
    """What one job was about: names below the folder."""

    paths: tuple[str, ...]
    read: frozenset[str]
    gone: frozenset[str]


@dataclass
class World:
    """One library with one source. Every wait ends when it happens, and fails after the 5 s that are promised."""

    stores: Stores
    folder: Path
    library: LibraryId
    events: EventBus = field(default_factory=EventBus)
    jobs: list[DoneJob] = field(default_factory=list)
    is_held_back: bool = False
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _followers: list[Follower] = field(default_factory=list)

    def write(self, name: str, text: str = "words") -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def add(self, *paths: Path) -> None:
        """What `ragdesk add` does, without reading."""
        find = FindChanges(self.stores.documents, self.library, self.stores.database.path.parent, sys.maxsize)
        for path in paths or (self.folder,):
            list(find.look(path, False))
        self._note(self.library, find, paths)

    def submit(self, library: LibraryId, paths: Sequence[Path]) -> None:
        find = FindChanges(self.stores.documents, library, self.stores.database.path.parent)
        list(find.look_at_changes(paths))
        job = self._note(library, find, paths)
        with self._changed:
            self.jobs.append(job)
            self._changed.notify_all()

    def _note(self, library: LibraryId, find: FindChanges, paths: Sequence[Path]) -> DoneJob:
        documents = self.stores.documents
        with self.stores.database.transaction():
            changes = find.compare()
            for document, file in changes.to_read + changes.problems:
                documents.note_unread(library, document.id, "skipped", "no_text", "", stat_signature(file.path), RECIPE)
            documents.remove(library, [document.id for document in changes.gone])
        read = frozenset(self.name(Path(document.path)) for document, _ in changes.to_read)
        gone = frozenset(self.name(Path(document.path)) for document in changes.gone)
        return DoneJob(tuple(self.name(path) for path in paths), read, gone)

    def name(self, path: Path) -> str:
        return path.relative_to(self.folder.parent).as_posix().removeprefix(self.folder.name + "/")

    def follow(self, **given: object) -> Follower:
        """Starts following and waits until the first scan of every source is done."""
        before = {source.id: source.scanned_at for source in self.sources}
        times = given.pop("times", FAST)
        follower = Follower(
            self.stores, self.submit, self.events,
            is_held_back=lambda _: self.is_held_back, times=times, **given,  # type: ignore[arg-type]
        )  # fmt: skip
        self._followers.append(follower)
        with self.stores.database.transaction():
            self.stores.database.execute("UPDATE sources SET scanned_at = NULL")
        follower.start()
        self.until(lambda: all(source.scanned_at or source.is_offline for source in self.sources) and bool(before))
        return follower

    @property
    def sources(self) -> list[object]:
        return list(Sources(self.stores.database).all())

    def states(self) -> list[SourceState]:
        return list(self._followers[-1].states().values())

    def until(self, happened: Callable[[], bool], within_s: float = SEEN_WITHIN_S) -> None:
        ends = time.monotonic() + within_s
        while not happened():
            assert time.monotonic() < ends, f"not within {within_s} s; jobs so far: {self.jobs}"
            with self._changed:
                self._changed.wait(0.02)

    def documents(self) -> set[str]:
        return {self.name(Path(path)) for path in self.stores.documents.by_path(self.library)}

    def close(self) -> None:
        for follower in self._followers:
            follower.close()
        self.stores.close()
