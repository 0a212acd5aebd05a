"""READ FIRST: what happens to a file that is added, and to a question that is asked, the stages in order.

Adding (`adding/`, as a job of `jobs/`):
                     find_changes -> read_documents (documents/, chunks/, words) -> embed_spans -> vector index (index/)
Asking (here):       find (retrieval/) -> quotes (answer/quotes) -> the chat model's answer, checked (answer/answerer)
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from ragdesk.engine.answer.answerer import Answering, Asked, ms_since
from ragdesk.engine.answer.quotes import RankedSentence, SpanCosine, rank_sentences
from ragdesk.engine.documents.clean_text import clean_text
from ragdesk.engine.index.words import question_words
from ragdesk.engine.keeping.erased_answers import erase_answers
from ragdesk.engine.parts import EngineParts
from ragdesk.engine.retrieval.finder import Finder, Findings
from ragdesk.engine.retrieval.foreign_retriever import ForeignRetriever
from ragdesk.engine.retrieval.library_finder import LibraryFinder
from ragdesk.engine.retrieval.suggestions import suggest_questions
from ragdesk.protocol.errors import BadRequest, DiskFull, RagdeskError
from ragdesk.protocol.events import AnswerFinished, AskEvent, ConversationsChanged, QuotesFound
from ragdesk.protocol.records import Answer, ConversationId, LibraryId, Passage, Quote, SearchResult, TurnId

log = logging.getLogger(__name__)

ASKED_HITS = 10
"""Chunks that are found for an answer; what is read of them is decided in `retrieval/passages.py`."""

QUOTES = 3
NEAREST_TITLES = 3
LONGEST_QUESTION = 2_000
"""Characters; whatever is longer is a text, not a question."""


@dataclass(frozen=True, slots=True)
class Where:
    """The conversation that an answer is kept in, and the turn of it that it takes the place of, with those after."""

    conversation: ConversationId | None = None
    replaces: TurnId | None = None


@dataclass(frozen=True, slots=True)
class How:
    """What is searched, by path, where not all is; and who writes."""

    documents: Sequence[str] = ()
    use_model: bool = True
    model: Path | None = None


NOWHERE = Where()
AS_USUAL = How()


class Pipeline:
    """The stages of one library, wired by `Engine.open`."""

    def __init__(self, parts: EngineParts, library: LibraryId) -> None:
        self._stores = parts.stores
        self._chat_models = parts.chat_models
        self._events = parts.events
        self._library = library
        self._finder: Finder = (
            ForeignRetriever(parts.retriever) if parts.retriever else LibraryFinder(parts.stores, library, parts.models)
        )

    def search(self, question: str, limit: int, documents: Sequence[str] = ()) -> SearchResult:
        """Find passages, best first, and the best sentences in them."""
        started = time.perf_counter()
        if limit < 1:
            raise BadRequest("Fewer than one passage was asked for.", "Ask for at least one.")
        with self._stores.database.snapshot():
            found = self._finder.find(_checked(question), (), limit, documents)
            quotes = _quotes(found)
        return SearchResult(found.passages, found.searched, ms_since(started), quotes)

    def suggest(self, limit: int, language: str | None = None) -> list[str]:
        """Questions that the library answers, by the same search."""
        with self._stores.database.snapshot():
            return suggest_questions(self._stores.database, self._library, self._finder, limit, language)

    def ask(self, question: str, where: Where = NOWHERE, how: How = AS_USUAL) -> Iterator[AskEvent]:
        """Quotes at once, then an answer; kept in the conversation where one is named.

        Closed before its end, it keeps what there is: see `Answering.stopped`.
        """
        started = time.perf_counter()
        question = _checked(question)
        erasures = self._stores.erasures.count
        with self._stores.database.snapshot():
            history = self._history(where)
            found = self._finder.find(question, history, ASKED_HITS, how.documents)
            passages = found.read()
            quotes = () if found.evidence == "none" else _within(_quotes(found), passages)
        quotes_ms = ms_since(started)
        nearest = tuple(dict.fromkeys(passage.title for passage in found.passages))[:NEAREST_TITLES]
        asked = Asked(
            question, found.language, found.evidence, passages, quotes, nearest, found.searched, found.idf, started,
            quotes_ms, is_scoped=bool(how.documents),
        )  # fmt: skip
        answering = Answering(self._chat_models, asked, how.use_model, how.model)
        is_finished = False
        try:
            yield QuotesFound(found.evidence, quotes, passages, found.searched, quotes_ms)
            with closing(answering.events()) as events:
                for event in events:
                    is_finished = isinstance(event, AnswerFinished)
                    yield self._kept(where, event.answer, erasures) if isinstance(event, AnswerFinished) else event
        except GeneratorExit:
            if not is_finished:
                self._keep_stopped(where, answering, erasures)
            raise

    def _history(self, where: Where) -> list[str]:
        """The questions before this one. Raises BadRequest where the conversation or the turn is not there."""
        if where.conversation is None:
            if where.replaces is not None:
                raise BadRequest("A question can be replaced in its own conversation only.", "Name the conversation.")
            return []
        self._stores.conversations.refuse_unknown(where.conversation, self._library)
        return self._stores.conversations.turns.questions(where.conversation, where.replaces)

    def _kept(self, where: Where, answer: Answer, erasures: int) -> AnswerFinished:
        """Stored in the conversation. Where the disk has no room for it, it is an answer all the same, and says so."""
        try:
            return self._store(where, answer, erasures)
        except DiskFull as problem:
            note = f"This answer was not kept in the conversation: {problem.message}"
            return AnswerFinished(replace(answer, note=f"{answer.note} {note}" if answer.note else note))

    def _keep_stopped(self, where: Where, answering: Answering, erasures: int) -> None:
        """Nobody listens any more, so nothing is raised. An older answer is not given up for one without a word."""
        if where.conversation is None or (where.replaces is not None and not answering.has_text):
            return
        try:
            self._store(where, answering.stopped(), erasures)
        except RagdeskError as problem:
            log.info("an answer that was stopped was not kept: %s", problem.message)

    def _store(self, where: Where, answer: Answer, erasures: int) -> AnswerFinished:
        """Without a turn where no conversation is named, or where it was erased meanwhile.

        `erasures` when it was asked: text that was erased since then must not come back with the answer that quotes it.
        """
        if where.conversation is None:
            return AnswerFinished(answer)
        with self._stores.database.transaction():
            turn = self._stores.conversations.store_turn(where.conversation, answer, where.replaces)
            if turn is not None and self._stores.erasures.count != erasures:
                erase_answers(self._stores.database)
                answer = next(
                    one.answer for one in self._stores.conversations.turns.all(where.conversation) if one.id == turn
                )
            name = self._stores.documents.library_name(self._library)
        self._events.tell(ConversationsChanged(name))
        return AnswerFinished(answer, turn)


def _checked(question: str) -> str:
    """Without what no part downstream takes: control characters and halves of pairs. Never cut: refused if too long."""
    cleaned = clean_text(question).strip()
    if not cleaned:
        raise BadRequest("The question is empty.", "Ask something.")
    if len(cleaned) > LONGEST_QUESTION:
        raise BadRequest(
            f"The question has {len(cleaned):,} characters; {LONGEST_QUESTION:,} are the most that can be asked.",
            "Ask in fewer words.",
        )
    return cleaned


def _quotes(found: Findings) -> tuple[Quote, ...]:
    """The best sentences of the passages, best first."""
    by_number = {passage.n: passage for passage in found.passages}
    starts = {n: passage.place.start for n, passage in by_number.items()}
    cosines = {
        n: [SpanCosine(span.start - starts[n], span.end - starts[n], span.cosine) for span in spans]
        for n, spans in found.spans.items()
    }
    ranked = rank_sentences(
        lambda language: set(question_words(found.text, found.language, language)), found.passages, cosines, found.idf,
        is_language_known=found.is_language_known, limit=QUOTES,
    )  # fmt: skip
    return tuple(_quote(n, sentence, by_number[sentence.passage]) for n, sentence in enumerate(ranked, start=1))


def _quote(n: int, sentence: RankedSentence, passage: Passage) -> Quote:
    start = passage.place.start
    place = replace(passage.place, start=start + sentence.start, end=start + sentence.end)
    return Quote(n, passage.document, passage.title, place, sentence.text, round(sentence.score, 4), passage.n)


def _within(quotes: Sequence[Quote], passages: Sequence[Passage]) -> tuple[Quote, ...]:
    """The quotes as they stand in the passages that are read: at their place, or in the copy that was kept of it."""
    placed = [found for quote in quotes if (found := _at_its_place(quote, passages) or _in_a_copy(quote, passages))]
    return tuple(replace(quote, n=n) for n, quote in enumerate(placed, start=1))


def _at_its_place(quote: Quote, passages: Sequence[Passage]) -> Quote | None:
    for passage in passages:
        inside = passage.place.start <= quote.place.start and quote.place.end <= passage.place.end
        if inside and passage.document == quote.document:
            return replace(quote, passage=passage.n)
    return None


def _in_a_copy(quote: Quote, passages: Sequence[Passage]) -> Quote | None:
    for passage in passages:
        at = passage.text.find(quote.text)
        if at >= 0:
            start = passage.place.start + at
            place = replace(passage.place, start=start, end=start + len(quote.text))
            copy = replace(quote, document=passage.document, title=passage.title)
            return replace(copy, place=place, passage=passage.n)
    return None
