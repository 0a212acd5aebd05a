"""What a question needs of whatever finds passages: the library's own search, or anybody's LangChain retriever."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ragdesk.protocol.records import Evidence, Passage, Searched


@dataclass(frozen=True, slots=True)
class SpanHit:
    """A span of a found chunk: characters of the document's text, and its cosine to the question."""

    start: int
    end: int
    cosine: float


@dataclass(frozen=True, slots=True)
class Findings:
    """Passages, best first, with all that quotes and answers are judged by."""

    text: str
    """The question as it was searched for: a follow-up with the question before it in front."""
    language: str
    """That of the question."""
    idf: Callable[[str], float]
    passages: tuple[Passage, ...]
    read: Callable[[], tuple[Passage, ...]]
    """Makes of them what a model reads: copies folded, one document's share capped, neighbours joined; best first."""
    evidence: Evidence
    searched: Searched
    spans: Mapping[int, Sequence[SpanHit]]
    """By the passage's `n`; may lack some."""
    is_language_known: bool
    """Whether the cosines of the spans mean something in this language."""


class Finder(Protocol):
    """Finds passages for a question."""

    def find(self, text: str, history: Sequence[str] = (), limit: int = 10, documents: Sequence[str] = ()) -> Findings:
        """At most `limit` passages; `history` are the questions before this one, oldest first.

        `documents`, by path, are the only ones that are searched, if there are any.
        """
