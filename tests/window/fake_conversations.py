"""The conversations of the FakeEngine: kept in a dict, in the order in which they were begun."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ragdesk.protocol.conversations import ConversationRecord, ConversationText, Turn
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.events import ConversationsChanged, EngineEvent
from ragdesk.protocol.records import Answer, ConversationId, TurnId
from tests.window import sample_data

_AT = "2026-11-{:02d}T10:00:00+00:00"


class FakeConversations:
    """`kept` by number, `deleted` ones apart; two are there at first."""

    _called: Callable[..., None]
    _tell: Callable[[EngineEvent], None]
    library: str

    def __init__(self) -> None:
        self.kept: dict[ConversationId, ConversationText] = {}
        self.deleted: dict[ConversationId, ConversationText] = {}
        self._deleted_turns: dict[TurnId, tuple[ConversationId, int, Turn]] = {}
        self._turns = 0
        for n, question in enumerate(("How much was the ticket income in 2024?", "¿A cuánto sube la cuota?"), 1):
            is_spanish = question.startswith("¿")
            sentences = sample_data.SPANISH_SENTENCES if is_spanish else sample_data.SENTENCES
            given = sample_data.answer(question, sentences=sentences, language="es" if is_spanish else "en")
            self._begin()
            self._append(given, ConversationId(n))

    def start_conversation(self) -> ConversationId:
        self._called("start_conversation")
        return self._begin()

    def list_conversations(self, containing: str = "") -> list[ConversationRecord]:
        self._called("list_conversations", containing)
        fitting = [one.record for one in self.kept.values() if one.turns and _holds(one, containing.lower())]
        return sorted(fitting, key=lambda one: (not one.is_pinned, -one.id))

    def show_conversation(self, conversation: ConversationId) -> ConversationText:
        self._called("show_conversation", conversation)
        return self._text(conversation)

    def rename_conversation(self, conversation: ConversationId, title: str) -> ConversationRecord:
        self._called("rename_conversation", conversation, title)
        if not title.strip():
            raise BadRequest("A conversation needs a title.")
        return self._change(conversation, title=title)

    def pin_conversation(self, conversation: ConversationId, is_pinned: bool) -> ConversationRecord:
        self._called("pin_conversation", conversation, is_pinned)
        return self._change(conversation, is_pinned=is_pinned)

    def branch_conversation(self, conversation: ConversationId, through: TurnId) -> ConversationRecord:
        self._called("branch_conversation", conversation, through)
        turns = self._text(conversation).turns
        made = self._begin()
        for turn in turns[: [one.id for one in turns].index(through) + 1]:
            self._append(turn.answer, made)
        return self._say_changed(self.kept[made].record)

    def delete_conversation(self, conversation: ConversationId) -> ConversationRecord:
        self._called("delete_conversation", conversation)
        self.deleted[conversation] = self._text(conversation)
        return self._say_changed(self.kept.pop(conversation).record)

    def restore_conversation(self, conversation: ConversationId) -> ConversationRecord:
        self._called("restore_conversation", conversation)
        self.kept[conversation] = self.deleted.pop(conversation)
        return self._say_changed(self.kept[conversation].record)

    def delete_turn(self, turn: TurnId) -> ConversationRecord:
        self._called("delete_turn", turn)
        for number, text in self.kept.items():
            for at, one in enumerate(text.turns):
                if one.id == turn:
                    self._deleted_turns[turn] = (number, at, one)
                    return self._set_turns(number, text.turns[:at] + text.turns[at + 1 :])
        raise BadRequest(f"There is no answer {turn}.")

    def restore_turn(self, turn: TurnId) -> ConversationRecord:
        self._called("restore_turn", turn)
        number, at, one = self._deleted_turns.pop(turn)
        turns = self.kept[number].turns
        return self._set_turns(number, (*turns[:at], one, *turns[at:]))

    def _begin(self) -> ConversationId:
        number = ConversationId(max([0, *self.kept, *self.deleted]) + 1)
        at = _AT.format(min(number, 30))
        self.kept[number] = ConversationText(ConversationRecord(number, "", False, at, at, 0), ())
        return number

    def _keep(self, answer: Answer, conversation: ConversationId | None, replaces: TurnId | None) -> TurnId | None:
        """Store an answer as `ask` does."""
        if conversation is None:
            return None
        text = self._text(conversation)
        numbers = [one.id for one in text.turns]
        if replaces in numbers:
            self._set_turns(conversation, text.turns[: numbers.index(replaces)])
        turn = self._append(answer, conversation)
        self._say_changed(self.kept[conversation].record)
        return turn

    def _append(self, answer: Answer, conversation: ConversationId) -> TurnId:
        self._turns += 1
        turn = Turn(TurnId(self._turns), _AT.format(20), answer)
        text = self.kept[conversation]
        record = replace(text.record, title=text.record.title or answer.question[:60], turns=len(text.turns) + 1)
        self.kept[conversation] = ConversationText(record, (*text.turns, turn))
        return turn.id

    def _set_turns(self, conversation: ConversationId, turns: tuple[Turn, ...]) -> ConversationRecord:
        text = self.kept[conversation]
        self.kept[conversation] = ConversationText(replace(text.record, turns=len(turns)), turns)
        return self._say_changed(self.kept[conversation].record)

    def _change(self, conversation: ConversationId, **changes: object) -> ConversationRecord:
        text = self._text(conversation)
        self.kept[conversation] = replace(text, record=replace(text.record, **changes))  # type: ignore[arg-type]
        return self._say_changed(self.kept[conversation].record)

    def _say_changed(self, record: ConversationRecord) -> ConversationRecord:
        self._tell(ConversationsChanged(self.library))
        return record

    def _text(self, conversation: ConversationId) -> ConversationText:
        if conversation not in self.kept:
            raise BadRequest(f"There is no conversation {conversation}.")
        return self.kept[conversation]


def _holds(text: ConversationText, words: str) -> bool:
    said = [text.record.title, *(part for one in text.turns for part in (one.answer.question, one.answer.text))]
    return any(words in one.lower() for one in said)
