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


class FindChanges:
    """Compares files with the catalogue, and notes in it everything that has to be read."""

    def __init__(self, documents: Documents, library: LibraryId, data_dir: Path) -> None:
        self._documents = documents
        self._data_dir = data_dir
        self._library = library
        self._known = documents.by_path(library)
        self._seen: set[str] = set()
        self.changes = Changes()

    def below(self, path: Path, resumed: bool) -> Iterator[int]:
        """Look at one path; yields the number of files seen so far. Belongs into a transaction.

        A path that is not there is refused, unless it is left over from an interrupted job.
        """
        root = _chosen(path)
        try:
            found = find_files(root)
        except BadRequest:
            if resumed:
                return
            raise
        is_folder = root.is_dir()
        source = None if is_folder else self._documents.source_covering(self._library, str(root))
        source = source or self._documents.ensure_source(self._library, as_text(root), is_folder)
        unreadable: list[str] = []
        for file in found:
            if self._is_own(file.path):
                continue
            self._compare(source, file if is_folder else replace(file, path=root))
            if file.problem and file.problem.code == "unreadable":
                unreadable.append(as_text(file.path))
            yield len(self._seen)
        if is_folder:
            self._note_gone(as_text(root), unreadable)

    def _is_own(self, path: Path) -> bool:
        """ragdesk's own files, where the data folder lies in an added one."""
        if not path.is_relative_to(self._data_dir):
            return False
        name = path.relative_to(self._data_dir).parts[0]
        return name in ("index", "owner.lock") or name.startswith(("catalogue.db", "catalogue-before-"))

    def _compare(self, source: int, file: FoundFile) -> None:
        path = as_text(file.path)
        if path in self._seen:
            return
        self._seen.add(path)
        known = self._known.get(path)
        if known and self._is_same(known, file):
            self.changes.unchanged.append(known.id)
            return
        self._documents.note_waiting(self._library, source, path, file.size_bytes, file.mtime_ns)
        document = known or self._stored(path)
        if not known:
            self.changes.new.add(document.id)
        if file.problem:
            self.changes.problems.append((document, file))
        else:
            self.changes.to_read.append((document, file))

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
                self.changes.gone.append(document)


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
