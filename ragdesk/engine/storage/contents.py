"""The text of documents by content hash: sections, chunks and spans, and the words that find them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ragdesk.engine.storage.checksums import content_checksum
from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.list_keys import folded_title
from ragdesk.engine.storage.new_content import NewChunk, NewContent, NewSection
from ragdesk.protocol.records import Place, SectionRecord


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk with its text and everything that places it."""

    id: int
    content_id: int
    section_id: int
    position: int
    place: Place
    text: str
    title: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class SectionBoxes:
    """Where the characters of a section stand on its page; see `documents/page_boxes`. `start` is its first offset."""

    page: int
    start: int
    boxes: bytes


class Contents:
    """Reads and writes the text of documents. Transactions belong to the caller."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def find(self, content_hash: str, recipe: int) -> int | None:
        """The content of that hash, read by the present recipe."""
        found = self._db.value("SELECT id FROM contents WHERE hash = ? AND recipe = ?", (content_hash, recipe))
        return int(found) if found else None

    def store(self, new: NewContent) -> tuple[int, list[int]]:
        """Store a whole document's text; its id, and the ids of its chunks in order."""
        holders = self._remove_outdated(new.hash)
        content = self._db.execute(
            "INSERT INTO contents (hash, recipe, type, title, header_title, language, pages, pages_read, shortfall,"
            " characters, folded_title, length) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (new.hash, new.recipe, new.type, new.title, new.header_title, new.language, new.pages, new.pages_read,
             new.shortfall, sum(len(section.text) for section in new.sections), folded_title(new.title),
             new.pages or len(new.sections)),
        )  # fmt: skip
        self._db.execute(
            "UPDATE documents SET content_id = ?, status = 'waiting' WHERE id IN (SELECT value FROM json_each(?))",
            (content, json.dumps(holders)),
        )
        chunk_ids: list[int] = []
        for position, section in enumerate(new.sections):
            section_id = self._store_section(content, position, section)
            chunk_ids += self._store_chunks(content, section_id, len(chunk_ids), section.chunks)
        if not chunk_ids:
            self.note_checksum(content)
        return content, chunk_ids

    def note_checksum(self, content: int) -> None:
        """Done when the words of its chunks are in the word index: from now on a changed letter is noticed."""
        self._db.execute(
            "UPDATE contents SET checksum = ? WHERE id = ?", (content_checksum(self._db.rows, content), content)
        )

    def _remove_outdated(self, content_hash: str) -> list[int]:
        """Erase what an earlier recipe made of these bytes; the documents that held it, of any library."""
        outdated = self._db.value("SELECT id FROM contents WHERE hash = ?", (content_hash,))
        if outdated is None:
            return []
        holders = [one for (one,) in self._db.rows("SELECT id FROM documents WHERE content_id = ?", (outdated,))]
        self._db.execute("UPDATE documents SET content_id = NULL WHERE content_id = ?", (outdated,))
        self._remove(outdated)
        self._note_words_to_erase()
        return holders

    def _store_section(self, content: int, position: int, section: NewSection) -> int:
        return self._db.execute(
            "INSERT INTO sections (content_id, position, page, label, heading, start, text, boxes)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (content, position, section.page, section.label, json.dumps(section.heading), section.start, section.text,
             section.boxes),
        )  # fmt: skip

    def _store_chunks(self, content: int, section_id: int, first: int, chunks: Sequence[NewChunk]) -> list[int]:
        """`first`: how many chunks stand in the sections before."""
        chunk_ids = [
            self._db.execute(
                'INSERT INTO chunks (content_id, section_id, position, start, "end") VALUES (?, ?, ?, ?, ?)',
                (content, section_id, position, chunk.start, chunk.end),
            )
            for position, chunk in enumerate(chunks, first)
        ]
        spans = [
            (span_key(span.embedded_text), chunk_id, i, span.start, span.end)
            for chunk_id, chunk in zip(chunk_ids, chunks, strict=True)
            for i, span in enumerate(chunk.spans)
        ]
        self._db.execute_many("INSERT OR IGNORE INTO span_texts (key) VALUES (?)", [(key,) for key, *_ in spans])
        self._db.execute_many(
            'INSERT INTO spans (text_id, chunk_id, position, start, "end")'
            " VALUES ((SELECT id FROM span_texts WHERE key = ?), ?, ?, ?, ?)",
            spans,
        )
        return chunk_ids

    def remove_unused(self) -> int:
        """Erase text that no document holds any more, its words and its vectors; how many contents that were."""
        unused = self._db.rows(
            "SELECT id FROM contents WHERE id NOT IN (SELECT content_id FROM documents WHERE content_id IS NOT NULL)"
        )
        for (content,) in unused:
            self._remove(content)
        if unused:
            self._note_words_to_erase()
        self._db.execute(
            "DELETE FROM span_texts WHERE NOT EXISTS (SELECT 1 FROM spans s WHERE s.text_id = span_texts.id)"
        )
        return len(unused)

    def _note_words_to_erase(self) -> None:
        """Words of removed text stand in the word index until that is rewritten, which waits for a quiet moment."""
        self._db.execute("INSERT OR REPLACE INTO catalogue_state (name, value) VALUES ('words_to_erase', '1')")

    def _remove(self, content: int) -> None:
        self._db.execute(
            "DELETE FROM chunk_words WHERE rowid IN (SELECT id FROM chunks WHERE content_id = ?)", (content,)
        )
        self._db.execute("DELETE FROM contents WHERE id = ?", (content,))

    def sections(self, content: int) -> list[SectionRecord]:
        """The text of a document, in order."""
        rows = self._db.rows(
            "SELECT page, heading, start, text FROM sections WHERE content_id = ? ORDER BY position", (content,)
        )
        return [
            SectionRecord(Place(page, tuple(json.loads(heading)), start, start + len(text)), text)
            for page, heading, start, text in rows
        ]

    def characters(self, content: int) -> int:
        """The length of a document's text, as offsets count it."""
        last = "SELECT start + LENGTH(text) FROM sections WHERE content_id = ? ORDER BY position DESC LIMIT 1"
        return int(self._db.value(last, (content,)) or 0)

    def boxes_between(self, content: int, start: int, end: int) -> list[SectionBoxes]:
        """Of the sections that hold these characters and stand on a page, in order; the boxes of no others are read."""
        rows = self._db.rows(
            "SELECT page, start, boxes FROM sections WHERE content_id = ? AND start < ? AND start + LENGTH(text) > ?"
            " AND page IS NOT NULL AND boxes IS NOT NULL ORDER BY position",
            (content, end, start),
        )
        return [SectionBoxes(*row) for row in rows]

    def page_characters(self, content: int) -> dict[int, int]:
        """How many characters stand on each page that has any."""
        rows = self._db.rows(
            "SELECT page, SUM(LENGTH(text)) FROM sections WHERE content_id = ? AND page IS NOT NULL GROUP BY page",
            (content,),
        )
        return dict(rows)

    def chunks(self, chunk_ids: Sequence[int]) -> dict[int, StoredChunk]:
        """Chunks by id, with their text."""
        rows = self._db.rows(
            'SELECT k.id, k.content_id, k.section_id, k.position, s.page, s.heading, k.start, k."end",'
            ' SUBSTR(s.text, k.start - s.start + 1, k."end" - k.start), c.title, c.language'
            " FROM chunks k JOIN sections s ON s.id = k.section_id JOIN contents c ON c.id = k.content_id"
            " WHERE k.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(chunk_ids)),),
        )
        return {
            row[0]: StoredChunk(
                row[0], row[1], row[2], row[3], Place(row[4], tuple(json.loads(row[5])), row[6], row[7]), *row[8:]
            )
            for row in rows
        }

    def at_positions(self, places: Iterable[tuple[int, int]]) -> list[int]:
        """The ids of the chunks at (section, position), where there are any."""
        rows = self._db.rows(
            "SELECT id FROM chunks WHERE (section_id, position) IN"
            " (SELECT value ->> 0, value ->> 1 FROM json_each(?)) ORDER BY id",
            (json.dumps(sorted(places)),),
        )
        return [chunk for (chunk,) in rows]

    def text_between(self, section: int, start: int, end: int) -> str:
        """Characters of the document's text that lie within one section."""
        return str(
            self._db.value(
                "SELECT SUBSTR(text, ? - start + 1, ?) FROM sections WHERE id = ?", (start, end - start, section)
            )
        )


def span_key(embedded_text: str) -> bytes:
    """What a vector is cached under: 16 bytes of the text's BLAKE2b, header included."""
    return hashlib.blake2b(embedded_text.encode("utf-8"), digest_size=16).digest()
