"""READ FIRST: what happens to a file that is added, and to a question that is asked, the stages in order.

Adding (`adding/`):   find_changes -> read_documents (documents/, chunks/, words) -> embed_spans -> vector index (index/)
Asking (here):        find (retrieval/) -> quotes (answer/quotes) -> the chat model's answer, checked (answer/answerer)
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ragdesk.engine.adding.add_job import AddJob
from ragdesk.engine.answer.answerer import Answerer, Asked
from ragdesk.engine.answer.chat_models import ChatModels
from ragdesk.engine.answer.quotes import RankedSentence, SpanCosine, rank_sentences
from ragdesk.engine.index.words import question_words
from ragdesk.engine.retrieval.passages import Passages
from ragdesk.engine.retrieval.retriever import Found, Retriever
from ragdesk.engine.search_models import SearchModels
from ragdesk.engine.stores import Stores
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.events import AddEvent, AnswerFinished, AskEvent, QuotesFound
from ragdesk.protocol.records import ConversationId, LibraryId, Passage, Quote, Searched, SearchResult

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

ASKED_HITS = 10
"""Chunks that are found for an answer; what is read of them is decided in `retrieval/passages.py`."""

QUOTES = 3
NEAREST_TITLES = 3
LONGEST_QUESTION = 2_000
"""Characters; whatever is longer is a text, not a question."""


class Pipeline:
    """The stages of one library, wired by `Engine.open`."""

    def __init__(
        self,
        stores: Stores,
        library: LibraryId,
        models: SearchModels,
        chat_models: ChatModels,
        retriever: BaseRetriever | None,
    ) -> None:
        self.models = models
        self.chat_models = chat_models
        self._stores = stores
        self._library = library
        self._passages = Passages(stores, library)
        self._retriever = Retriever(stores, models, library)
        self._foreign_retriever = retriever
        self._answerer = Answerer(chat_models)

    def add(self, paths: Sequence[Path]) -> Iterator[AddEvent]:
        """Read what is new or changed below the paths; see `adding/add_job.py`."""
        return AddJob(self._stores, self._library, self.models, paths).run()

    def search(self, question: str, limit: int) -> SearchResult:
        """Find passages, best first, and the best sentences in them."""
        started = time.perf_counter()
        found = self._retriever.find(_checked(question), limit=limit)
        passages = self._passages.listed(found.hits)
        quotes = self._quotes(found, passages)
        return SearchResult(passages, self._searched(), _ms_since(started), quotes)

    def ask(self, question: str, conversation: ConversationId | None, use_model: bool) -> Iterator[AskEvent]:
        """Quotes at once, then an answer; kept in the conversation where one is named."""
        started = time.perf_counter()
        history = self._stores.conversations.questions(conversation) if conversation else []
        found = self._retriever.find(_checked(question), history, limit=ASKED_HITS)
        quotes = () if found.evidence == "none" else self._quotes(found, self._passages.listed(found.hits))
        passages = self._passages.read(found.hits)
        quotes = _within(quotes, passages)
        quotes_ms = _ms_since(started)
        yield QuotesFound(found.evidence, quotes, passages, self._searched(), quotes_ms)
        asked = Asked(
            question, found.question.language, found.evidence, passages, quotes,
            self._passages.titles(found.hits, NEAREST_TITLES), self._searched(), self._idf(found), started, quotes_ms,
        )  # fmt: skip
        for event in self._answerer.answer(asked, use_model):
            if isinstance(event, AnswerFinished) and conversation:
                with self._stores.database.transaction():
                    self._stores.conversations.store(conversation, event.answer)
            yield event

    def _quotes(self, found: Found, passages: Sequence[Passage]) -> tuple[Quote, ...]:
        """The best sentences of the passages, which must be those of the hits, in their order."""
        by_number = {passage.n: passage for passage in passages}
        cosines = {
            passage.n: [
                SpanCosine(s.start - passage.place.start, s.end - passage.place.start, s.cosine) for s in hit.spans
            ]
            for passage, hit in zip(passages, found.hits, strict=True)
        }
        question, known = found.question, self.models.embedder.languages
        ranked = rank_sentences(
            lambda language: set(question_words(question.text, question.language, language)), passages, cosines,
            self._idf(found),
            is_language_known=known is None or question.language in known, limit=QUOTES,
        )  # fmt: skip
        return tuple(_quote(n, sentence, by_number[sentence.passage]) for n, sentence in enumerate(ranked, start=1))

    def _idf(self, found: Found) -> Callable[[str], float]:
        known = found.question.idf

        @lru_cache(maxsize=1_000)
        def idf(word: str) -> float:
            return known[word] if word in known else self._stores.keywords.inverse_frequencies([word])[word]

        return idf

    def _searched(self) -> Searched:
        return self._stores.documents.searched(self._library)

    def close(self) -> None:
        """Let go of indexes and models."""
        self.models.close()
        self.chat_models.close()


def _checked(question: str) -> str:
    if not question.strip():
        raise BadRequest("The question is empty.", "Ask something.")
    return question[:LONGEST_QUESTION]


def _quote(n: int, sentence: RankedSentence, passage: Passage) -> Quote:
    start = passage.place.start
    place = replace(passage.place, start=start + sentence.start, end=start + sentence.end)
    return Quote(n, passage.document, passage.title, place, sentence.text, round(sentence.score, 4), passage.n)


def _within(quotes: Sequence[Quote], passages: Sequence[Passage]) -> tuple[Quote, ...]:
    """The quotes with the numbers of the read passages that they stand in."""
    placed: list[Quote] = []
    for quote in quotes:
        for passage in passages:
            inside = passage.place.start <= quote.place.start and quote.place.end <= passage.place.end
            if inside and passage.document == quote.document:
                placed.append(replace(quote, n=len(placed) + 1, passage=passage.n))
                break
    return tuple(placed)


def _ms_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
