"""Folders of the vector index: whether one is still what was checked when it was finished.

Chroma writes a line into its SQLite file at each opening. So a finished folder keeps a compacted copy of that file,
which is part of what is checked; each opening begins with a fresh copy of the copy, and so with checked bytes only.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ragdesk.engine.index.vector_index import Ids
from ragdesk.engine.storage.database import Database
from ragdesk.protocol.errors import IndexUnavailable
from ragdesk.protocol.records import LibraryId

_DATABASE = "chroma.sqlite3"
_KEPT_DATABASE = "kept.sqlite3"
_MADE_ANEW = (_DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm", f"{_DATABASE}-journal")


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """A finished generation: where it lies and what it held when it was checked."""

    folder: Path
    count: int
    manifest: str
    """JSON: "ids" -> hash of all ids, and each file's relative name -> [bytes, hash]."""

    def is_untouched(self) -> bool:
        """Whether every file is there with the bytes that were checked."""
        kept = {name: told for name, told in json.loads(self.manifest).items() if name != "ids"}
        try:
            return bool(kept) and kept == file_manifest(self.folder)
        except OSError:
            return False

    def make_ready(self) -> None:
        """Give Chroma a database that is fresh from the kept one. Nobody may have the folder open. Raises OSError."""
        for name in _MADE_ANEW:
            (self.folder / name).unlink(missing_ok=True)
        shutil.copyfile(self.folder / _KEPT_DATABASE, self.folder / _DATABASE)

    def holds(self, ids: Ids) -> bool:
        """Whether these are the ids that it was built of."""
        return len(ids) == self.count and json.loads(self.manifest).get("ids") == ids_hash(ids)


class IndexFolders:
    """The catalogue's rows about index folders: dirty before a build, clean after it was checked."""

    def __init__(self, database: Database, root: Path, library: LibraryId, fingerprint_id: int) -> None:
        self._db = database
        self._key = (library, fingerprint_id)
        self.root = root / f"{library}-{fingerprint_id}"
        self._newest = 0

    def clean(self) -> IndexFolder | None:
        """The finished generation, if there is one."""
        row = self._db.row(
            "SELECT folder, count, manifest FROM index_folders"
            " WHERE library_id = ? AND fingerprint_id = ? AND state = 'clean'",
            self._key,
        )
        return IndexFolder(self.root / row[0], row[1], row[2]) if row else None

    def next_folder(self) -> Path:
        """A folder name not yet used, so that no build can meet the remains of another, in files or in memory."""
        numbers = [int(one.name[4:]) for one in self.root.glob("gen-*") if one.name[4:].isdigit()]
        self._newest = max([self._newest, *numbers]) + 1
        return self.root / f"gen-{self._newest}"

    def note_dirty(self, folder: Path) -> None:
        """Committed before the first byte of a first generation is written; a served one stays clean meanwhile."""
        with self._db.transaction():
            self._db.execute(
                "INSERT OR IGNORE INTO index_folders (library_id, fingerprint_id, folder, state, revision, count,"
                " manifest) VALUES (?, ?, ?, 'dirty', 0, 0, '{}')",
                (*self._key, folder.name),
            )

    def finished(self, folder: Path, ids: Ids) -> IndexFolder:
        """A new generation as its files are now; the catalogue does not name it yet."""
        return IndexFolder(folder, len(ids), json.dumps({"ids": ids_hash(ids), **file_manifest(folder)}))

    def note_clean(self, finished: IndexFolder, revision: int) -> None:
        """The new generation was flushed, synced and checked: from now on it is the one that is served."""
        with self._db.transaction():
            self._db.execute(
                "INSERT OR REPLACE INTO index_folders (library_id, fingerprint_id, folder, state, revision, count,"
                " manifest) VALUES (?, ?, ?, 'clean', ?, ?, ?)",
                (*self._key, finished.folder.name, revision, finished.count, finished.manifest),
            )

    def note_unusable(self) -> None:
        """What was finished is no longer believed."""
        with self._db.transaction():
            self._db.execute(
                "UPDATE index_folders SET state = 'dirty' WHERE library_id = ? AND fingerprint_id = ?", self._key
            )

    def remove_others(self, kept: Path | None) -> None:
        """Delete every generation but one. They hold nothing that the catalogue does not."""
        for folder in self.root.glob("gen-*"):
            if folder != kept:
                shutil.rmtree(folder, ignore_errors=True)


def file_manifest(folder: Path) -> dict[str, list[int | str]]:
    """Relative name -> [bytes, hash] of every file that only a build writes."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name not in _MADE_ANEW)
    manifest: dict[str, list[int | str]] = {}
    for file in files:
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, lambda: hashlib.blake2b(digest_size=16))
        manifest[file.relative_to(folder).as_posix()] = [file.stat().st_size, digest.hexdigest()]
    return manifest


def keep_database(folder: Path) -> None:
    """Replace Chroma's database by a compacted copy under another name. Nobody may have the folder open.

    Compacted, because all vectors went through it: 167 MB at 77,000 of them, of which 10 are in use. SQLite opens the
    copy only: a second SQLite in one process on one file would break the locks of Chroma's own.
    """
    kept = folder / _KEPT_DATABASE
    shutil.copyfile(folder / _DATABASE, kept)
    try:
        with closing(sqlite3.connect(kept, isolation_level=None)) as connection:
            connection.execute("VACUUM")
    except sqlite3.Error as problem:
        raise IndexUnavailable("the database of the new vector index cannot be used", detail=str(problem)) from problem
    for name in _MADE_ANEW:
        (folder / name).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Have the system write every file of a folder, and the folders themselves, to the disk."""
    for path in [*folder.rglob("*"), folder, folder.parent]:
        if path.is_dir() and os.name == "nt":
            continue  # Windows cannot open folders for this
        descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def ids_hash(ids: Ids) -> str:
    """One short hash of all ids in ascending order."""
    return hashlib.blake2b(np.ascontiguousarray(ids, dtype="<i8").tobytes(), digest_size=16).hexdigest()
