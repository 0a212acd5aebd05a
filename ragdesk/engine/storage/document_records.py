"""Documents as faces see them: rows of the catalogue in, records out."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime

from ragdesk.engine.storage.database import Database, Row
from ragdesk.protocol.records import DocumentId, DocumentRecord, LibraryId

_RECORD = """
    SELECT d.id, d.path, c.title, d.status, d.reason, c.type, d.size_bytes, c.pages, c.pages_read,
           COALESCE((SELECT k.position + 1 FROM chunks k WHERE k.content_id = d.content_id
                     ORDER BY k.position DESC LIMIT 1), 0),
           c.language, d.read_at, d.reason_code,
           strftime('%Y-%m-%dT%H:%M:%S+00:00', NULLIF(d.mtime_ns, 0) / 1000000000, 'unixepoch'),
           COALESCE((SELECT s.position + 1 FROM sections s WHERE s.content_id = d.content_id
                     ORDER BY s.position DESC LIMIT 1), 0),
           COALESCE(c.pages_by_ocr, 0)
    FROM documents d LEFT JOIN contents c ON c.id = d.content_id
"""
"""In the order of the record's fields. Chunks and sections are numbered from 0 without gaps: the last number is found
at once, counting takes longer. What was no file has no time, and neither has what no calendar knows."""


class DocumentRecords:
    """Reads only."""

    def __init__(self, database: Database) -> None:
        self._db = self.database = database

    def record(self, document: DocumentId) -> DocumentRecord:
        """One document for a face."""
        return _as_record(self._db.rows(_RECORD + " WHERE d.id = ?", (document,))[0])

    def records_of(self, library: LibraryId, documents: Sequence[DocumentId]) -> list[DocumentRecord]:
        """Those of the documents that are in the library, by path."""
        # The plus keeps SQLite from walking through all documents of the library.
        which = " WHERE +d.library_id = ? AND d.id IN (SELECT value FROM json_each(?)) ORDER BY d.path"
        return [_as_record(row) for row in self._db.rows(_RECORD + which, (library, json.dumps(list(documents))))]

    def records_in_order(self, library: LibraryId, documents: Sequence[DocumentId]) -> list[DocumentRecord]:
        """Those of the documents that are in the library, in the order given."""
        found = {record.id: record for record in self.records_of(library, documents)}
        return [found[document] for document in documents if document in found]

    def records_at(self, library: LibraryId, paths: Sequence[str]) -> list[DocumentRecord]:
        """Those of the library at these very paths."""
        which = " WHERE d.library_id = ? AND d.path IN (SELECT value FROM json_each(?)) ORDER BY d.path"
        return [_as_record(row) for row in self._db.rows(_RECORD + which, (library, json.dumps(list(paths))))]

    def records(self, library: LibraryId) -> list[DocumentRecord]:
        """All documents of the library, by path."""
        return [
            _as_record(row) for row in self._db.rows(_RECORD + " WHERE d.library_id = ? ORDER BY d.path", (library,))
        ]


def _as_record(row: Row) -> DocumentRecord:
    """A row of the record query; a document without a title of its own goes by its file's name."""
    return DocumentRecord(*row) if row[2] else DocumentRecord(*(*row[:2], file_title(row[1]), *row[3:]))


def file_title(path: str) -> str:
    """The name of a file without folder and suffix."""
    name = os.path.basename(path)
    stem = name.rsplit(".", 1)[0]
    return stem or name


def now() -> str:
    """This moment in UTC, to the second, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")
