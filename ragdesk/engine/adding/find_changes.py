"""Step 1 of adding: what is new, changed, gone or the same below the paths that the user chose."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ragdesk.engine.documents.find_files import FoundFile, find_files
from ragdesk.engine.path_text import as_text
from ragdesk.engine.storage.documents import Documents, StoredDocument
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.records import DocumentId, LibraryId

RECIPE = 1
"""Raised whenever readers, splitter or headers change what they yield, so that documents are read again."""


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
    """A path that the user chose, and what was found below it."""

    root: Path
    is_folder: bool
    files: list[FoundFile]

    @property
    def unreadable(self) -> list[str]:
        return [as_text(file.path) for file in self.files if file.problem and file.problem.code == "unreadable"]


class FindChanges:
    """Compares files with the catalogue, and notes in it everything that has to be read."""

    def __init__(self, documents: Documents, library: LibraryId, data_dir: Path) -> None:
        self._documents = documents
        self._data_dir = data_dir
        self._library = library
        self._known = documents.by_path(library)
        self.out_of_reach: list[Path] = []
        self._walked: list[_Walked] = []
        self._found = 0
        self._seen: set[str] = set()
        self._changes = Changes()

    def look(self, path: Path, resumed: bool) -> Iterator[int]:
        """Walk one path, writing nothing yet; yields the number of files found so far.

        A path that is out of reach is refused, unless it is left over from an interrupted job: then it stays so.
        """
        root = _chosen(path)
        try:
            walked = _Walked(root, root.is_dir(), [])
            yield from self._walk(walked)
        except BadRequest:
            if not resumed:
                raise
            self.out_of_reach.append(path)
            return
        self._walked.append(walked)

    def _walk(self, walked: _Walked) -> Iterator[int]:
        root = walked.root
        for file in find_files(root):
            if not self._is_own(file.path):
                walked.files.append(file if walked.is_folder else replace(file, path=root))
                self._found += 1
                yield self._found
        if walked.is_folder and not walked.files:
            self._refuse_emptied(as_text(root))

    def _refuse_emptied(self, root: str) -> None:
        """The place of a drive that is not plugged in is an empty folder too; its documents must not be lost."""
        held = sum(path.startswith(root.rstrip(os.sep) + os.sep) for path in self._known)
        if held:
            raise BadRequest(
                f"The folder {root} is empty now, but {held} of its documents are in the library; they were kept.",
                "If it lies on a drive or a network, connect that. If you emptied it, say so: ragdesk remove FOLDER",
            )

    def compare(self) -> Changes:
        """Compare everything that was walked with the catalogue. Belongs into a transaction."""
        for walked in self._walked:
            root = as_text(walked.root)
            source = None if walked.is_folder else self._documents.source_covering(self._library, root)
            source = source or self._documents.ensure_source(self._library, root, walked.is_folder)
            for file in walked.files:
                self._compare(source, file)
            if walked.is_folder:
                self._note_gone(root, walked.unreadable)
        return self._changes

    def _is_own(self, path: Path) -> bool:
        """ragdesk's own files, where the data folder lies in an added one."""
        if not path.is_relative_to(self._data_dir):
            return False
        name = path.relative_to(self._data_dir).parts[0]
        is_own = name in ("index", "owner.lock", "catalogue.made")
        return is_own or name.startswith(("catalogue.db", "catalogue-before-"))

    def _compare(self, source: int, file: FoundFile) -> None:
        path = as_text(file.path)
        if path in self._seen:
            return
        self._seen.add(path)
        known = self._known.get(path)
        if known and self._is_same(known, file):
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

    def _is_same(self, known: StoredDocument, file: FoundFile) -> bool:
        if known.status == "waiting" or known.recipe != RECIPE:
            return False
        return known.stat_signature is not None and known.stat_signature == stat_signature(file.path)

    def _stored(self, path: str) -> StoredDocument:
        document = self._documents.id_of(self._library, path)
        return StoredDocument(document, path, None, None, None, 0, "waiting")

    def _note_gone(self, root: str, unreadable: Sequence[str]) -> None:
        """A folder that could not be looked into keeps its documents: they may only be out of reach."""
        inside = root.rstrip(os.sep) + os.sep
        for path, document in self._known.items():
            out_of_reach = any(path.startswith(folder.rstrip(os.sep) + os.sep) for folder in unreadable)
            if path.startswith(inside) and path not in self._seen and not out_of_reach:
                self._changes.gone.append(document)


def _chosen(path: Path) -> Path:
    """The absolute path; a link to a file stands for the file, which may lie in an added folder."""
    absolute = os.path.abspath(path)
    leads_to_file = os.path.islink(absolute) and os.path.isfile(absolute)
    return Path(os.path.realpath(absolute) if leads_to_file else absolute)


def stat_signature(path: Path) -> str | None:
    """Size, times and inode: the same signature means the same bytes. None if the file is not there."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return None
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"
