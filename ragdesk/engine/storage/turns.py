"""The turns of conversations: a question and its answer each, two messages that follow one another."""

from __future__ import annotations

import json
from collections.abc import Iterable

from ragdesk.engine.storage.checksums import message_checksum
from ragdesk.engine.storage.database import Database, Row
from ragdesk.engine.storage.documents import now
from ragdesk.engine.storage.numbers import unused_number
from ragdesk.engine.storage.stored_answers import PASSAGE_COLUMNS, answer_of, details_of, passage_row
from ragdesk.protocol.conversations import Turn
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.records import Answer, ConversationId, LibraryId, TurnId

_TURNS = (
    "SELECT q.id, q.created_at, q.text, a.id, a.text, a.details, a.model FROM messages q LEFT JOIN messages a"
    " ON a.conversation_id = q.conversation_id AND a.position = q.position + 1 AND a.role = 'assistant'"
    " WHERE q.conversation_id = ? AND q.role = 'user' AND q.deleted_at IS NULL ORDER BY q.position"
)


class Turns:
    """Reads and writes turns; one is known by the number of its question. Transactions belong to the caller.

    Deleted and replaced turns keep their places: they are seen no more, and can be taken back until they are erased.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def conversation_of(self, turn: TurnId, library: LibraryId) -> ConversationId:
        """Where a turn stands, deleted or not. Raises BadRequest for one that is not there."""
        found = self._db.value(
            "SELECT m.conversation_id FROM messages m JOIN conversations c ON c.id = m.conversation_id"
            " WHERE m.id = ? AND m.role = 'user' AND c.library_id = ?",
            (turn, library),
        )
        if found is None:
            raise no_such_turn()
        return ConversationId(found)

    def questions(self, conversation: ConversationId, before: TurnId | None = None) -> list[str]:
        """What the user asked so far, oldest first; up to a turn that is to be replaced."""
        end = self._place_of(conversation, before) if before is not None else None
        rows = self._db.rows(
            "SELECT text FROM messages WHERE conversation_id = ? AND role = 'user' AND deleted_at IS NULL"
            " AND (? IS NULL OR position < ?) ORDER BY position",
            (conversation, end, end),
        )
        return [text for (text,) in rows]

    def all(self, conversation: ConversationId) -> list[Turn]:
        """Oldest first, those left out that were deleted or replaced."""
        rows = self._db.rows(_TURNS, (conversation,))
        passages = self._passages(answer for _, _, _, answer, *_ in rows)
        return [
            Turn(TurnId(turn), asked_at, answer_of(question, text or "", details, model, passages.get(answer, [])))
            for turn, asked_at, question, answer, text, details, model in rows
        ]

    def store(self, conversation: ConversationId, answer: Answer, replaces: TurnId | None = None) -> TurnId:
        """Keep a question and its answer, with all that the answer rests on; instead of a turn and those after it."""
        if replaces is not None:
            self._db.execute(
                "UPDATE messages SET deleted_at = ? WHERE conversation_id = ? AND deleted_at IS NULL"
                " AND position >= (SELECT position FROM messages WHERE id = ?)",
                (now(), conversation, replaces),
            )
        position = self._next_position(conversation)
        question = self._add(conversation, (position, "user", answer.question, None, None, now()))
        message = self._add(
            conversation, (position + 1, "assistant", answer.text, details_of(answer), answer.model, now())
        )
        self._db.execute_many(
            f"INSERT INTO message_passages (message_id, {PASSAGE_COLUMNS}, was_read)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(message, *passage_row(p), int(p.n in answer.budget.passages_read)) for p in answer.passages],
        )
        self._note_checksums(question, message)
        return TurnId(question)

    def copy(self, source: ConversationId, through: TurnId, target: ConversationId) -> None:
        """Copies of the turns up to and including one. Raises BadRequest if that is not among them."""
        end = self._place_of(source, through)
        for message, *values in self._db.rows(
            "SELECT id, position, role, text, details, model, created_at FROM messages"
            " WHERE conversation_id = ? AND deleted_at IS NULL AND position <= ? ORDER BY position",
            (source, end + 1),
        ):
            copy = self._add(target, tuple(values))
            self._db.execute(
                f"INSERT INTO message_passages (message_id, {PASSAGE_COLUMNS}, was_read)"
                f" SELECT ?, {PASSAGE_COLUMNS}, was_read FROM message_passages WHERE message_id = ?",
                (copy, message),
            )
            self._note_checksums(copy)

    def delete(self, turn: TurnId) -> None:
        """Out of its conversation."""
        self._mark(turn, now())

    def restore(self, turn: TurnId) -> None:
        """Back to its place."""
        self._mark(turn, None)

    def _mark(self, turn: TurnId, deleted_at: str | None) -> None:
        self._db.execute(
            "UPDATE messages SET deleted_at = ? WHERE id IN (SELECT m.id FROM messages q JOIN messages m"
            " ON m.conversation_id = q.conversation_id AND m.position IN (q.position, q.position + 1) WHERE q.id = ?)",
            (deleted_at, turn),
        )

    def _place_of(self, conversation: ConversationId, turn: TurnId) -> int:
        found = self._db.value(
            "SELECT position FROM messages WHERE id = ? AND conversation_id = ? AND role = 'user'"
            " AND deleted_at IS NULL",
            (turn, conversation),
        )
        if found is None:
            raise no_such_turn()
        return int(found)

    def _next_position(self, conversation: ConversationId) -> int:
        last = self._db.value("SELECT MAX(position) FROM messages WHERE conversation_id = ?", (conversation,))
        return 0 if last is None else int(last) + 1

    def _add(self, conversation: ConversationId, values: Row) -> int:
        """`values`: position, role, text, details, model, created_at."""
        number = unused_number(self._db, "messages")
        self._db.execute(
            "INSERT INTO messages (id, conversation_id, position, role, text, details, model, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (number, conversation, *values),
        )
        return number

    def _note_checksums(self, *messages: int) -> None:
        self._db.execute_many(
            "UPDATE messages SET checksum = ? WHERE id = ?",
            [(message_checksum(self._db.rows, one), one) for one in messages],
        )

    def _passages(self, messages: Iterable[int | None]) -> dict[int, list[Row]]:
        rows = self._db.rows(
            f"SELECT message_id, {PASSAGE_COLUMNS} FROM message_passages"
            " WHERE message_id IN (SELECT value FROM json_each(?)) ORDER BY message_id, n",
            (json.dumps([one for one in messages if one is not None]),),
        )
        passages: dict[int, list[Row]] = {}
        for message, *values in rows:
            passages.setdefault(message, []).append(tuple(values))
        return passages


def no_such_turn() -> BadRequest:
    """It never was there, or is deleted, or stands in another conversation."""
    return BadRequest("There is no such question in this conversation.", "Show the conversation anew.")
