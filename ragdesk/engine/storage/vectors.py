"""The vectors of spans: which are missing, saving them, loading a library's."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ragdesk.engine.storage.checksums import vector_checksum
from ragdesk.engine.storage.database import Database
from ragdesk.protocol.records import LibraryId

_IN_LIBRARY = "k.content_id IN (SELECT content_id FROM documents WHERE library_id = ?)"

_LOADED_AT_ONCE = 4_096
"""6 MB on their way at 384 dimensions, so that a large library is held once and not three times while it is loaded."""


class Vectors:
    """Reads and writes vectors of one embedder. Transactions belong to the caller."""

    def __init__(self, database: Database, fingerprint: str, dimensions: int) -> None:
        self._db = database
        self.fingerprint = fingerprint
        self.dimensions = dimensions
        known = self._number()
        if known is None:  # only then is anything written: searching needs no room on the disk
            with database.transaction():
                database.execute(
                    "INSERT OR IGNORE INTO fingerprints (name, dimensions) VALUES (?, ?)", (fingerprint, dimensions)
                )
                known = self._number()
        assert known is not None
        self.fingerprint_id = known

    def _number(self) -> int | None:
        found = self._db.value("SELECT id FROM fingerprints WHERE name = ?", (self.fingerprint,))
        return None if found is None else int(found)

    def missing(self, library: LibraryId, among: Sequence[int] | None = None) -> dict[int, list[int]]:
        """Texts of the library without a vector, in the order of the documents: text id -> contents that hold it.

        `among` are the contents to look at; None means all.
        """
        only = "" if among is None else " AND k.content_id IN (SELECT value FROM json_each(?))"
        rows = self._db.rows(
            "SELECT s.text_id, k.content_id FROM spans s JOIN chunks k ON k.id = s.chunk_id"
            f" WHERE {_IN_LIBRARY}{only} AND NOT EXISTS"
            " (SELECT 1 FROM vectors v WHERE v.fingerprint_id = ? AND v.text_id = s.text_id)"
            " GROUP BY s.text_id, k.content_id ORDER BY MIN(s.id)",
            (library, *(() if among is None else (json.dumps(list(among)),)), self.fingerprint_id),
        )
        contents: dict[int, list[int]] = {}
        for text, content in rows:
            contents.setdefault(text, []).append(content)
        return contents

    def existing(self, text_ids: Sequence[int]) -> set[int]:
        """Those of the texts that are still there: a document may be removed while it is embedded."""
        rows = self._db.rows(
            "SELECT id FROM span_texts WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(text_ids)),)
        )
        return {text for (text,) in rows}

    def spans_of(self, text_ids: Sequence[int]) -> list[tuple[int, str, tuple[str, ...], str]]:
        """For each text: id, title, heading path and span, from any place where it stands."""
        rows = self._db.rows(
            "SELECT s.text_id, c.header_title, x.heading,"
            ' SUBSTR(x.text, s.start - x.start + 1, s."end" - s.start)'
            " FROM spans s JOIN chunks k ON k.id = s.chunk_id JOIN sections x ON x.id = k.section_id"
            " JOIN contents c ON c.id = k.content_id"
            " WHERE s.text_id IN (SELECT value FROM json_each(?)) GROUP BY s.text_id",
            (json.dumps(list(text_ids)),),
        )
        return [(text, title, tuple(json.loads(heading)), span) for text, title, heading, span in rows]

    def save(self, text_ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Keep vectors; writing the same one twice is harmless."""
        self._db.execute_many(
            "INSERT OR REPLACE INTO vectors (text_id, fingerprint_id, vector, checksum) VALUES (?, ?, ?, ?)",
            [
                (text_id, self.fingerprint_id, data, vector_checksum(data))
                for text_id, vector in zip(text_ids, vectors, strict=True)
                for data in (vector.astype("<f4").tobytes(),)
            ],
        )

    def ids(self, library: LibraryId) -> NDArray[np.int64]:
        """Ids of all texts of the library that have a vector, in ascending order."""
        rows = self._db.rows(
            "SELECT v.text_id FROM vectors v WHERE v.fingerprint_id = ? AND v.text_id IN"
            f" (SELECT s.text_id FROM spans s JOIN chunks k ON k.id = s.chunk_id WHERE {_IN_LIBRARY})"
            " ORDER BY v.text_id",
            (self.fingerprint_id, library),
        )
        return np.array([text for (text,) in rows], dtype=np.int64)

    def ids_in(self, contents: Sequence[int]) -> NDArray[np.int64]:
        """Ids of all texts of some contents that have a vector, in ascending order."""
        rows = self._db.rows(
            "SELECT v.text_id FROM vectors v WHERE v.fingerprint_id = ? AND v.text_id IN"
            " (SELECT s.text_id FROM spans s JOIN chunks k ON k.id = s.chunk_id"
            " WHERE k.content_id IN (SELECT value FROM json_each(?))) ORDER BY v.text_id",
            (self.fingerprint_id, json.dumps(list(contents))),
        )
        return np.array([text for (text,) in rows], dtype=np.int64)

    def load(self, text_ids: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Vectors in the order of `text_ids`, shape (n, dimensions); zeros for a text that was removed meanwhile."""
        loaded = np.empty((len(text_ids), self.dimensions), dtype=np.float32)
        gone = bytes(4 * self.dimensions)
        for i in range(0, len(text_ids), _LOADED_AT_ONCE):
            part = [int(text) for text in text_ids[i : i + _LOADED_AT_ONCE]]
            found: dict[int, bytes] = dict(
                self._db.rows(
                    "SELECT text_id, vector FROM vectors WHERE fingerprint_id = ?"
                    " AND text_id IN (SELECT value FROM json_each(?))",
                    (self.fingerprint_id, json.dumps(part)),
                )
            )
            joined = b"".join(found.get(text, gone) for text in part)
            loaded[i : i + len(part)] = np.frombuffer(joined, dtype="<f4").reshape(len(part), self.dimensions)
        return loaded

    def chunks_with_texts(
        self, library: LibraryId, text_ids: Sequence[int], contents: Sequence[int] | None = None
    ) -> list[tuple[int, int]]:
        """Where texts stand in the library, or in some contents of it, as (text id, chunk id)."""
        if contents is None:
            within = "EXISTS (SELECT 1 FROM documents d WHERE d.content_id = k.content_id AND d.library_id = ?)"
        else:
            within = "k.content_id IN (SELECT value FROM json_each(?))"
        return self._db.rows(
            "SELECT s.text_id, s.chunk_id FROM spans s JOIN chunks k ON k.id = s.chunk_id"
            f" WHERE s.text_id IN (SELECT value FROM json_each(?)) AND {within}",
            (json.dumps([int(text) for text in text_ids]), library if contents is None else json.dumps(list(contents))),
        )

    def spans_of_chunks(self, chunk_ids: Sequence[int]) -> list[tuple[int, int, int, int]]:
        """(chunk id, text id, start, end) of the chunks' spans that have a vector, in order."""
        # EXISTS, because SQLite begins a join with all vectors: 27 ms in place of 0.7 at 77,000 spans.
        return self._db.rows(
            'SELECT s.chunk_id, s.text_id, s.start, s."end" FROM spans s'
            " WHERE s.chunk_id IN (SELECT value FROM json_each(?)) AND EXISTS"
            " (SELECT 1 FROM vectors v WHERE v.fingerprint_id = ? AND v.text_id = s.text_id) ORDER BY s.id",
            (json.dumps(list(chunk_ids)), self.fingerprint_id),
        )
