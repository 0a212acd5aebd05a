"""The libraries of a catalogue: made, renamed, moved to the bin, taken out of it."""

from __future__ import annotations

from itertools import count

from ragdesk.engine.storage.content_counts import ContentCounts
from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.documents import Documents, now
from ragdesk.protocol.errors import BadRequest, NoSuchLibrary
from ragdesk.protocol.records import LibraryId, LibraryRecord

LONGEST_NAME = 200


class Libraries:
    """A library in the bin keeps all that it holds; it is not searched, followed or counted, and its name is free."""

    def __init__(self, database: Database, counts: ContentCounts) -> None:
        self._db = database
        self._documents = Documents(database)
        self._counts = counts

    def records(self) -> list[LibraryRecord]:
        """By name, those in the bin last."""
        with self._db.snapshot():
            rows = self._db.rows("SELECT id FROM libraries ORDER BY removed_at IS NOT NULL, name, removed_at")
            return [self.record(LibraryId(library)) for (library,) in rows]

    def record(self, library: LibraryId) -> LibraryRecord:
        """One library for a face; it must be there."""
        row = self._db.row("SELECT COALESCE(removed_name, name), removed_at FROM libraries WHERE id = ?", (library,))
        assert row is not None
        return LibraryRecord(
            row[0],
            self._documents.searched(library).of,
            self._counts.of(library)[0],
            tuple(self._documents.source_paths(library)),
            row[1],
        )

    def create(self, name: str) -> LibraryRecord:
        """A new, empty one. Raises BadRequest if the name is taken or cannot be one."""
        with self._db.transaction():
            self._refuse_name(name)
            return self.record(self._documents.ensure_library(name))

    def rename(self, name: str, new_name: str) -> LibraryRecord:
        """Raises NoSuchLibrary, or BadRequest if the new name is taken or cannot be one."""
        with self._db.transaction():
            library = self.find(name)
            if new_name != name:
                self._refuse_name(new_name)
            self._db.execute("UPDATE libraries SET name = ? WHERE id = ?", (new_name, library))
            return self.record(library)

    def remove(self, name: str) -> LibraryRecord:
        """Into the bin."""
        with self._db.transaction():
            library = self.find(name)
            # No name that a user could choose holds a control character.
            self._db.execute(
                "UPDATE libraries SET removed_at = ?, removed_name = name, name = ? WHERE id = ?",
                (now(), f"{name}\x1f{library}", library),
            )
            self._db.execute(
                "UPDATE jobs SET state = 'stopped', finished_at = ? WHERE library_id = ?"
                " AND state IN ('waiting', 'running', 'paused')",
                (now(), library),
            )
            return self.record(library)

    def restore(self, name: str) -> LibraryRecord:
        """Out of the bin, the one that was removed last of those with this name."""
        with self._db.transaction():
            library = self.find_removed(name)
            self._db.execute(
                "UPDATE libraries SET removed_at = NULL, removed_name = NULL, name = ?, revision = revision + 1"
                " WHERE id = ?",
                (self.free_name(name), library),
            )
            return self.record(library)

    def find(self, name: str) -> LibraryId:
        """One in use. Raises NoSuchLibrary."""
        library = self._documents.find_library(name)
        if library is None:
            known = ", ".join(self._documents.library_names()) or "none"
            raise NoSuchLibrary(f"There is no library “{name}”.", f"Libraries in this data folder: {known}.")
        return library

    def find_removed(self, name: str) -> LibraryId:
        """One in the bin. Raises NoSuchLibrary."""
        found = self._db.value(
            "SELECT id FROM libraries WHERE removed_name = ? ORDER BY removed_at DESC, id DESC LIMIT 1", (name,)
        )
        if found is None:
            binned = ", ".join(row[0] for row in self._db.rows("SELECT removed_name FROM libraries" + _IN_BIN))
            raise NoSuchLibrary(f"There is no library “{name}” in the bin.", f"In the bin: {binned or 'nothing'}.")
        return LibraryId(found)

    def in_bin(self) -> list[LibraryId]:
        """All that an emptied bin would let go."""
        return [LibraryId(library) for (library,) in self._db.rows("SELECT id FROM libraries" + _IN_BIN)]

    def free_name(self, name: str) -> str:
        """The name, or the first of "name (2)", "name (3)" ... that no library has."""
        names = set(self._documents.library_names())
        return next(one for n in count(1) if (one := name if n == 1 else f"{name} ({n})") not in names)

    def _refuse_name(self, name: str) -> None:
        if not name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
            raise BadRequest("That cannot be the name of a library.", "Use letters, digits, blanks and ordinary signs.")
        if self._documents.find_library(name) is not None:
            raise BadRequest(f"There is a library “{name}” already.", "Choose another name.")


_IN_BIN = " WHERE removed_at IS NOT NULL ORDER BY removed_at"
