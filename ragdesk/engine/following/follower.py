"""Follower: sees what changes below the sources of all libraries, and hands it over as jobs."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ragdesk.engine.adding.find_changes import FindChanges
from ragdesk.engine.adding.sources_of_library import is_own_file
from ragdesk.engine.documents.ignore_rules import IGNORE_FILE, is_litter
from ragdesk.engine.events_bus import EventBus
from ragdesk.engine.following.few_paths import few_paths
from ragdesk.engine.following.scanner import PROBE_S, SCAN_S, Followed
from ragdesk.engine.following.settling import LONGEST_S, QUIET_S, Settling
from ragdesk.engine.following.watching import CannotWatch, Heard, Watcher, open_watcher
from ragdesk.engine.jobs.low_priority import lower_this_thread
from ragdesk.engine.path_text import as_text
from ragdesk.engine.storage.sources import Sources
from ragdesk.engine.stores import Stores
from ragdesk.protocol.engine_records import SourceState
from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.events import SourcesChanged
from ragdesk.protocol.records import LibraryId

_log = logging.getLogger(__name__)

Submit = Callable[[LibraryId, Sequence[Path]], object]
"""Queues a job of kind "follow" that looks at these paths."""

_RETRY_S = 10.0
"""After a job could not be queued, as on a full disk."""


@dataclass(frozen=True, slots=True)
class Times:
    """How often sources are looked for and scanned, the list of sources is read, and changes are looked at."""

    probe_s: float = PROBE_S
    scan_s: float = SCAN_S
    list_s: float = 2.0
    pace_s: float = 0.2
    quiet_s: float = QUIET_S
    longest_s: float = LONGEST_S


class Follower:
    """Watches every source that can be reached; scans all at start, every few minutes, and after lost events.

    A source that goes out of reach keeps its documents and is looked for until it is back. Never raises into others;
    `close` ends all threads within a second, but for one that waits for a network drive, which ends with the process.
    """

    def __init__(
        self,
        stores: Stores,
        submit: Submit,
        events: EventBus,
        *,
        is_held_back: Callable[[LibraryId], bool] = lambda _: False,
        watcher: Callable[[Heard], Watcher] = open_watcher,
        times: Times = Times(),
    ) -> None:
        """`is_held_back` says that a job of earlier changes still waits: later ones are kept until it has begun."""
        self._stores = stores
        self._sources = Sources(stores.database)
        self._submit = submit
        self._events = events
        self._is_held_back = is_held_back
        self._open_watcher = watcher
        self._times = times
        self._watcher: Watcher | None = None
        self._followed: dict[int, Followed] = {}
        self._lock = threading.Lock()
        self._settling: dict[LibraryId, Settling] = {}
        self._closing = threading.Event()
        self._something_changed = threading.Event()
        self._something_to_tend = threading.Event()
        self._threads = [
            threading.Thread(target=self._loop, args=(work, woken), name=f"ragdesk-{name}", daemon=True)
            for name, work, woken in (
                ("scanner", self._tend, self._something_to_tend),
                ("follower", self._hand_over, self._something_changed),
            )
        ]

    def start(self) -> None:
        """Begin; returns at once."""
        with suppress(CannotWatch):  # then everything is scanned
            self._watcher = self._open_watcher(self)
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """End; changes that were not handed over are found by the scan at the next start."""
        self._closing.set()
        self.look_again()
        self._something_changed.set()
        if self._watcher:
            self._watcher.close()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(1)

    def look_again(self) -> None:
        """Sources were added, removed, or got other rules."""
        self._something_to_tend.set()

    def states(self) -> dict[int, SourceState]:
        """How each source is followed, by its number."""
        return {number: followed.state for number, followed in list(self._followed.items())}

    # what a watcher tells

    def changed(self, source: int, path: Path, is_folder: bool) -> None:
        """See Heard."""
        followed = self._followed.get(source)
        if followed is None:
            return
        if path.name == IGNORE_FILE:
            self.lost(source)
        root = followed.root.path
        if path != root and (self._is_own(path, root) or any(map(is_litter, path.relative_to(root).parts))):
            return
        if is_folder:
            followed.forget_rules()
        with self._lock:
            self._settling_of(followed).note(os.fspath(path), time.monotonic())
        self._something_changed.set()

    def lost(self, source: int) -> None:
        """See Heard."""
        if followed := self._followed.get(source):
            followed.is_lost = True
            followed.probe_at = 0.0
            self.look_again()

    def _settling_of(self, followed: Followed) -> Settling:
        new = Settling(self._times.quiet_s, self._times.longest_s)
        return self._settling.setdefault(followed.source.library, new)

    def _is_own(self, path: Path, root: Path) -> bool:
        return is_own_file(path, self._stores.database.path.parent, root)

    # the two threads

    def _loop(self, work: Callable[[], float | None], woken: threading.Event) -> None:
        """`work` says after how many seconds it is due again, unless it is woken before; None: only then."""
        if woken is self._something_to_tend:
            lower_this_thread()  # it walks folders; what people are at goes first
        while not self._closing.is_set():
            woken.clear()
            try:
                wait_s = work()
            except RagdeskError as problem:
                _log.info("Following goes on after: %s (%s)", problem.message, problem.detail)
                wait_s = _RETRY_S
            except Exception:
                if self._closing.is_set():
                    return
                _log.exception("Following goes on after an unexpected error")
                wait_s = _RETRY_S
            woken.wait(wait_s)

    def _tend(self) -> float:
        self._refresh()
        for followed in list(self._followed.values()):
            if self._closing.is_set():
                break
            now = time.monotonic()
            if now >= followed.probe_at:
                followed.probe_at = now + self._times.probe_s
                self._probe(followed, now)
            if followed.state in ("followed", "scanned") and now >= followed.scan_at:
                self._scan(followed)
        return self._times.list_s

    def _refresh(self) -> None:
        stored = {source.id: source for source in self._sources.all()}
        for number in self._followed.keys() - stored.keys():
            del self._followed[number]
            if self._watcher:
                self._watcher.unwatch(number)
        for number, source in stored.items():
            known = self._followed.get(number)
            if known is None or known.source.path != source.path or known.source.library != source.library:
                self._followed[number] = Followed(source)
            elif known.source.ignore != source.ignore:
                known.source = source
                known.forget_rules()
                known.is_lost, known.probe_at = True, 0.0
            else:
                known.source = source

    def _probe(self, followed: Followed, now: float) -> None:
        before = followed.state
        if followed.is_lost:
            followed.forget_rules()
        followed.find_state(self._stores, self._watcher, now)
        if followed.state == before:
            return
        is_offline = followed.state == "offline"
        if is_offline != followed.source.is_offline:
            with self._stores.database.transaction():
                self._sources.note_offline(followed.source.id, is_offline)
        self._events.tell(SourcesChanged(followed.source.library_name))

    def _scan(self, followed: Followed) -> None:
        began = time.monotonic()
        followed.forget_rules()
        if followed.state == "scanned":
            followed.watch(self._watcher)  # the limit of the system may have been raised
        try:
            found = followed.scan(self._stores, self._sources, self._closing.is_set)
        finally:
            now = time.monotonic()
            followed.scanned(began, now, self._times.scan_s)
        if not found:
            return
        with self._lock:
            settling = self._settling_of(followed)
            if followed.state == "followed":
                settling.note_quiet(map(os.fspath, found), now)
            else:
                for path in found:
                    settling.note(os.fspath(path), now)
        self._something_changed.set()

    def _hand_over(self) -> float | None:
        for library, settling in list(self._settling.items()):
            if self._is_held_back(library):
                continue
            with self._lock:
                paths = settling.take(time.monotonic())
            if paths:
                self._hand_over_paths(library, paths)
        with self._lock:
            return self._times.pace_s if any(map(len, self._settling.values())) else None

    def _hand_over_paths(self, library: LibraryId, paths: Sequence[str]) -> None:
        followed = [one for one in list(self._followed.values()) if one.source.library == library]
        if not followed:
            return
        try:
            changed = self._really_changed(library, paths)
            if changed:
                roots = [one.root.path for one in followed if one.root.is_folder]
                self._submit(library, few_paths(paths, changed, roots))
        except BaseException:
            with self._lock:
                self._settling[library].note_quiet(paths, time.monotonic())
            raise

    def _really_changed(self, library: LibraryId, paths: Sequence[str]) -> list[Path]:
        """Without what is the same, is left out, came and went, or is being written to again."""
        find = FindChanges(self._stores.documents, library, self._stores.database.path.parent)
        for _ in find.look_at_changes([Path(path) for path in paths]):
            if self._closing.is_set():
                return []
        with self._lock:
            settling = self._settling[library]
            return [path for path in find.differences(even_waiting=True) if not settling.is_changing(as_text(path))]
