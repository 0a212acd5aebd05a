"""Libraries, their sources and their documents, as the catalogue holds them."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass

from ragdesk.engine.storage.database import Row
from ragdesk.engine.storage.document_records import DocumentRecords
from ragdesk.engine.storage.document_records import file_title as file_title
from ragdesk.engine.storage.document_records import now as now
from ragdesk.engine.storage.list_keys import folded_name, name_key
from ragdesk.protocol.records import DocumentId, LibraryId, Searched, Status

_STORED = """
    SELECT id, path, content_id, content_hash, stat_signature, recipe, status, reason_code IS 'excluded' FROM documents
"""

EXCLUDED = "excluded"
_NOT_EXCLUDED = "reason_code IS NOT 'excluded'"
"""A job that began before its document was excluded must not take it in again."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What the catalogue knows of a path from before."""

    id: DocumentId
    path: str
    content_id: int | None
    content_hash: str | None
    stat_signature: str | None
    recipe: int
    status: Status
    is_excluded: bool = False
    """By the user: it is left alone, whatever becomes of its file."""


class Documents(DocumentRecords):
    """Reads and writes libraries, sources and documents. Transactions belong to the caller.

    What a job writes about a document names its library as well: SQLite gives the number of a document that was removed
    while the job worked to one of another library that is imported. Within a library only its jobs make documents, one
    after the other.
    """

    # libraries

    def find_library(self, name: str) -> LibraryId | None:
        """The library of that name, if there is one."""
        found = self._db.value("SELECT id FROM libraries WHERE name = ? AND removed_at IS NULL", (name,))
        return LibraryId(found) if found else None

    def ensure_library(self, name: str) -> LibraryId:
        """The library of that name, made if it is new.

        No number is used twice: a window may still look at a library that was erased, and must not see another one.
        """
        if found := self.find_library(name):
            return found
        newest = self._db.value("SELECT value FROM catalogue_state WHERE name = 'newest_library'") or 0
        number = max(int(newest), int(self._db.value("SELECT MAX(id) FROM libraries") or 0)) + 1
        self._db.execute("INSERT INTO libraries (id, name, created_at) VALUES (?, ?, ?)", (number, name, now()))
        self._db.execute(
            "INSERT OR REPLACE INTO catalogue_state (name, value) VALUES ('newest_library', ?)", (str(number),)
        )
        return LibraryId(number)

    def library_names(self) -> list[str]:
        """The names of all that are in use, not in the bin, in alphabetical order."""
        return [name for (name,) in self._db.rows("SELECT name FROM libraries WHERE removed_at IS NULL ORDER BY name")]

    def library_name(self, library: LibraryId) -> str:
        """What a library is called now."""
        return str(self._db.value("SELECT COALESCE(removed_name, name) FROM libraries WHERE id = ?", (library,)) or "")

    def revision(self, library: LibraryId) -> int:
        """Grows with every change of what can be found in the library."""
        return int(self._db.value("SELECT revision FROM libraries WHERE id = ?", (library,)) or 0)

    def library_changed(self, library: LibraryId) -> None:
        """Say that what can be found in the library is no longer the same."""
        self._db.execute("UPDATE libraries SET revision = revision + 1 WHERE id = ?", (library,))

    # sources

    def ensure_source(self, library: LibraryId, path: str, is_folder: bool) -> int:
        """The source at that path, made if it is new."""
        found = self._db.value("SELECT id FROM sources WHERE library_id = ? AND path = ?", (library, path))
        return int(found) if found else self._db.execute(
            "INSERT INTO sources (library_id, path, is_folder, added_at) VALUES (?, ?, ?, ?)",
            (library, path, int(is_folder), now()),
        )  # fmt: skip

    def source_paths(self, library: LibraryId) -> list[str]:
        """What the user added, in alphabetical order."""
        return [p for (p,) in self._db.rows("SELECT path FROM sources WHERE library_id = ? ORDER BY path", (library,))]

    def source_covering(self, library: LibraryId, path: str) -> int | None:
        """An added folder that already holds `path`."""
        for source, folder in self._db.rows(
            "SELECT id, path FROM sources WHERE library_id = ? AND is_folder = 1 ORDER BY LENGTH(path)", (library,)
        ):
            if path.startswith(folder.rstrip(os.sep) + os.sep):
                return int(source)
        return None

    def remove_source(self, library: LibraryId, path: str) -> None:
        """Forget a source with the documents that are left in it."""
        self._db.execute("DELETE FROM sources WHERE library_id = ? AND path = ?", (library, path))

    # documents

    def by_path(self, library: LibraryId) -> dict[str, StoredDocument]:
        """Every document of the library by its path."""
        rows = self._db.rows(
            f"{_STORED} WHERE library_id = ?",
            (library,),
        )
        return _by_path(rows)

    def at_or_below(self, library: LibraryId, path: str) -> dict[str, StoredDocument]:
        """The document at that path, or those in the folder that stands or stood there."""
        inside = path.rstrip(os.sep) + os.sep
        rows = self._db.rows(
            f"{_STORED} WHERE library_id = ? AND (path = ? OR path > ? AND path < ?)",
            (library, path, inside, inside[:-1] + chr(ord(os.sep) + 1)),
        )
        return _by_path(rows)

    def has_any(self, library: LibraryId, path: str) -> bool:
        """Whether there is a document at that path or in the folder."""
        inside = path.rstrip(os.sep) + os.sep
        return self._db.row(
            "SELECT 1 FROM documents WHERE library_id = ? AND (path = ? OR path > ? AND path < ?) LIMIT 1",
            (library, path, inside, inside[:-1] + chr(ord(os.sep) + 1)),
        ) is not None  # fmt: skip

    def id_of(self, library: LibraryId, path: str) -> DocumentId:
        """The document at that path, which must be there."""
        return DocumentId(self._db.value("SELECT id FROM documents WHERE library_id = ? AND path = ?", (library, path)))

    def note_waiting(self, library: LibraryId, source: int, path: str, size_bytes: int, mtime_ns: int) -> None:
        """A file was found that has to be read; what is known from before stays until it was."""
        self._db.execute(
            "INSERT INTO documents (library_id, source_id, path, name_key, folded_name, size_bytes, mtime_ns, status)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting') ON CONFLICT (library_id, path) DO UPDATE"
            " SET size_bytes = excluded.size_bytes, mtime_ns = excluded.mtime_ns, status = 'waiting',"
            f" reason = NULL, reason_code = NULL WHERE documents.{_NOT_EXCLUDED}",
            (library, source, path, name_key(path), folded_name(path), size_bytes, mtime_ns),
        )

    def note_content(
        self, library: LibraryId, document: DocumentId, content: int, content_hash: str, stat_signature: str,
        recipe: int,
    ) -> None:  # fmt: skip
        """The words of the document can be found now; it still waits for its vectors."""
        self._db.execute(
            "UPDATE documents SET content_id = ?, content_hash = ?, stat_signature = ?, recipe = ?, read_at = ?"
            f" WHERE id = ? AND library_id = ? AND {_NOT_EXCLUDED}",
            (content, content_hash, stat_signature, recipe, now(), document, library),
        )

    def note_done(self, library: LibraryId, document: DocumentId, status: Status, reason: str | None) -> None:
        """Written last: everything that could be read can be found."""
        self._db.execute(
            "UPDATE documents SET status = ?, reason = ?, reason_code = NULL"
            f" WHERE id = ? AND library_id = ? AND {_NOT_EXCLUDED}",
            (status, reason, document, library),
        )

    def note_unread(
        self, library: LibraryId, document: DocumentId, status: Status, code: str, reason: str,
        stat_signature: str | None, recipe: int,
    ) -> None:  # fmt: skip
        """The file could not be read as it is now; text of an earlier state of it is let go."""
        self._db.execute(
            "UPDATE documents SET status = ?, reason_code = ?, reason = ?, stat_signature = ?, recipe = ?,"
            " content_id = NULL, content_hash = NULL, read_at = ?"
            f" WHERE id = ? AND library_id = ? AND {_NOT_EXCLUDED}",
            (status, code, reason, stat_signature, recipe, now(), document, library),
        )

    def note_out_of_reach(self, library: LibraryId, document: DocumentId, code: str, reason: str) -> None:
        """The file could not be read at this moment; the text of its earlier state goes on being found."""
        self._db.execute(
            "UPDATE documents SET status = 'failed', reason_code = ?, reason = ?, stat_signature = NULL"
            f" WHERE id = ? AND library_id = ? AND {_NOT_EXCLUDED}",
            (code, reason, document, library),
        )

    def remove(self, library: LibraryId, documents: Sequence[DocumentId]) -> None:
        """Forget documents; their text is let go with `Contents.remove_unused`."""
        self._db.execute_many(
            "DELETE FROM documents WHERE id = ? AND library_id = ?", [(document, library) for document in documents]
        )

    def note_to_be_read_again(self, library: LibraryId, documents: Sequence[DocumentId]) -> None:
        """They are read even if they look the same; what is known of them stays until they were."""
        self._db.execute_many(
            "UPDATE documents SET status = 'waiting', stat_signature = NULL"
            f" WHERE id = ? AND library_id = ? AND {_NOT_EXCLUDED}",
            [(document, library) for document in documents],
        )

    def exclude(self, documents: Sequence[DocumentId]) -> None:
        """The user wants them listed and nothing else; their text is let go with `Contents.remove_unused`."""
        self._db.execute_many(
            "UPDATE documents SET status = 'skipped', reason_code = ?, reason = ?, content_id = NULL,"
            " content_hash = NULL, stat_signature = NULL WHERE id = ?",
            [(EXCLUDED, "Excluded by you.", document) for document in documents],
        )

    def include(self, documents: Sequence[DocumentId]) -> None:
        """Those that were excluded wait to be read again."""
        self._db.execute_many(
            "UPDATE documents SET status = 'waiting', reason_code = NULL, reason = NULL WHERE id = ? AND"
            " reason_code = ?",
            [(document, EXCLUDED) for document in documents],
        )

    def content_hash_of(self, document: DocumentId) -> str | None:
        """Of the bytes that were read, if they could be."""
        found = self._db.value("SELECT content_hash FROM documents WHERE id = ?", (document,))
        return None if found is None else str(found)

    def content_of(self, document: DocumentId) -> int | None:
        """The content that a document holds, if it could be read."""
        found = self._db.value("SELECT content_id FROM documents WHERE id = ?", (document,))
        return int(found) if found is not None else None

    def waiting_with_content(
        self, library: LibraryId, contents: Sequence[int] | None = None
    ) -> list[tuple[DocumentId, int, str | None]]:
        """Documents that wait only for their vectors: id, content, and what was not read of it."""
        among = "" if contents is None else " AND d.content_id IN (SELECT value FROM json_each(?))"
        return self._db.rows(
            "SELECT d.id, d.content_id, c.shortfall FROM documents d JOIN contents c ON c.id = d.content_id"
            f" WHERE d.library_id = ? AND d.status = 'waiting' AND d.content_hash = c.hash{among}"
            " ORDER BY d.content_id, d.id",
            (library,) if contents is None else (library, json.dumps(list(contents))),
        )

    def statuses(self, library: LibraryId) -> dict[str, int]:
        """How many documents have each status; those that none has are left out."""
        rows = self._db.rows("SELECT status, COUNT(*) FROM documents WHERE library_id = ? GROUP BY status", (library,))
        return dict(rows)

    def searched(self, library: LibraryId) -> Searched:
        """How many documents have words to be found, of how many."""
        row = self._db.row("SELECT COUNT(content_id), COUNT(*) FROM documents WHERE library_id = ?", (library,))
        return Searched(*(row or (0, 0)))

    def paths_of(self, library: LibraryId, contents: Sequence[int]) -> dict[int, list[str]]:
        """For each content, the paths in this library that hold it, by path."""
        paths: dict[int, list[str]] = {}
        rows = self._db.rows(
            # The plus keeps SQLite from walking through all documents of the library: 0.9 ms at 5,000 of them.
            "SELECT content_id, path FROM documents WHERE +library_id = ?"
            " AND content_id IN (SELECT value FROM json_each(?)) ORDER BY path",
            (library, json.dumps(list(contents))),
        )
        for content, path in rows:
            paths.setdefault(content, []).append(path)
        return paths

    def languages(self, library: LibraryId) -> list[str | None]:
        """The languages of the library's documents, the most frequent first; None stands for an unknown one."""
        rows = self._db.rows(
            "SELECT language FROM documents WHERE library_id = ? AND type IS NOT NULL"
            " GROUP BY language ORDER BY COUNT(*) DESC, language",
            (library,),
        )
        return [language for (language,) in rows]


def _by_path(rows: Sequence[Row]) -> dict[str, StoredDocument]:
    return {row[1]: StoredDocument(*row) for row in rows}
