"""Conversations held and looked at in few words."""

from __future__ import annotations

from typing import Any

from ragdesk.engine.engine import Engine
from ragdesk.engine.storage.checksums import changed_rows
from ragdesk.protocol.conversations import ConversationRecord
from ragdesk.protocol.events import AnswerFinished
from ragdesk.protocol.records import ConversationId

WHO = "Who dredged the harbour of Almar?"
FARO_ASKED = "¿Quién construyó el faro de Almar en 1874?"


def ask(engine: Engine, question: str, conversation: ConversationId, **how: Any) -> AnswerFinished:
    *_, last = engine.ask(question, conversation=conversation, **{"use_model": False, **how})
    assert isinstance(last, AnswerFinished)
    return last


def asked(engine: Engine, *questions: str) -> ConversationId:
    conversation = engine.start_conversation()
    for question in questions:
        ask(engine, question, conversation)
    return conversation


def questions_of(engine: Engine, conversation: ConversationId) -> list[str]:
    return [turn.answer.question for turn in engine.show_conversation(conversation).turns]


def titles(records: list[ConversationRecord]) -> list[str]:
    return [record.title for record in records]


def is_whole(engine: Engine) -> bool:
    return not any(changed_rows(engine.parts.stores.database.rows))
