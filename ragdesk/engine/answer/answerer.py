"""Stage 5, passages -> answer: the chat model's text checked sentence by sentence, or the quotes themselves."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from ragdesk.engine.answer.chat_models import ChatModel, ChatModels
from ragdesk.engine.answer.prompt import Prompt, build_prompt, refusal
from ragdesk.engine.answer.support import CheckedSentence, SupportingText, check_answer
from ragdesk.engine.answer.words_for_user import (
    answer_not_supported,
    closest_passages_only,
    library_is_empty,
    model_not_used,
    nothing_found,
    stopped_early,
)
from ragdesk.engine.chunks.sentences import end_of_whole_sentences
from ragdesk.protocol.errors import ChatModelDied, ModelError
from ragdesk.protocol.events import AnswerFinished, AnswerPending, AnswerToken, AskEvent
from ragdesk.protocol.records import Answer, Budget, Evidence, Passage, Quote, Searched, Sentence, Timings

LEAST_SUPPORTED = 0.5
"""An answer with a smaller share of supported sentences is not shown; the quotes are."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with everything that was found for it. `started` is in seconds of `time.perf_counter`."""

    question: str
    language: str
    evidence: Evidence
    passages: tuple[Passage, ...]
    quotes: tuple[Quote, ...]
    nearest: tuple[str, ...]
    searched: Searched
    idf: Callable[[str], float]
    started: float
    quotes_ms: float
    is_scoped: bool = False
    """Whether only chosen documents were searched."""


class Answering:
    """Writes one answer. Nothing found, or no model wanted or working: the quotes are the answer, or a plain no.

    `model` is a GGUF file to ask in place of the chosen chat model.
    """

    def __init__(self, models: ChatModels, asked: Asked, use_model: bool, model: Path | None = None) -> None:
        self._models = models
        self._asked = asked
        self._model = model
        self._written: _Written | None = None
        self._without_model = _without_model(asked, use_model)

    def events(self) -> Generator[AskEvent, None, None]:
        """AnswerPending and AnswerToken while a model writes, then AnswerFinished. Closing it stops the model.

        AnswerPending("restarting") takes back all tokens before it: the model died over them and is asked once more.
        """
        if self._without_model:
            yield AnswerFinished(self._without_model)
            return
        yield from self._models.wait_for_turn()
        try:
            yield from self._by_model()
        finally:
            self._models.end_turn()

    @property
    def has_text(self) -> bool:
        """Whether a model has written anything."""
        return self._written is not None and self._written.has_text

    def stopped(self) -> Answer:
        """What there is once `events` was closed before its end: what is written so far, or else the quotes."""
        if self._without_model:
            return self._without_model
        note = stopped_early(self._asked.language)
        if self._written and self._written.has_text:
            return self._written.so_far(note)
        return _quotes_answer(self._asked, note)

    def _by_model(self) -> Generator[AskEvent, None, None]:
        asked = self._asked
        try:
            try:
                answer = yield from self._writing()
            except ChatModelDied:
                self._written = None
                yield AnswerPending("restarting")
                answer = yield from self._writing()
        except ModelError as problem:
            answer = _quotes_answer(asked, model_not_used(asked.language, problem.message))
        yield AnswerFinished(answer)

    def _writing(self) -> Generator[AskEvent, None, Answer]:
        """Raises ModelError."""
        chat = yield from self._models.opening(self._model)
        asked = self._asked
        prompt = build_prompt(
            asked.question, asked.language, asked.passages, asked.quotes, chat.size, chat.count_tokens,
            chat.context_tokens,
        )  # fmt: skip
        self._written = written = _Written(chat, prompt, asked)
        yield from written.stream()
        return written.answer()


def _without_model(asked: Asked, use_model: bool) -> Answer | None:
    """The answer where no model is to be asked."""
    if asked.evidence == "none" or not asked.quotes:
        return _nothing(asked)
    if not use_model:
        return _quotes_answer(asked)
    return _quotes_answer(asked, closest_passages_only(asked.language)) if asked.evidence == "weak" else None


class _Written:
    """One answer while the model writes it, and what becomes of it afterwards."""

    def __init__(self, chat: ChatModel, prompt: Prompt, asked: Asked) -> None:
        self._chat = chat
        self._prompt = prompt
        self._asked = asked
        self._text = ""
        self._first_token_ms: float | None = None
        self._answer_tokens = 0

    def stream(self) -> Iterator[AskEvent]:
        """The model's text as it comes. Closing it stops the model between two tokens."""
        prompt = self._prompt
        with closing(self._chat.write(prompt.messages, prompt.max_answer_tokens, prompt.stop)) as stream:
            for chunk in stream:
                if isinstance(chunk, AnswerPending):
                    yield chunk
                    continue
                if chunk.usage_metadata:
                    self._answer_tokens = chunk.usage_metadata["output_tokens"]
                if piece := str(chunk.text):
                    self._first_token_ms = self._first_token_ms or ms_since(self._asked.started)
                    self._text += piece
                    yield AnswerToken(piece)

    def answer(self) -> Answer:
        """The text, each sentence checked; the quotes instead where too little of it stands in the passages."""
        asked, text = self._asked, self._text.strip()
        if not text or text.rstrip(".") == refusal(asked.language).rstrip("."):
            return self._with_costs(_quotes_answer(asked, closest_passages_only(asked.language)))
        checked = self._checked(text)
        if sum(sentence.supported for sentence in checked) < LEAST_SUPPORTED * len(checked):
            return self._with_costs(_quotes_answer(asked, answer_not_supported(asked.language)))
        return self._with_citations(text, checked)

    @property
    def has_text(self) -> bool:
        """Whether anything but blanks is written."""
        return bool(self._text.strip())

    def so_far(self, note: str) -> Answer:
        """The text as it stands: whole sentences checked, what comes after them as it is. For a stopped model."""
        text = self._text.strip()
        end = end_of_whole_sentences(text, self._asked.language)
        answer = self._with_citations(text, self._checked(text[:end]))
        rest = text[end:].strip()
        sentences = (*answer.sentences, Sentence(rest, supported=False)) if rest else answer.sentences
        return replace(answer, sentences=sentences, note=note)

    def _checked(self, text: str) -> list[CheckedSentence]:
        asked = self._asked
        read = [passage for passage in asked.passages if passage.n in self._prompt.passages_read]
        return check_answer(text, asked.question, asked.language, read, asked.idf)

    def _with_citations(self, text: str, checked: Sequence[CheckedSentence]) -> Answer:
        asked, quotes = self._asked, list(self._asked.quotes)
        sentences = tuple(_sentence(sentence, asked.passages, quotes) for sentence in checked)
        return self._with_costs(
            replace(_quotes_answer(asked), text=text, origin="model", sentences=sentences, quotes=tuple(quotes))
        )

    def _with_costs(self, answer: Answer) -> Answer:
        budget = Budget(
            self._chat.context_tokens, self._prompt.prompt_tokens, self._answer_tokens, self._prompt.passages_read,
            self._prompt.passages_left_out,
        )  # fmt: skip
        timings = Timings(self._asked.quotes_ms, self._first_token_ms, ms_since(self._asked.started))
        return replace(answer, model=self._chat.name, budget=budget, timings=timings)


def _sentence(checked: CheckedSentence, passages: Sequence[Passage], quotes: list[Quote]) -> Sentence:
    """Its citations; a place that is not among the quotes yet becomes one."""
    by_number = {passage.n: passage for passage in passages}
    numbers = dict.fromkeys(_quote_number(one, by_number[one.passage], quotes) for one in checked.supports)
    return Sentence(checked.text, checked.supported, tuple(numbers), checked.unknown_numbers)


def _quote_number(support: SupportingText, passage: Passage, quotes: list[Quote]) -> int:
    start, end = passage.place.start + support.start, passage.place.start + support.end
    for quote in quotes:
        same_document = quote.document == passage.document
        if same_document and quote.place.start < end and start < quote.place.end and _covers(quote, start, end):
            return quote.n
    place = replace(passage.place, start=start, end=end)
    text = passage.text[support.start : support.end]
    quotes.append(Quote(len(quotes) + 1, passage.document, passage.title, place, text, support.share, passage.n))
    return len(quotes)


def _covers(quote: Quote, start: int, end: int) -> bool:
    return quote.place.start <= start and end <= quote.place.end


def _quotes_answer(asked: Asked, note: str | None = None) -> Answer:
    """The quotes as the answer: each sentence is verbatim, so each is supported by itself."""
    return Answer(
        question=asked.question,
        text="\n".join(" ".join(quote.text.split()) for quote in asked.quotes),
        found=True,
        evidence=asked.evidence,
        origin="quotes",
        sentences=tuple(Sentence(quote.text, True, (quote.n,)) for quote in asked.quotes),
        quotes=asked.quotes,
        passages=asked.passages,
        searched=asked.searched,
        model=None,
        budget=Budget(),
        timings=Timings(asked.quotes_ms, None, ms_since(asked.started)),
        language=asked.language,
        note=note,
    )


def _nothing(asked: Asked) -> Answer:
    """No model is asked, and nothing is quoted; the nearest documents are named."""
    if asked.searched.documents:
        text = nothing_found(asked.language, asked.nearest, is_scoped=asked.is_scoped)
    else:
        text = library_is_empty(asked.language, is_scoped=asked.is_scoped)
    return replace(
        _quotes_answer(replace(asked, quotes=())), text=text, found=False, origin="nothing", nearest=asked.nearest
    )


def ms_since(started: float) -> float:
    """Milliseconds since a moment of `time.perf_counter`."""
    return round((time.perf_counter() - started) * 1000, 1)
