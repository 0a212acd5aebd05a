"""Step 1 of adding: what is new, changed, gone or the same below the paths that the user chose."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from ragdesk.engine.adding.same_file import is_same
from ragdesk.engine.adding.sources_of_library import (
    SourceRoot,
    SourcesOfLibrary,
    chosen_path,
    exists,
    is_own_file,
    is_within_reach,
)
from ragdesk.engine.documents.find_files import FoundFile, find_files, find_inside, holds_files
from ragdesk.engine.path_text import as_text, at_or_below, text_is_below
from ragdesk.engine.storage.documents import Documents, StoredDocument
from ragdesk.engine.storage.sources import Sources, left_out_key
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.records import DocumentId, LibraryId


@dataclass(slots=True)
class Changes:
    """What has to be done. A file that is the same as before and was fully read costs nothing."""

    to_read: list[tuple[StoredDocument, FoundFile]] = field(default_factory=list)
    problems: list[tuple[StoredDocument, FoundFile]] = field(default_factory=list)
    unchanged: list[DocumentId] = field(default_factory=list)
    gone: list[StoredDocument] = field(default_factory=list)
    new: set[DocumentId] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Walked:
    """A path that was looked at, and what was found there. `source` is None where the user has just chosen it."""

    root: Path
    is_folder: bool
    files: list[FoundFile]
    source: int | None = None
    is_asked: bool = False
    """The user has just said that it is to be in the library."""

    @property
    def unreadable(self) -> list[str]:
        return [as_text(file.path) for file in self.files if file.problem and file.problem.code == "unreadable"]


class FindChanges:
    """Compares files with the catalogue, and notes in it everything that has to be read."""

    def __init__(self, documents: Documents, library: LibraryId, data_dir: Path, job: int = 0) -> None:
        """`job`: the number of the one for which it looks, which tells what the user removed since it was asked for."""
        self._documents = documents
        self._data_dir = data_dir
        self._library = library
        self._stored_sources = Sources(documents.database)
        self._sources = SourcesOfLibrary(self._stored_sources.of(library))
        self._job = job
        self._left_out = self._stored_sources.left_out(library)
        self._known: dict[str, StoredDocument] = {}
        self._knows_all = False
        self.out_of_reach: list[Path] = []
        self._walked: list[_Walked] = []
        self._vanished: list[str] = []
        self._reachable: dict[Path, bool] = {}
        self._found = 0
        self._seen: set[str] = set()
        self._changes = Changes()

    def look(self, path: Path, resumed: bool) -> Iterator[int]:
        """Walk one path, writing nothing yet; yields the number of files found so far.

        A path that is out of reach is refused, unless it is left over from an interrupted job: then it stays so.
        """
        self._know_all()
        root = chosen_path(path)
        if resumed and self._is_inside(root):
            if self._is_reachable(self._sources.covering(root)[0]):
                yield from self._look_at(root)
            else:
                self.out_of_reach.append(path)
            return
        try:
            walked = _Walked(root, root.is_dir(), [], is_asked=not resumed)
            source = self._sources.at(root)
            found = find_files(root, source.rules if source else None)
            yield from self._walk(walked, found if walked.is_folder else _named(root, found))
        except BadRequest:
            if not resumed:
                raise
            self.out_of_reach.append(path)
            return
        self._walked.append(walked)

    def look_at_changes(self, paths: Sequence[Path]) -> Iterator[int]:
        """Look at files and folders of which something told that they came, changed or went; writes nothing yet.

        Nothing is refused. What no longer belongs to a source is passed over, and so is a source out of reach.
        """
        if len(paths) > _ASKED_ONE_BY_ONE:
            self._know_all()
        for path in paths:
            if not self._knows_all:
                self._known |= self._documents.at_or_below(self._library, as_text(path))
            with suppress(BadRequest):  # an emptied folder: its documents stay
                yield from self._look_at(path)

    def _look_at(self, path: Path) -> Iterator[int]:
        covering = [root for root in self._sources.covering(path) if self._is_reachable(root)]
        if not covering:
            return
        is_folder = os.path.isdir(path) and (not os.path.islink(path) or self._sources.at(path) is not None)
        root = next((root for root in covering if root.keeps(path, is_folder)), None)
        if root is None or not exists(path):
            self._vanished.append(as_text(path))
            return
        walked = _Walked(path, is_folder, [], root.id)
        found = find_inside(path, root.rules) if root.is_folder else _named(path, find_files(path))
        yield from self._walk(walked, found)
        self._walked.append(walked)

    def _is_inside(self, path: Path) -> bool:
        """Whether it is a folder of a source, or went from there: told of by a watcher, and no source of its own."""
        is_told = self._sources.keeping(path, True) is not None and self._sources.at(path) is None
        return is_told and (path.is_dir() or not exists(path))

    def _is_reachable(self, root: SourceRoot) -> bool:
        if root.path not in self._reachable:
            has_documents = self._documents.has_any(self._library, as_text(root.path))
            self._reachable[root.path] = is_within_reach(root.path, root.is_folder, has_documents)
        return self._reachable[root.path]

    def _know_all(self) -> None:
        if not self._knows_all:
            self._known = self._documents.by_path(self._library)
            self._knows_all = True

    def _know_anew(self) -> None:
        """Documents may have been removed while files were looked at, and their numbers be those of others by now."""
        self._left_out = self._stored_sources.left_out(self._library)
        if self._knows_all:
            self._known = self._documents.by_path(self._library)
            return
        self._known = {}
        for path in (*(as_text(walked.root) for walked in self._walked), *self._vanished):
            self._known |= self._documents.at_or_below(self._library, path)

    def _walk(self, walked: _Walked, found: Iterator[FoundFile]) -> Iterator[int]:
        root = walked.root
        for file in found:
            if not is_own_file(file.path, self._data_dir, self._top(root)):
                walked.files.append(file)
                self._found += 1
                yield self._found
        if walked.is_folder and not walked.files and (walked.source is None or self._sources.at(root)):
            self._refuse_emptied(root)

    def _top(self, path: Path) -> Path:
        """The highest source that holds the path, or the path itself where it is new."""
        covering = self._sources.covering(path)
        return covering[0].path if covering else path

    def _refuse_emptied(self, root: Path) -> None:
        """The place of a drive that is not plugged in is an empty folder too; its documents must not be lost."""
        held = sum(text_is_below(path, as_text(root)) for path in self._known)
        if held and not holds_files(root):
            raise BadRequest(
                f"The folder {as_text(root)} is empty now, but {held} of its documents are in the library;"
                " they were kept.",
                "If it lies on a drive or a network, connect that. If you emptied it, say so: ragdesk remove FOLDER",
            )

    def compare(self) -> Changes:
        """Compare everything that was looked at with the catalogue. Belongs into a transaction."""
        self._know_anew()
        kept = {None, *(source.id for source in self._stored_sources.of(self._library))}
        for walked in (one for one in self._walked if one.source in kept):  # others were removed meanwhile
            source = walked.source or self._source_of(walked)
            for file in walked.files:
                if not self._is_left_out(file, walked.is_asked):
                    self._compare(source, file)
        for path in self._gone():
            self._changes.gone.append(self._known[path])
        return self._changes

    def differences(self, even_waiting: bool = False) -> list[Path]:
        """What `compare` would find, by path; nothing is noted.

        Documents that wait to be read already are named only where one wants to know of them, too.
        """
        changed: list[Path] = []
        for walked in self._walked:
            for file in walked.files:
                path = as_text(file.path)
                if self._left_out and left_out_key(path) in self._left_out:
                    continue
                known = self._known_at(path)
                if path not in self._seen and not (known and _needs_nothing(known, file, even_waiting)):
                    changed.append(file.path)
                self._seen.add(path)
        return [*changed, *map(Path, self._gone())]

    def was_read_in_vain(self, path: Path) -> bool:
        """Whether it could not be read the last time, for a reason that may pass, or because the job failed."""
        known = self._known.get(as_text(path))
        return known is not None and (known.status == "waiting" or not known.stat_signature)

    def _source_of(self, walked: _Walked) -> int:
        """A chosen file in an added folder belongs to that, unless it is left out there."""
        holder = None if walked.is_folder else self._sources.keeping(walked.root, False)
        return holder.id if holder else self._documents.ensure_source(
            self._library, as_text(walked.root), walked.is_folder
        )  # fmt: skip

    def _is_left_out(self, file: FoundFile, is_asked: bool) -> bool:
        """Whether the user removed it, and has not added it, or what it lies in, since."""
        path = as_text(file.path)
        after_job = self._left_out.get(left_out_key(path)) if self._left_out else None
        if after_job is None:
            return False
        if is_asked and after_job < self._job:
            self._stored_sources.take_in_again(self._library, path)
            return False
        return True

    def _compare(self, source: int, file: FoundFile) -> None:
        path = as_text(file.path)
        if path in self._seen:
            return
        self._seen.add(path)
        known = self._known_at(path)
        if known and (known.is_excluded or (known.status != "waiting" and is_same(known, file))):
            self._changes.unchanged.append(known.id)
            return
        self._documents.note_waiting(self._library, source, path, file.size_bytes, file.mtime_ns)
        document = known or self._stored(path)
        if not known:
            self._changes.new.add(document.id)
        if file.problem:
            self._changes.problems.append((document, file))
        else:
            self._changes.to_read.append((document, file))

    def _known_at(self, path: str) -> StoredDocument | None:
        if path not in self._known and not self._knows_all:
            self._known |= self._documents.at_or_below(self._library, path)
        return self._known.get(path)

    def _stored(self, path: str) -> StoredDocument:
        document = self._documents.id_of(self._library, path)
        return StoredDocument(document, path, None, None, None, 0, "waiting")

    def _gone(self) -> list[str]:
        """Documents at or below what was looked at that were not found there any more, each once.

        A folder that could not be looked into keeps its documents: they may only be out of reach.
        """
        looked_at = [(as_text(walked.root), walked.unreadable) for walked in self._walked]
        looked_at += [(path, []) for path in self._vanished]
        known = sorted(self._known)
        gone: dict[str, None] = {}
        for top, unreadable in looked_at:
            for path in at_or_below(top, known):
                out_of_reach = any(text_is_below(path, folder) for folder in unreadable)
                if path not in self._seen and not out_of_reach and not self._is_held(path, top):
                    gone[path] = None
        return list(gone)

    def _is_held(self, path: str, top: str) -> bool:
        """Whether another source, inside the one that was looked at, goes on holding the file."""
        inner = [root for root in self._sources.covering(Path(path)) if text_is_below(as_text(root.path), top)]
        return any(root.keeps(Path(path), False) for root in inner) and os.path.lexists(path)


_ASKED_ONE_BY_ONE = 50
"""Paths; for more of them the whole catalogue of the library is read at once."""


def _named(path: Path, found: Iterator[FoundFile]) -> Iterator[FoundFile]:
    """A file that was added by itself goes by the path that the user gave, whatever links lead there."""
    return (replace(file, path=path) for file in found)


def _needs_nothing(known: StoredDocument, file: FoundFile, even_waiting: bool) -> bool:
    if known.is_excluded:
        return True
    return not even_waiting if known.status == "waiting" else is_same(known, file)
