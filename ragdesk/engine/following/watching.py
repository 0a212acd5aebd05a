"""What a watcher of folders does, and whom it tells. One for Linux, one for other systems; chosen here."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

from ragdesk.engine.adding.sources_of_library import SourceRoot


class CannotWatch(Exception):
    """The system tells nothing of that source: its limits are reached, or it cannot for such a drive."""


class Heard(Protocol):
    """Told by a watcher, from a thread of its own; must return at once. `source` is the number given to `watch`."""

    def changed(self, source: int, path: Path, is_folder: bool) -> None:
        """Something came, changed or went there, or had its name or rights changed."""

    def lost(self, source: int) -> None:
        """The source itself went, or not everything was told: it has to be watched anew and scanned."""


class Watcher(Protocol):
    """Tells of changes of contents and names, never of mere reading."""

    def watch(self, root: SourceRoot) -> None:
        """Tell of everything below from now on. Raises CannotWatch."""

    def unwatch(self, source: int) -> None:
        """No more of this source; one that is not watched is no error."""

    def close(self) -> None:
        """Ends its threads."""


def open_watcher(heard: Heard) -> Watcher:
    """The watcher of this system. Raises CannotWatch."""
    if sys.platform.startswith("linux"):
        from ragdesk.engine.following.inotify_watcher import InotifyWatcher

        return InotifyWatcher(heard)
    from ragdesk.engine.following.observer_watcher import ObserverWatcher

    return ObserverWatcher(heard)
