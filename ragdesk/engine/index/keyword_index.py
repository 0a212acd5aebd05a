"""The word index: FTS5 inside the catalogue, over words that `words` prepared."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

from ragdesk.engine.index.words import fts_text, match_expression
from ragdesk.engine.storage.contents import Contents
from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.new_content import NewContent
from ragdesk.protocol.records import LibraryId

HEADER_WEIGHT = 1.0
"""How much a word of the header counts beside one of the chunk (1); see `tests/benchmarks/quality.py`."""

# Without the plus SQLite asks FTS5 for each chunk in turn: 470 ms in place of 0.5 for 500 chunks of 12,500.
_WITHIN_CONTENTS = "AND +rowid IN (SELECT id FROM chunks WHERE content_id IN (SELECT value FROM json_each(?)))"


class KeywordIndex:
    """Finds chunks by their words. Transactions belong to the caller."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, chunk_ids: Sequence[int], content: NewContent) -> None:
        """Index the words of a content's chunks, given in the order in which it was stored."""
        chunks = ((section.header, chunk.text) for section in content.sections for chunk in section.chunks)
        headers: dict[str, str] = {}
        rows = []
        for chunk_id, (header, text) in zip(chunk_ids, chunks, strict=True):
            if header not in headers:
                headers[header] = fts_text(header, content.language)
            rows.append((chunk_id, headers[header], fts_text(text, content.language)))
        self._db.execute_many("INSERT INTO chunk_words (rowid, header, body) VALUES (?, ?, ?)", rows)
        if rows:
            stored = self._db.value("SELECT content_id FROM chunks WHERE id = ?", (chunk_ids[0],))
            Contents(self._db).note_checksum(int(stored))

    def erase_removed(self) -> None:
        """Rewrite the index, so that words of removed chunks no longer stand in the file; seconds in a large library.

        FTS5 only marks them as deleted; its own "secure-delete" asks for SQLite 3.42.
        """
        self._db.execute("INSERT INTO chunk_words (chunk_words) VALUES ('optimize')")
        self._db.execute("DELETE FROM catalogue_state WHERE name = 'words_to_erase'")

    def has_words_to_erase(self) -> bool:
        """Whether text was removed since the index was last rewritten."""
        return self._db.value("SELECT 1 FROM catalogue_state WHERE name = 'words_to_erase'") is not None

    def find(
        self, words: Sequence[str], library: LibraryId, limit: int, contents: Sequence[int] | None = None
    ) -> dict[int, float]:
        """The chunks that hold any of the words, best first: chunk id -> BM25, higher is better.

        `contents`: those of the library that count, where not all do.
        """
        if not words:
            return {}
        within = self._within(library) if contents is None else _WITHIN_CONTENTS
        rows = self._db.rows(
            f"SELECT rowid, -bm25(chunk_words, {HEADER_WEIGHT}, 1.0) AS score FROM chunk_words"
            f" WHERE chunk_words MATCH ? {within} ORDER BY score DESC, rowid LIMIT ?",
            (match_expression(words), *(() if contents is None else (json.dumps(list(contents)),)), limit),
        )
        return dict(rows)

    def _within(self, library: LibraryId) -> str:
        """Nothing to filter where the library holds every text of the catalogue, which saves half of the time."""
        elsewhere = self._db.value(
            "SELECT EXISTS (SELECT 1 FROM contents WHERE id NOT IN"
            " (SELECT content_id FROM documents WHERE library_id = ? AND content_id IS NOT NULL))",
            (library,),
        )
        if not elsewhere:
            return ""
        return (
            "AND +rowid IN (SELECT id FROM chunks WHERE content_id IN"
            f" (SELECT content_id FROM documents WHERE library_id = {int(library)}))"
        )

    def words_of(self, chunk_ids: Sequence[int]) -> dict[int, list[str]]:
        """The prepared words of chunks in their order, those of the header first."""
        rows = self._db.rows(
            "SELECT rowid, header || ' ' || body FROM chunk_words WHERE rowid IN (SELECT value FROM json_each(?))",
            (json.dumps(list(chunk_ids)),),
        )
        return {chunk: words.split() for chunk, words in rows}

    def inverse_frequencies(self, words: Sequence[str]) -> dict[str, float]:
        """How telling each word is: ln(1 + (N - n + 0.5) / (n + 0.5)), BM25's idf, over all chunks."""
        # Every chunk has a row in chunk_words, but counting those reads them all: 9 ms at 22,000 chunks.
        total = int(self._db.value("SELECT COUNT(*) FROM chunks") or 0)
        return {word: _inverse_frequency(total, self._chunks_with(word)) for word in words}

    def _chunks_with(self, word: str) -> int:
        return int(self._db.value("SELECT doc FROM chunk_vocabulary WHERE term = ?", (word,)) or 0)


def _inverse_frequency(total: int, holding: int) -> float:
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))
