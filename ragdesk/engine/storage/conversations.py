"""Conversations as wholes: begun, listed, named, pinned, branched, deleted. Their questions and answers are `turns`."""

from __future__ import annotations

import re
import unicodedata
from itertools import count

from ragdesk.engine.storage.database import Database, Row
from ragdesk.engine.storage.documents import now
from ragdesk.engine.storage.numbers import unused_number
from ragdesk.engine.storage.turns import Turns
from ragdesk.protocol.conversations import ConversationRecord
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.records import Answer, ConversationId, LibraryId, TurnId

LONGEST_TITLE = 200
_SHORT_TITLE = 80
"""Characters of a title that is the beginning of a question."""

_RECORDS = """
    SELECT c.id, c.title,
           (SELECT f.text FROM messages f WHERE f.conversation_id = c.id AND f.role = 'user' AND f.deleted_at IS NULL
            ORDER BY f.position LIMIT 1),
           c.is_pinned, c.started_at, MAX(c.started_at, COALESCE(MAX(q.created_at), '')) AS changed_at, COUNT(q.id)
    FROM conversations c
    LEFT JOIN messages q ON q.conversation_id = c.id AND q.role = 'user' AND q.deleted_at IS NULL
"""
_NUMBERED = re.compile(r"\s*\(\d+\)\Z")
_MARKS = re.compile("[\u0300-\u036f]+")


class Conversations:
    """Reads and writes conversations. Transactions belong to the caller.

    A title is what the user chose; until then the beginning of the first question stands for it.
    """

    def __init__(self, database: Database) -> None:
        self._db = database
        self.turns = Turns(database)

    def start(self, library: LibraryId, title: str | None = None) -> ConversationId:
        """A new, empty conversation."""
        number = unused_number(self._db, "conversations")
        self._db.execute(
            "INSERT INTO conversations (id, library_id, title, started_at) VALUES (?, ?, ?, ?)",
            (number, library, title, now()),
        )
        return ConversationId(number)

    def refuse_unknown(self, conversation: ConversationId, library: LibraryId, *, even_deleted: bool = False) -> None:
        """Raises BadRequest for one that is not there, that was deleted, or that is of another library."""
        row = self._db.row(
            "SELECT deleted_at FROM conversations WHERE id = ? AND library_id = ?", (conversation, library)
        )
        if row is None or (row[0] is not None and not even_deleted):
            raise BadRequest("There is no such conversation.", "Start a new one.")

    def record(self, conversation: ConversationId) -> ConversationRecord:
        """One that is there, deleted or not."""
        return _as_record(self._db.rows(_RECORDS + " WHERE c.id = ? GROUP BY c.id", (conversation,))[0])

    def records(self, library: LibraryId, containing: str = "") -> list[ConversationRecord]:
        """Those with a turn, pinned ones first, then newest first; with all words of `containing` in title or text."""
        rows = self._db.rows(
            _RECORDS + " WHERE c.library_id = ? AND c.deleted_at IS NULL GROUP BY c.id HAVING COUNT(q.id) > 0"
            " ORDER BY c.is_pinned DESC, changed_at DESC, MAX(q.id) DESC",
            (library,),
        )
        records = [_as_record(row) for row in rows]
        words = _folded(containing).split()
        if not words:
            return records
        texts = self._texts(library)
        return [one for one in records if _has_all(words, f"{one.title}\n{texts.get(one.id, '')}")]

    def rename(self, conversation: ConversationId, title: str) -> None:
        """Give it a title of its own."""
        self._db.execute("UPDATE conversations SET title = ? WHERE id = ?", (title, conversation))

    def pin(self, conversation: ConversationId, is_pinned: bool) -> None:
        """Keep it at the top of the list, or no longer."""
        self._db.execute("UPDATE conversations SET is_pinned = ? WHERE id = ?", (int(is_pinned), conversation))

    def store_turn(self, conversation: ConversationId, answer: Answer, replaces: TurnId | None) -> TurnId | None:
        """See `Turns.store`. None where the conversation was erased while the answer was written."""
        if self._db.value("SELECT 1 FROM conversations WHERE id = ?", (conversation,)) is None:
            return None
        return self.turns.store(conversation, answer, replaces)

    def branch(self, conversation: ConversationId, through: TurnId, library: LibraryId) -> ConversationId:
        """A new one with copies of the turns up to and including `through`."""
        branch = self.start(library, self._free_title(library, self.record(conversation).title))
        self.turns.copy(conversation, through, branch)
        return branch

    def delete(self, conversation: ConversationId) -> None:
        """Out of the list."""
        self._db.execute("UPDATE conversations SET deleted_at = ? WHERE id = ?", (now(), conversation))

    def restore(self, conversation: ConversationId) -> None:
        """Back into the list."""
        self._db.execute("UPDATE conversations SET deleted_at = NULL WHERE id = ?", (conversation,))

    def erase_deleted(self) -> None:
        """For good, in all libraries: what was deleted or replaced."""
        self._db.execute("DELETE FROM conversations WHERE deleted_at IS NOT NULL")
        self._db.execute("DELETE FROM messages WHERE deleted_at IS NOT NULL")

    def _texts(self, library: LibraryId) -> dict[int, str]:
        texts: dict[int, list[str]] = {}
        for conversation, text in self._db.rows(
            "SELECT m.conversation_id, m.text FROM messages m JOIN conversations c ON c.id = m.conversation_id"
            " WHERE c.library_id = ? AND c.deleted_at IS NULL AND m.deleted_at IS NULL",
            (library,),
        ):
            texts.setdefault(conversation, []).append(text)
        return {conversation: "\n".join(said) for conversation, said in texts.items()}

    def _free_title(self, library: LibraryId, title: str) -> str:
        """The title with the first number from 2 on that no conversation of the library has."""
        plain = _NUMBERED.sub("", title)
        taken = {one.title for one in self.records(library)}
        return next(one for n in count(2) if (one := f"{plain} ({n})") not in taken)


def short_title(question: str) -> str:
    """The beginning of a question, cut between words."""
    text = " ".join(question.split())
    if len(text) <= _SHORT_TITLE:
        return text
    beginning = text[:_SHORT_TITLE]
    return (beginning.rpartition(" ")[0] or beginning[:-1]).rstrip(" ,;:.-") + "…"


def _as_record(row: Row) -> ConversationRecord:
    number, title, first_question, is_pinned, *rest = row
    return ConversationRecord(number, title or short_title(first_question or ""), bool(is_pinned), *rest)


def _has_all(words: list[str], text: str) -> bool:
    folded = _folded(text)
    return all(word in folded for word in words)


def _folded(text: str) -> str:
    """Without case and accents."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
