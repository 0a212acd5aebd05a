"""One source as the follower sees it: looked for, watched, and compared with the catalogue from time to time."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ragdesk.engine.adding.find_changes import FindChanges
from ragdesk.engine.adding.same_file import stat_signature
from ragdesk.engine.adding.sources_of_library import SourceRoot, is_within_reach, source_root
from ragdesk.engine.following.drives import tells_of_changes
from ragdesk.engine.following.watching import CannotWatch, Watcher
from ragdesk.engine.path_text import as_text
from ragdesk.engine.storage.sources import Sources, StoredSource
from ragdesk.engine.stores import Stores
from ragdesk.protocol.engine_records import SourceState

PROBE_S = 10.0
SCAN_S = 300.0
_SPREAD = 0.2
"""Scans of several sources drift apart by up to this share of their distance."""

_ANSWERS_WITHIN_S = 5.0
_REST = 4.0
"""Between two scans lies at least this many times what the last one took, whatever was lost meanwhile."""


@dataclass(slots=True)
class Followed:
    """What is known of a source while it is followed."""

    source: StoredSource
    root: SourceRoot = field(init=False)
    state: SourceState = "unknown"
    probe_at: float = 0.0
    scan_at: float = 0.0
    is_lost: bool = False
    """It has to be watched anew."""
    _identity: tuple[int, int] | None = None
    _rests_until: float = 0.0
    _asking: threading.Thread | None = None
    _tried: dict[str, str | None] = field(default_factory=dict)
    """Files that failed for a reason that may pass, as they were when they were handed over for the last time."""

    def __post_init__(self) -> None:
        self.root = source_root(self.source)

    def forget_rules(self) -> None:
        """Ignore files were changed, or folders got other names."""
        self.root = source_root(self.source)

    def find_state(self, stores: Stores, watcher: Watcher | None, now: float) -> None:
        """Look whether the source is there, and watch it if that is not done yet. Sets `state`."""
        has_documents = stores.documents.has_any(self.source.library, self.source.path)
        if not self._is_there(has_documents):
            if watcher:
                watcher.unwatch(self.source.id)
            self.state, self._identity = "offline", None
            return
        identity = _identity(self.root.path)
        is_same = self.state in ("followed", "scanned") and identity == self._identity
        if is_same and self.is_lost and now < self._rests_until:
            self.probe_at = self._rests_until
        elif not is_same or self.is_lost:
            self._identity, self.is_lost, self.scan_at = identity, False, 0.0
            self.watch(watcher)

    def _is_there(self, has_documents: bool) -> bool:
        """A network drive whose server is gone may not answer for ever; it is asked by a thread of its own."""
        path, is_folder = self.root.path, self.root.is_folder
        if tells_of_changes(path):
            return is_within_reach(path, is_folder, has_documents)
        if self._asking and self._asking.is_alive():
            return False
        answers: list[bool] = []
        self._asking = threading.Thread(
            target=lambda: answers.append(is_within_reach(path, is_folder, has_documents)), daemon=True
        )
        self._asking.start()
        self._asking.join(_ANSWERS_WITHIN_S)
        return answers == [True]

    def watch(self, watcher: Watcher | None) -> None:
        """Have its changes told, where the system can; else it is scanned only."""
        self.state = "scanned"
        if watcher and tells_of_changes(self.root.path):
            try:
                watcher.watch(self.root)
                self.state = "followed"
            except CannotWatch:
                watcher.unwatch(self.source.id)

    def scan(self, stores: Stores, sources: Sources, is_closing: Callable[[], bool]) -> Sequence[Path]:
        """Compare the whole source with the catalogue; what has to be handed over."""
        find = FindChanges(stores.documents, self.source.library, stores.database.path.parent)
        looking = find.look(self.root.path, True) if self.root.is_folder else find.look_at_changes([self.root.path])
        for _ in looking:
            if is_closing():
                return ()
        if find.out_of_reach:
            return ()
        with stores.database.transaction():
            sources.note_scanned(self.source.id)
        found = find.differences(even_waiting=stores.jobs.rests(self.source.library))
        return [path for path in found if not (find.was_read_in_vain(path) and self._was_tried(path))]

    def _was_tried(self, path: Path) -> bool:
        text, signature = as_text(path), stat_signature(path)
        if signature is not None and self._tried.get(text) == signature:
            return True
        self._tried[text] = signature
        return False

    def scanned(self, began: float, now: float, distance_s: float) -> None:
        """Set when it is scanned again."""
        distance_s *= 1 + random.uniform(-_SPREAD, _SPREAD) / 2
        self._rests_until = now + max(1.0, _REST * (now - began))
        self.scan_at = max(now + distance_s, self._rests_until)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return (status.st_dev, status.st_ino)
