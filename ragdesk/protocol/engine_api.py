"""EngineApi: everything that a face may ask of an engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from ragdesk.protocol.events import AddEvent, AskEvent
from ragdesk.protocol.records import (
    Check,
    ConversationId,
    DocumentRecord,
    DocumentText,
    EngineStatus,
    SearchResult,
)


class EngineApi(Protocol):
    """One library's view of the engine. Every call may raise a RagdeskError and nothing else.

    Streams end after their last event; closing one early stops the work, and what was committed stays.
    """

    def add(self, paths: Sequence[Path]) -> Iterator[AddEvent]:
        """Add files and folders as sources and read what is new or changed, and whatever waits from before."""

    def search(self, question: str, *, limit: int = 10) -> SearchResult:
        """Find passages, best first, with the best sentences in them as quotes."""

    def ask(
        self,
        question: str,
        *,
        conversation: ConversationId | None = None,
        use_model: bool = True,
    ) -> Iterator[AskEvent]:
        """Answer: first QuotesFound, then AnswerToken while a model writes, last AnswerFinished."""

    def start_conversation(self) -> ConversationId:
        """A new conversation; asking within it makes follow-up questions understood."""

    def list_documents(self) -> list[DocumentRecord]:
        """All documents of the library, by path."""

    def show(self, document: str) -> DocumentText:
        """One document with its text; by its path, the end of its path, or its title, where that fits just one."""

    def remove(self, documents: Sequence[str]) -> list[DocumentRecord]:
        """Remove documents or whole sources from the library. The user's files are not touched."""

    def status(self) -> EngineStatus:
        """The state of the engine and its data folder."""

    def doctor(self) -> list[Check]:
        """Try everything that ragdesk rests on, and say what was found."""

    def close(self) -> None:
        """Finish writing and let go of the data folder."""
