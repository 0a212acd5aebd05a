"""Answers that quote text which is no longer in their library: the text goes from them, too."""

from __future__ import annotations

import json

from ragdesk.engine.storage.checksums import message_checksum
from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.documents import file_title

ERASED_ANSWER = "This answer was erased together with the text that it rested on."

_WITHOUT_CHUNK = (
    "SELECT p.message_id, v.library_id, p.document, p.text FROM message_passages p"
    " JOIN messages m ON m.id = p.message_id JOIN conversations v ON v.id = m.conversation_id"
    " WHERE COALESCE(p.chunk_id, 0) <> 0 AND NOT EXISTS (SELECT 1 FROM chunks k JOIN documents d"
    " ON d.content_id = k.content_id WHERE k.id = p.chunk_id AND d.library_id = v.library_id)"
)
_STANDS_THERE = (
    "SELECT 1 FROM documents d JOIN sections s ON s.content_id = d.content_id"
    " WHERE d.library_id = ? AND d.path = ? AND INSTR(s.text, ?) LIMIT 1"
)


def erase_answers(database: Database) -> None:
    """Erase those that rest on removed text; questions are the user's own words and stay. Belongs into a transaction.

    A text that was only read anew has new chunks, so what counts is whether the words still stand in the document.
    """
    gone = {
        message
        for message, library, document, text in database.rows(_WITHOUT_CHUNK)
        if not database.value(_STANDS_THERE, (library, document, text))
    }
    for message in gone:
        database.execute("DELETE FROM message_passages WHERE message_id = ?", (message,))
        database.execute("UPDATE messages SET text = ?, details = NULL WHERE id = ?", (ERASED_ANSWER, message))
    _note_checksums(database, [*gone, *_forget_titles(database)])


def _forget_titles(database: Database) -> list[int]:
    """Titles of the nearest documents stand in answers that found nothing."""
    changed = []
    for message, library, details in database.rows(
        "SELECT m.id, v.library_id, m.details FROM messages m JOIN conversations v ON v.id = m.conversation_id"
        " WHERE json_array_length(m.details, '$.nearest') > 0"
    ):
        rows = database.rows(
            "SELECT c.title, d.path FROM documents d LEFT JOIN contents c ON c.id = d.content_id"
            " WHERE d.library_id = ?",
            (library,),
        )
        titles = {title or file_title(path) for title, path in rows}
        read = json.loads(details)
        left = [title for title in read["nearest"] if title in titles]
        if left != read["nearest"]:
            database.execute(
                "UPDATE messages SET details = ? WHERE id = ?", (json.dumps(read | {"nearest": left}), message)
            )
            changed.append(message)
    return changed


def _note_checksums(database: Database, messages: list[int]) -> None:
    for message in messages:
        database.execute(
            "UPDATE messages SET checksum = ? WHERE id = ?", (message_checksum(database.rows, message), message)
        )
