"""Watches folders on Linux through watchdog's inotify reader, folder by folder, without those that are left out.

watchdog's own recursive observer passes over folders for which the system has no watches left, watches ignored folders
too, keeps a lost event to itself, and takes a thread for each source; so only its reader is used.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from watchdog.observers.inotify_c import (
    CallbackId,
    InotifyConstants,
    InotifyEvent,
    InotifyFD,
    Mask,
    WatchDescriptor,
)

from ragdesk.engine.adding.sources_of_library import SourceRoot
from ragdesk.engine.following.watching import CannotWatch, Heard

_log = logging.getLogger(__name__)

_CAME = InotifyConstants.IN_CREATE | InotifyConstants.IN_MOVED_TO
_ITSELF = InotifyConstants.IN_DELETE_SELF | InotifyConstants.IN_MOVE_SELF
_ROOT = Mask(
    _CAME | _ITSELF | InotifyConstants.IN_MOVED_FROM | InotifyConstants.IN_DELETE | InotifyConstants.IN_MODIFY
    | InotifyConstants.IN_CLOSE_WRITE | InotifyConstants.IN_ATTRIB | InotifyConstants.IN_EXCL_UNLINK
    | InotifyConstants.IN_ONLYDIR
)  # fmt: skip
"""No IN_OPEN, IN_ACCESS, IN_CLOSE_NOWRITE: our own reading would be told as a change."""
_BELOW = Mask(_ROOT | InotifyConstants.IN_DONT_FOLLOW)


class _Reader(InotifyFD):
    """Tells of lost events instead of logging them."""

    def __init__(self, overflowed: Callable[[], None]) -> None:
        super().__init__()
        self._overflowed = overflowed

    def handle_event(self, event: InotifyEvent) -> None:
        if event.is_queue_overflow:
            self._overflowed()
        else:
            super().handle_event(event)


class InotifyWatcher:
    """See Watcher. One thread for all sources."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._trees: dict[int, _Tree] = {}
        self._numbers = count()
        try:
            self._reader = _Reader(self.overflowed)
        except OSError as problem:
            raise CannotWatch(repr(problem)) from problem
        self._reader.name = "ragdesk-watcher"
        self._reader.start()

    def watch(self, root: SourceRoot) -> None:
        """See Watcher."""
        self.unwatch(root.id)
        tree = _Tree(self._reader, root, self._heard, self._numbers)
        self._trees[root.id] = tree
        try:
            tree.begin()
        except OSError as problem:
            self.unwatch(root.id)
            raise CannotWatch(repr(problem)) from problem

    def unwatch(self, source: int) -> None:
        """See Watcher."""
        if tree := self._trees.pop(source, None):
            tree.end()

    def overflowed(self) -> None:
        """Events were lost, nobody knows whose; new folders may be among them."""
        for source in list(self._trees):
            self._heard.lost(source)

    def close(self) -> None:
        """See Watcher."""
        for source in list(self._trees):
            self.unwatch(source)
        self._reader.stop()
        self._reader.join(1)


class _Tree:
    """The watched folders of one source. Its `on_...` are called by the reader's thread."""

    def __init__(self, reader: InotifyFD, root: SourceRoot, heard: Heard, numbers: Iterator[int]) -> None:
        self._reader = reader
        self._root = root
        self._heard = heard
        self._top = root.path if root.is_folder else root.path.parent
        self._numbers = numbers
        self._lock = threading.RLock()
        self._folders: dict[WatchDescriptor, tuple[Path, CallbackId]] = {}
        self._is_over = False

    def begin(self) -> None:
        """Watch the source and its folders. Raises OSError where the system's limits are reached."""
        with self._lock:
            self._add(self._top, _ROOT)
            if self._root.is_folder:
                self._add_folders_in(self._top)

    def end(self) -> None:
        with self._lock:
            self._is_over = True
            watched = [(folder, number) for folder, (_, number) in self._folders.items()]
            self._folders.clear()
            self._reader.remove_callbacks(watched)

    def on_event(self, event: InotifyEvent) -> None:
        """Must not raise: it would end the reader's thread."""
        try:
            with self._lock:
                folder, _ = self._folders.get(event.wd, (None, None))
                if folder is not None and not self._is_over:
                    self._tell(event, folder)
        except OSError:  # the system's limits
            self._heard.lost(self._root.id)
        except Exception:
            _log.exception("A source is watched anew after an unexpected error")
            self._heard.lost(self._root.id)

    def on_watch_deleted(self, wd: WatchDescriptor) -> None:
        with self._lock:
            folder, _ = self._folders.pop(wd, (None, None))
            if folder == self._top and not self._is_over:
                self._heard.lost(self._root.id)

    def on_queue_overflow(self) -> None:
        self._heard.lost(self._root.id)

    def _tell(self, event: InotifyEvent, folder: Path) -> None:
        if event.mask & _ITSELF:
            if folder == self._top:
                self._heard.lost(self._root.id)
            return
        path = folder / os.fsdecode(event.name) if event.name else folder
        is_folder = bool(event.mask & InotifyConstants.IN_ISDIR)
        if not self._root.is_folder:
            if path == self._root.path:
                self._heard.changed(self._root.id, path, is_folder)
            return
        if is_folder and event.is_moved_from:
            self._forget(path)
        if is_folder and event.mask & _CAME and self._is_wanted(path):
            self._add(path, _BELOW)
            self._add_folders_in(path)
        self._heard.changed(self._root.id, path, is_folder)

    def _add_folders_in(self, top: Path) -> None:
        waiting = [top]
        while waiting:
            inside = _folders_in(waiting.pop())
            waiting.extend(folder for folder in inside if self._is_wanted(folder) and self._add(folder, _BELOW))

    def _is_wanted(self, folder: Path) -> bool:
        return not self._root.rules.leave_out(folder, is_folder=True)

    def _add(self, folder: Path, mask: Mask) -> bool:
        """Whether the folder is watched now and was not before; one that went or is closed to us is passed over."""
        if not os.access(folder, os.R_OK) or self._is_over:
            return False
        path = os.fsencode(folder)
        try:
            number = CallbackId(next(self._numbers))
            watched = self._reader.add_callback(path, mask, self, number)
        except (FileNotFoundError, NotADirectoryError):
            return False
        before = self._folders.get(watched)
        self._folders[watched] = (folder, number)
        if before:  # the same folder, maybe under another name: told once from now on
            self._reader.remove_callbacks([(watched, before[1])])
        return before is None

    def _forget(self, top: Path) -> None:
        gone = [(wd, number) for wd, (folder, number) in self._folders.items() if folder.is_relative_to(top)]
        for wd, _ in gone:
            del self._folders[wd]
        self._reader.remove_callbacks(gone)


def _folders_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as listing:
            return [Path(entry.path) for entry in listing if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []
