"""Which source of a library a path belongs to, and whether that source can be reached and leaves the path out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ragdesk.engine.documents.find_files import holds_files
from ragdesk.engine.documents.ignore_rules import IgnoreRules, is_litter
from ragdesk.engine.storage.sources import StoredSource


@dataclass(slots=True)
class SourceRoot:
    """One source with its rules, as they are read at first use."""

    id: int
    path: Path
    is_folder: bool
    rules: IgnoreRules

    def covers(self, path: Path) -> bool:
        """Whether the path is the source itself or lies below it."""
        return path == self.path or (self.is_folder and path.is_relative_to(self.path))

    def keeps(self, path: Path, is_folder: bool) -> bool:
        """Whether a covered path is not left out. What the user added by name is never left out."""
        return path == self.path or not self.rules.leave_out(path, is_folder)


@dataclass(slots=True)
class SourcesOfLibrary:
    """All sources of a library."""

    stored: Sequence[StoredSource]
    roots: list[SourceRoot] = field(init=False)

    def __post_init__(self) -> None:
        self.roots = [source_root(one) for one in sorted(self.stored, key=lambda one: len(one.path))]

    def at(self, path: Path) -> SourceRoot | None:
        """The source that was added with that very path."""
        return next((root for root in self.roots if root.path == path), None)

    def covering(self, path: Path) -> list[SourceRoot]:
        """Sources at the path or above it, the highest first."""
        return [root for root in self.roots if root.covers(path)]

    def keeping(self, path: Path, is_folder: bool) -> SourceRoot | None:
        """The highest source that covers the path and does not leave it out."""
        return next((root for root in self.covering(path) if root.keeps(path, is_folder)), None)


def source_root(source: StoredSource) -> SourceRoot:
    """The source with its rules."""
    path = Path(source.path)
    return SourceRoot(source.id, path, source.is_folder, IgnoreRules(path, source.ignore))


def is_within_reach(path: Path, is_folder: bool, has_documents: bool) -> bool:
    """Whether what lies there is the source, and not merely the place of a drive that is not connected.

    That place is an empty folder. So a folder counts as out of reach if it is empty and its documents are in the
    library. A single file that is gone from its folder was deleted if the folder holds anything else; out of an empty
    folder it may have gone with its drive, and its text is not worth that risk: `ragdesk remove` forgets it.
    """
    try:
        if is_folder:
            return path.is_dir() and (holds_files(path) or not has_documents)
        return os.path.lexists(path) or any(not is_litter(name) for name in os.listdir(path.parent))
    except (OSError, ValueError):
        return False


def exists(path: Path) -> bool:
    """Whether anything is there, readable or not."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True
    return True


def chosen_path(path: Path) -> Path:
    """The absolute path; a link to a file stands for the file, which may lie in an added folder."""
    absolute = os.path.abspath(path)
    leads_to_file = os.path.islink(absolute) and os.path.isfile(absolute)
    return Path(os.path.realpath(absolute) if leads_to_file else absolute)


def is_own_file(path: Path, data_dir: Path, root: Path) -> bool:
    """Whether a path below `root` is ragdesk's own, where the data folder lies in a source.

    A data folder inside a source is ragdesk's altogether. One that is the source itself, or lies above it, is a
    folder of the user's, who chose it as the data folder, too: then only our own names in it are ours.
    """
    if not path.is_relative_to(data_dir):
        return False
    if data_dir != root and data_dir.is_relative_to(root):
        return True
    parts = path.relative_to(data_dir).parts
    if not parts or parts[0] in _OWN_NAMES or parts[0].startswith(_OWN_STARTS):
        return True
    return parts[0] == "backups" and parts[-1].startswith("catalogue")


_OWN_NAMES = frozenset({"index", "owner.lock", "settings.toml", "connections.jsonl"})
_OWN_STARTS = (
    "catalogue.db", "catalogue.made", "catalogue.sums", "catalogue-before-", "catalogue-damaged-",
    "catalogue-replaced-",
    "engine.json", "engine.sock", "engine.log", "engine.crash.log", "engine.start.lock", "engine.work", "settings.new",
)  # fmt: skip
