"""Conversations: every question and answer, with the passages that each used."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from ragdesk.engine.storage.checksums import message_checksum
from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.documents import now
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.records import Answer, ConversationId, LibraryId, Passage


class Conversations:
    """Reads and writes conversations. Transactions belong to the caller."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def start(self, library: LibraryId) -> ConversationId:
        """A new, empty conversation."""
        return ConversationId(
            self._db.execute("INSERT INTO conversations (library_id, started_at) VALUES (?, ?)", (library, now()))
        )

    def questions(self, conversation: ConversationId) -> list[str]:
        """What the user asked so far, oldest first."""
        if not self._db.value("SELECT 1 FROM conversations WHERE id = ?", (conversation,)):
            raise BadRequest("There is no such conversation.", "Start a new one.")
        rows = self._db.rows(
            "SELECT text FROM messages WHERE conversation_id = ? AND role = 'user' ORDER BY position", (conversation,)
        )
        return [text for (text,) in rows]

    def store(self, conversation: ConversationId, answer: Answer) -> None:
        """Keep a question and its answer, with all that the answer rests on."""
        position = int(self._db.value("SELECT COUNT(*) FROM messages WHERE conversation_id = ?", (conversation,)) or 0)
        insert = (
            "INSERT INTO messages (conversation_id, position, role, text, details, model, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)"
        )
        if position == 0:
            self._db.execute("UPDATE conversations SET title = ? WHERE id = ?", (answer.question[:80], conversation))
        question = self._db.execute(insert, (conversation, position, "user", answer.question, None, None, now()))
        message = self._db.execute(
            insert,
            (conversation, position + 1, "assistant", answer.text, json.dumps(_details(answer)), answer.model, now()),
        )
        self._db.execute_many(
            'INSERT INTO message_passages (message_id, n, document, chunk_id, page, heading, start, "end", text, score,'
            " was_read) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(message, *_passage_row(p), int(p.n in answer.budget.passages_read)) for p in answer.passages],
        )
        self._db.execute_many(
            "UPDATE messages SET checksum = ? WHERE id = ?",
            [(message_checksum(self._db.rows, one), one) for one in (question, message)],
        )


def _details(answer: Answer) -> dict[str, Any]:
    kept = ("sentences", "quotes", "budget", "timings", "evidence", "origin", "found", "language", "nearest", "note")
    everything = asdict(answer)
    return {name: everything[name] for name in kept}


def _passage_row(passage: Passage) -> tuple[Any, ...]:
    place = passage.place
    return (
        passage.n, passage.document, passage.chunk_id, place.page, json.dumps(place.heading), place.start, place.end,
        passage.text, passage.score,
    )  # fmt: skip
