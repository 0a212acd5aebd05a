"""What a catalogue holds, put so that two can be compared, and what must hold in any catalogue at any moment."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_CONTENT_PARTS = (
    "SELECT position, page, label, heading, start, text, boxes FROM sections WHERE content_id = ? ORDER BY position",
    'SELECT k.position, k.start, k."end", w.header, w.body FROM chunks k LEFT JOIN chunk_words w ON w.rowid = k.id'
    " WHERE k.content_id = ? ORDER BY k.id",
    'SELECT k.position, s.position, s.start, s."end", t.key FROM spans s JOIN chunks k ON k.id = s.chunk_id'
    " JOIN span_texts t ON t.id = s.text_id WHERE k.content_id = ? ORDER BY k.id, s.position",
)
_MUST_BE_EMPTY = {
    "a row points to nothing": "PRAGMA foreign_key_check",
    "a document is there twice": "SELECT path FROM documents GROUP BY library_id, path HAVING COUNT(*) > 1",
    "a chunk has no words": "SELECT id FROM chunks WHERE id NOT IN (SELECT rowid FROM chunk_words)",
    "words have no chunk": "SELECT rowid FROM chunk_words WHERE rowid NOT IN (SELECT id FROM chunks)",
    "a ready document has no text": (
        "SELECT path FROM documents WHERE status IN ('ready', 'partly') AND content_id IS NULL"
    ),
    "a ready document has another file's text": (
        "SELECT d.path FROM documents d JOIN contents c ON c.id = d.content_id"
        " WHERE d.status IN ('ready', 'partly') AND d.content_hash <> c.hash"
    ),
    "a ready document lacks vectors": (
        "SELECT DISTINCT d.path FROM documents d JOIN chunks k ON k.content_id = d.content_id"
        " JOIN spans s ON s.chunk_id = k.id WHERE d.status IN ('ready', 'partly')"
        " AND s.text_id NOT IN (SELECT text_id FROM vectors)"
    ),
    "an unread document has no reason": (
        "SELECT path FROM documents WHERE status IN ('skipped', 'failed') AND COALESCE(reason, '') = ''"
    ),
    "a chunk is there twice": (
        "SELECT content_id, position FROM chunks GROUP BY content_id, position HAVING COUNT(*) > 1"
    ),
    "a section is there twice": (
        "SELECT content_id, position FROM sections GROUP BY content_id, position HAVING COUNT(*) > 1"
    ),
    "a vector is cut": "SELECT v.text_id FROM vectors v JOIN fingerprints f ON f.id = v.fingerprint_id"
    " WHERE LENGTH(v.vector) <> 4 * f.dimensions",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """`documents`: path -> (status, content hash); `contents`: content hash -> one hash of everything stored of it;
    `vectors`: key of the span's text -> hash of its vector; `running`: jobs that are not finished."""

    documents: dict[str, tuple[str, str | None]]
    contents: dict[str, str]
    vectors: dict[str, str]
    running: int

    def as_json(self) -> list[Any]:
        """To be handed to another process."""
        return [self.documents, self.contents, self.vectors, self.running]

    @classmethod
    def from_json(cls, told: Sequence[Any]) -> Picture:
        """The other way round."""
        documents, contents, vectors, running = told
        return cls({path: (status, held) for path, (status, held) in documents.items()}, contents, vectors, running)


NOTHING = Picture({}, {}, {}, 0)


def take_picture(catalogue: Path) -> Picture:
    """Reads a catalogue that nobody has open for writing."""
    with closing(sqlite3.connect(catalogue)) as connection:
        if not _has_tables(connection):
            return NOTHING
        rows = connection.execute("SELECT path, status, content_hash FROM documents").fetchall()
        documents = {path: (status, content_hash) for path, status, content_hash in rows}
        contents = {
            content_hash: _digest(connection, content)
            for content, content_hash in connection.execute("SELECT id, hash FROM contents").fetchall()
        }
        vectors = {
            key.hex(): hashlib.blake2b(vector, digest_size=8).hexdigest()
            for key, vector in connection.execute(
                "SELECT t.key, v.vector FROM vectors v JOIN span_texts t ON t.id = v.text_id"
            )
        }
        running = connection.execute("SELECT COUNT(*) FROM jobs WHERE state = 'running'").fetchone()[0]
        return Picture(documents, contents, vectors, running)


def broken_rules(catalogue: Path) -> list[str]:
    """What is wrong with a catalogue by itself; writes nothing that stays."""
    with closing(sqlite3.connect(catalogue, isolation_level=None)) as connection:
        found = [f"SQLite: {told}" for (told,) in connection.execute("PRAGMA integrity_check") if told != "ok"]
        if not _has_tables(connection):
            return found
        try:
            connection.execute("INSERT INTO chunk_words (chunk_words) VALUES ('integrity-check')")
        except sqlite3.DatabaseError as problem:
            found.append(f"word index: {problem}")
        for rule, query in _MUST_BE_EMPTY.items():
            if rows := connection.execute(query).fetchall():
                found.append(f"{rule}: {rows[:3]}")
        return found


def _has_tables(connection: sqlite3.Connection) -> bool:
    """A kill before the first migration was committed leaves an empty file."""
    return bool(connection.execute("PRAGMA user_version").fetchone()[0])


def _digest(connection: sqlite3.Connection, content: int) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for query in _CONTENT_PARTS:
        for row in connection.execute(query, (content,)):
            digest.update(repr(row).encode("utf-8"))
    return digest.hexdigest()
