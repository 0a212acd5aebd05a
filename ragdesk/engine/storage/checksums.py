"""Checksums of what the catalogue holds, for damage that SQLite cannot see: a changed letter, a changed vector."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Query = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
"""Runs a statement that reads, and returns its rows."""

_PARTS_OF_CONTENT = (
    "SELECT hash, recipe, type, title, header_title, language, pages, pages_read, pages_by_ocr, shortfall, characters"
    " FROM contents WHERE id = ?",
    "SELECT position, page, label, heading, start, text, boxes FROM sections WHERE content_id = ? ORDER BY position",
    'SELECT x.position, k.position, k.start, k."end" FROM chunks k JOIN sections x ON x.id = k.section_id'
    " WHERE k.content_id = ? ORDER BY k.position",
    'SELECT k.position, s.position, s.start, s."end", t.key FROM chunks k JOIN spans s ON s.chunk_id = k.id'
    " JOIN span_texts t ON t.id = s.text_id WHERE k.content_id = ? ORDER BY k.position, s.position",
    "SELECT k.position, w.header, w.body FROM chunks k JOIN chunk_words w ON w.rowid = k.id WHERE k.content_id = ?"
    " ORDER BY k.position",
)
_PARTS_OF_MESSAGE = (
    "SELECT position, role, text, details, model, created_at FROM messages WHERE id = ?",
    'SELECT n, document, chunk_id, page, heading, start, "end", text, score, was_read FROM message_passages'
    " WHERE message_id = ? ORDER BY n",
)
_COPIED = " OR (d.type, d.language, d.length, d.folded_title) IS NOT (c.type, c.language, c.length, c.folded_title)"
"""What lists have of a content; catalogues before the fourth schema have none of it."""
_VECTORS_AT_ONCE = 2_000


def content_checksum(query: Query, content: int) -> int:
    """Of a document's whole text, as its rows stand: sections, chunks, spans, and the words for the word index."""
    return _checksum(query, _PARTS_OF_CONTENT, content)


def message_checksum(query: Query, message: int) -> int:
    """Of a question or an answer, with the passages that it rests on."""
    return _checksum(query, _PARTS_OF_MESSAGE, message)


def vector_checksum(vector: bytes) -> int:
    """CRC-32, as one bit is all that rots at a time: 1 ms for a thousand vectors."""
    return zlib.crc32(vector)


def changed_rows(query: Query) -> Iterator[str | None]:
    """Look at everything that has a checksum: yields what is no longer what was written, and None in between."""
    for content, checksum in query("SELECT id, checksum FROM contents WHERE checksum IS NOT NULL", ()):
        yield None if content_checksum(query, content) == checksum else f"the text of content {content}"
    copied = _COPIED if query("SELECT 1 FROM pragma_table_info('contents') WHERE name = 'folded_title'", ()) else ""
    for (document,) in query(
        "SELECT d.id FROM documents d LEFT JOIN contents c ON c.id = d.content_id WHERE d.content_id IS NOT NULL"
        f" AND (c.id IS NULL OR c.hash <> d.content_hash{copied})",
        (),
    ):
        yield f"the text of document {document}"
    for message, checksum in query("SELECT id, checksum FROM messages WHERE checksum IS NOT NULL", ()):
        yield None if message_checksum(query, message) == checksum else f"message {message}"
    last = -1
    while rows := query(
        "SELECT rowid, vector, checksum FROM vectors WHERE rowid > ? ORDER BY rowid LIMIT ?", (last, _VECTORS_AT_ONCE)
    ):
        last = rows[-1][0]
        for row, vector, checksum in rows:
            if checksum is not None and vector_checksum(vector) != checksum:
                yield f"vector {row}"
        yield None


def _checksum(query: Query, parts: Sequence[str], row: int) -> int:
    """63 bits of BLAKE2b, for SQLite; each value goes with its kind and length, so that none run together."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        for values in query(part, (row,)):
            told: list[bytes] = []
            for value in values:
                data = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
                told += (f"{type(value).__name__}{len(data)}:".encode(), data)
            digest.update(b"".join(told))
    return int.from_bytes(digest.digest(), "little") >> 1
