"""The folders and files that were added, with what is left out of them and whether they can be reached."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ragdesk.engine.storage.database import Database, Row
from ragdesk.engine.storage.documents import now
from ragdesk.protocol.engine_records import SourceRecord, SourceState
from ragdesk.protocol.records import LibraryId

_SOURCE = (
    "SELECT s.id, s.library_id, l.name, s.path, s.is_folder, s.ignore, s.is_offline, s.scanned_at"
    " FROM sources s JOIN libraries l ON l.id = s.library_id"
)


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A source as the catalogue holds it."""

    id: int
    library: LibraryId
    library_name: str
    path: str
    is_folder: bool
    ignore: tuple[str, ...]
    is_offline: bool
    scanned_at: str | None


class Sources:
    """Reads and writes sources; transactions belong to the caller."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> list[StoredSource]:
        """Those of every library that is not in the bin."""
        return [_stored(row) for row in self._db.rows(f"{_SOURCE} WHERE l.removed_at IS NULL ORDER BY s.id")]

    def of(self, library: LibraryId) -> list[StoredSource]:
        """Those of one library, by path."""
        return [_stored(row) for row in self._db.rows(f"{_SOURCE} WHERE s.library_id = ? ORDER BY s.path", (library,))]

    def find(self, library: LibraryId, path: str) -> StoredSource | None:
        """The source at that very path."""
        rows = self._db.rows(f"{_SOURCE} WHERE s.library_id = ? AND s.path = ?", (library, path))
        return _stored(rows[0]) if rows else None

    def records(self, library: LibraryId, states: Mapping[int, SourceState]) -> list[SourceRecord]:
        """For a face; `states` is what a follower knows, by the number of the source."""
        counted = "SELECT source_id, COUNT(*) FROM documents WHERE library_id = ? GROUP BY source_id"
        documents: dict[int, int] = dict(self._db.rows(counted, (library,)))
        return [
            SourceRecord(
                source.path, source.is_folder, states.get(source.id, "offline" if source.is_offline else "unknown"),
                documents.get(source.id, 0), source.ignore, source.scanned_at,
            )
            for source in self.of(library)
        ]  # fmt: skip

    def set_ignored(self, source: int, patterns: Sequence[str]) -> None:
        """What is left out below the source from now on."""
        self._db.execute("UPDATE sources SET ignore = ? WHERE id = ?", (json.dumps(list(patterns)), source))

    def left_out(self, library: LibraryId) -> dict[bytes, int]:
        """Keys of the documents that were removed and would be found again; they come back only when asked for.

        With each the number of the newest job at that time: only a later one asks for it.
        """
        return dict(self._db.rows("SELECT key, after_job FROM left_out WHERE library_id = ?", (library,)))

    def leave_out(self, library: LibraryId, paths: Iterable[str]) -> None:
        """The user removed these documents: what follows their folder passes them over."""
        newest = int(self._db.value("SELECT seq FROM sqlite_sequence WHERE name = 'jobs'") or 0)
        rows = [(library, left_out_key(path), newest) for path in paths]
        self._db.execute_many("INSERT OR REPLACE INTO left_out (library_id, key, after_job) VALUES (?, ?, ?)", rows)

    def newest_job_at_removal(self, library: LibraryId) -> int:
        """The number of the newest job that was asked for before the last document was removed; 0: none was."""
        return int(self._db.value("SELECT MAX(after_job) FROM left_out WHERE library_id = ?", (library,)) or 0)

    def take_in_again(self, library: LibraryId, path: str) -> None:
        """The user added this document again."""
        self._db.execute("DELETE FROM left_out WHERE library_id = ? AND key = ?", (library, left_out_key(path)))

    def note_offline(self, source: int, is_offline: bool) -> None:
        """Whether the source was out of reach when it was last looked for."""
        self._db.execute("UPDATE sources SET is_offline = ? WHERE id = ?", (int(is_offline), source))

    def note_scanned(self, source: int) -> None:
        """The whole source was compared with the catalogue just now."""
        self._db.execute("UPDATE sources SET scanned_at = ?, is_offline = 0 WHERE id = ?", (now(), source))


def left_out_key(path: str) -> bytes:
    """What is kept of the path of a removed document."""
    return hashlib.blake2b(path.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _stored(row: Row) -> StoredSource:
    number, library, name, path, is_folder, ignore, is_offline, scanned_at = row
    return StoredSource(
        number, LibraryId(library), name, path, bool(is_folder), tuple(json.loads(ignore)), bool(is_offline), scanned_at
    )
