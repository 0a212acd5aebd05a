"""Watches folders through watchdog's observer: on Windows and macOS, where one handle tells of a whole tree."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from ragdesk.engine.adding.sources_of_library import SourceRoot
from ragdesk.engine.following.watching import CannotWatch, Heard

_WANTED: list[type[FileSystemEvent]] = [
    DirCreatedEvent, DirDeletedEvent, DirMovedEvent, FileClosedEvent, FileCreatedEvent, FileDeletedEvent,
    FileModifiedEvent, FileMovedEvent,
]  # fmt: skip
"""Nothing that mere reading causes, and no "modified" of folders, which is told for everything in them."""


class ObserverWatcher:
    """See Watcher."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._watches: dict[int, tuple[ObservedWatch, _Handler]] = {}
        self._observer = Observer()
        self._observer.name = "ragdesk-watcher"
        try:
            self._observer.start()
        except OSError as problem:
            raise CannotWatch(repr(problem)) from problem

    def watch(self, root: SourceRoot) -> None:
        """See Watcher."""
        self.unwatch(root.id)
        top = root.path if root.is_folder else root.path.parent
        handler = _Handler(root, self._heard)
        try:
            watch = self._observer.schedule(handler, os.fspath(top), recursive=root.is_folder, event_filter=_WANTED)
        except (OSError, RuntimeError) as problem:
            raise CannotWatch(repr(problem)) from problem
        self._watches[root.id] = (watch, handler)

    def unwatch(self, source: int) -> None:
        """See Watcher."""
        watch, handler = self._watches.pop(source, (None, None))
        if watch is None or handler is None:
            return
        with suppress(KeyError, OSError, RuntimeError):  # it went with its folder
            if any(other == watch for other, _ in self._watches.values()):  # the same folder in another library
                self._observer.remove_handler_for_watch(handler, watch)
            else:
                self._observer.unschedule(watch)

    def close(self) -> None:
        """See Watcher."""
        self._watches.clear()
        self._observer.stop()
        self._observer.join(1)


class _Handler(FileSystemEventHandler):
    """Called by the observer's thread; must not raise."""

    def __init__(self, root: SourceRoot, heard: Heard) -> None:
        self._root = root
        self._heard = heard
        self._real = Path(os.path.realpath(root.path))

    def on_any_event(self, event: FileSystemEvent) -> None:
        for told in (event.src_path, event.dest_path):
            if not told:
                continue
            path = self._named(Path(os.fsdecode(told)))
            if path == self._root.path and isinstance(event, (DirDeletedEvent, DirMovedEvent)):
                self._heard.lost(self._root.id)
            elif self._root.covers(path):
                self._heard.changed(self._root.id, path, event.is_directory)

    def _named(self, path: Path) -> Path:
        """macOS tells paths without links; documents go by the path that the user gave."""
        is_real = path.is_relative_to(self._real) and not path.is_relative_to(self._root.path)
        return self._root.path / path.relative_to(self._real) if is_real else path
