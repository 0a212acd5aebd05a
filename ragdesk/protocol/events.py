"""What an engine tells while it works: past facts, in the order in which they happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ragdesk.protocol.records import Answer, DocumentRecord, Evidence, Passage, Quote, Searched

Phase = Literal["finding", "reading", "preparing", "embedding", "indexing"]
"""finding files, reading them into words, preparing the embedder (once per computer), embedding, building the index."""

Outcome = Literal["added", "updated", "unchanged", "moved", "removed"]


@dataclass(frozen=True, slots=True)
class JobProgressed:
    """Long work went on. `total` is None where it is not known yet; `unit` is what `done` counts."""

    phase: Phase
    done: int
    total: int | None
    unit: Literal["files", "pages", "spans", "steps"]
    current: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentFinished:
    """One document got its status; committed before this is said."""

    record: DocumentRecord
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class AddFinished:
    """Everything that was asked for is done. Counts are documents of this call."""

    ready: int
    partly: int
    skipped: int
    failed: int
    unchanged: int
    moved: int
    removed: int
    spans_embedded: int
    words_searchable_s: float
    took_s: float


AddEvent = JobProgressed | DocumentFinished | AddFinished


@dataclass(frozen=True, slots=True)
class QuotesFound:
    """Search is over; no model has been asked yet."""

    evidence: Evidence
    quotes: tuple[Quote, ...]
    passages: tuple[Passage, ...]
    searched: Searched
    took_ms: float


@dataclass(frozen=True, slots=True)
class AnswerToken:
    """The chat model wrote a further piece of text."""

    text: str


@dataclass(frozen=True, slots=True)
class AnswerFinished:
    """The answer is complete and checked, and stored where a conversation was named."""

    answer: Answer


AskEvent = QuotesFound | AnswerToken | AnswerFinished
