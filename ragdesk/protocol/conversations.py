"""Records of conversations: questions and answers in order, with all that each answer rests on."""

from __future__ import annotations

from dataclasses import dataclass

from ragdesk.protocol.records import Answer, ConversationId, TurnId


@dataclass(frozen=True, slots=True)
class ConversationRecord:
    """One line of a list of conversations."""

    id: ConversationId
    title: str
    """As the user named it, or the beginning of its first question; empty while nothing was asked."""
    is_pinned: bool
    started_at: str
    changed_at: str
    turns: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer, as they were when they were stored."""

    id: TurnId
    asked_at: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class ConversationText:
    """A whole conversation, oldest turn first."""

    record: ConversationRecord
    turns: tuple[Turn, ...]
