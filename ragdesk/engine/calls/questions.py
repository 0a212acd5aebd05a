"""Calls that search and answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ragdesk.engine.calls.view import EngineView
from ragdesk.engine.pipeline import How, Where
from ragdesk.protocol.events import AskEvent
from ragdesk.protocol.records import ConversationId, SearchResult, TurnId


class QuestionCalls(EngineView):
    """See EngineApi."""

    def search(self, question: str, *, limit: int = 10, documents: Sequence[str] = ()) -> SearchResult:
        """See EngineApi."""
        with self.parts.priority.answering():
            return self._pipeline.search(question, limit, documents)

    def ask(
        self,
        question: str,
        *,
        conversation: ConversationId | None = None,
        use_model: bool = True,
        model: Path | None = None,
        documents: Sequence[str] = (),
        replaces: TurnId | None = None,
    ) -> Iterator[AskEvent]:
        """See EngineApi. Stored only where a conversation is named."""
        with self.parts.priority.answering():
            is_wanted = use_model and (model is not None or self.parts.settings.use_model)
            where, how = Where(conversation, replaces), How(documents, is_wanted, model)
            yield from self._pipeline.ask(question, where, how)

    def suggest_questions(self, limit: int = 3, language: str | None = None) -> list[str]:
        """See EngineApi."""
        with self.parts.priority.answering():
            return self._pipeline.suggest(limit, language)
