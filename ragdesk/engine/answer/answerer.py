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
)
from ragdesk.protocol.errors import ChatModelDied, ModelError
from ragdesk.protocol.events import AnswerFinished, AnswerPending, AnswerToken, AskEvent
from ragdesk.protocol.records import (
    Answer,
    Budget,
    Evidence,
    Passage,
    Quote,
    Searched,
    Sentence,
    Timings,
)

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


class Answerer:
    """Writes answers. Nothing found, or no model wanted or working: the quotes are the answer, or a plain no."""

    def __init__(self, models: ChatModels) -> None:
        self._models = models

    def answer(self, asked: Asked, use_model: bool, model: Path | None = None) -> Iterator[AskEvent]:
        """AnswerPending and AnswerToken while a model writes, then AnswerFinished.

        `model` is a GGUF file to ask in place of the chosen chat model. AnswerPending("restarting") takes back all
        tokens before it: the model died over them and is asked once more.
        """
        if asked.evidence == "none" or not asked.quotes:
            yield AnswerFinished(_nothing(asked))
        elif not use_model:
            yield AnswerFinished(_quotes_answer(asked))
        elif asked.evidence == "weak":
            yield AnswerFinished(_quotes_answer(asked, closest_passages_only(asked.language)))
        else:
            yield from self._in_turn(asked, model)

    def _in_turn(self, asked: Asked, model: Path | None) -> Iterator[AskEvent]:
        yield from self._models.wait_for_turn()
        try:
            yield from self._by_model(asked, model)
        finally:
            self._models.end_turn()

    def _by_model(self, asked: Asked, model: Path | None) -> Iterator[AskEvent]:
        try:
            chat = yield from self._models.opening(model)
            try:
                answer = yield from _written(chat, asked)
            except ChatModelDied:
                yield AnswerPending("restarting")
                chat = yield from self._models.opening(model)
                answer = yield from _written(chat, asked)
        except ModelError as problem:
            answer = _quotes_answer(asked, model_not_used(asked.language, problem.message))
        yield AnswerFinished(answer)


def _written(chat: ChatModel, asked: Asked) -> Generator[AskEvent, None, Answer]:
    """Raises ModelError."""
    prompt = build_prompt(
        asked.question, asked.language, asked.passages, asked.quotes, chat.size, chat.count_tokens,
        chat.context_tokens,
    )  # fmt: skip
    written = _Written(chat, prompt, asked)
    yield from written.stream()
    return written.answer()


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
        read = [passage for passage in asked.passages if passage.n in self._prompt.passages_read]
        checked = check_answer(text, asked.question, asked.language, read, asked.idf)
        if sum(sentence.supported for sentence in checked) < LEAST_SUPPORTED * len(checked):
            return self._with_costs(_quotes_answer(asked, answer_not_supported(asked.language)))
        quotes = list(asked.quotes)
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
    text = (
        nothing_found(asked.language, asked.nearest) if asked.searched.documents else library_is_empty(asked.language)
    )
    return replace(
        _quotes_answer(replace(asked, quotes=())), text=text, found=False, origin="nothing", nearest=asked.nearest
    )


def ms_since(started: float) -> float:
    """Milliseconds since a moment of `time.perf_counter`."""
    return round((time.perf_counter() - started) * 1000, 1)
