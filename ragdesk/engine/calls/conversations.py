"""Calls about conversations: begin, list, show, rename, pin, branch, delete."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ragdesk.engine.calls.view import EngineView
from ragdesk.engine.documents.clean_text import clean_text
from ragdesk.engine.storage.conversations import LONGEST_TITLE
from ragdesk.protocol.conversations import ConversationRecord, ConversationText
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.events import ConversationsChanged
from ragdesk.protocol.records import ConversationId, TurnId


class ConversationCalls(EngineView):
    """See EngineApi."""

    def start_conversation(self) -> ConversationId:
        """See EngineApi."""
        with self._changing():
            return self._stores.conversations.start(self._library)

    def list_conversations(self, containing: str = "") -> list[ConversationRecord]:
        """See EngineApi."""
        with self._stores.database.snapshot():
            return self._stores.conversations.records(self._library, containing)

    def show_conversation(self, conversation: ConversationId) -> ConversationText:
        """See EngineApi."""
        conversations = self._stores.conversations
        with self._stores.database.snapshot():
            conversations.refuse_unknown(conversation, self._library)
            return ConversationText(conversations.record(conversation), tuple(conversations.turns.all(conversation)))

    def rename_conversation(self, conversation: ConversationId, title: str) -> ConversationRecord:
        """See EngineApi."""
        tidied = " ".join(clean_text(title).split())
        if not tidied or len(tidied) > LONGEST_TITLE:
            raise BadRequest("That cannot be a title.", f"Use 1 to {LONGEST_TITLE} characters.")
        with self._changing(conversation):
            self._stores.conversations.rename(conversation, tidied)
            return self._stores.conversations.record(conversation)

    def pin_conversation(self, conversation: ConversationId, is_pinned: bool) -> ConversationRecord:
        """See EngineApi."""
        with self._changing(conversation):
            self._stores.conversations.pin(conversation, is_pinned)
            return self._stores.conversations.record(conversation)

    def branch_conversation(self, conversation: ConversationId, through: TurnId) -> ConversationRecord:
        """See EngineApi."""
        with self._changing(conversation):
            branch = self._stores.conversations.branch(conversation, through, self._library)
            return self._stores.conversations.record(branch)

    def delete_conversation(self, conversation: ConversationId) -> ConversationRecord:
        """See EngineApi."""
        with self._changing(conversation, even_deleted=True):
            self._stores.conversations.delete(conversation)
            return self._stores.conversations.record(conversation)

    def restore_conversation(self, conversation: ConversationId) -> ConversationRecord:
        """See EngineApi."""
        with self._changing(conversation, even_deleted=True):
            self._stores.conversations.restore(conversation)
            return self._stores.conversations.record(conversation)

    def delete_turn(self, turn: TurnId) -> ConversationRecord:
        """See EngineApi."""
        turns = self._stores.conversations.turns
        with self._changing():
            conversation = turns.conversation_of(turn, self._library)
            turns.delete(turn)
            return self._stores.conversations.record(conversation)

    def restore_turn(self, turn: TurnId) -> ConversationRecord:
        """See EngineApi."""
        turns = self._stores.conversations.turns
        with self._changing():
            conversation = turns.conversation_of(turn, self._library)
            turns.restore(turn)
            return self._stores.conversations.record(conversation)

    @contextmanager
    def _changing(self, conversation: ConversationId | None = None, *, even_deleted: bool = False) -> Iterator[None]:
        """One transaction; told to everybody once it is committed. Refuses a conversation that is not there."""
        with self._stores.database.transaction():
            if conversation is not None:
                self._stores.conversations.refuse_unknown(conversation, self._library, even_deleted=even_deleted)
            yield
            name = self._stores.documents.library_name(self._library)
        self.parts.events.tell(ConversationsChanged(name))
