"""Builds what the chat model reads: passages or quotes and a question in; messages that fit its context out.

The words are in assets/prompts/<language>/<size>.txt. The fixed part stands first, so that the model need not read it
again for the next question; the best passage and then the question stand last, where models heed them most. Only the
tiniest have their one instruction behind the question: they forget it otherwise.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ragdesk.engine.answer.model_text import text_for_model
from ragdesk.engine.model_files.gguf_header import GgufHeader
from ragdesk.paths import asset
from ragdesk.protocol.records import Passage, Quote

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

ModelSize = Literal["tiny", "small", "large"]

LANGUAGES = ("en", "es")
FRAME_TOKENS, FRAME_TOKENS_PER_MESSAGE = 40, 12
"""More than chat templates add to the whole and to each message: SmolLM2 24 and 9, others a date or empty thoughts."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What goes to the model. `passages_read` and `passages_left_out` hold the passages' numbers `n`."""

    messages: tuple[BaseMessage, ...]
    max_answer_tokens: int
    passages_read: tuple[int, ...]
    passages_left_out: tuple[int, ...]
    prompt_tokens: int
    """Counted with the model's tokenizer, the frame of the chat template estimated from above."""
    stop: tuple[str, ...] = ()
    """Where the answer ends at the latest."""


@dataclass(frozen=True, slots=True)
class _Rules:
    max_pieces: int
    max_pieces_tokens: int
    max_answer_tokens: int
    stop: tuple[str, ...] = ()


# A context of 400 words holds 87 % of the reference text, one of 800 words 93 %: more passages are for models that can
# tell what matters. The tiniest get one sentence: of SmolLM2-135M's answers to 80 SQuAD questions 56 % then held the
# right words, with two sentences 41 %; with examples in front 43 % of 40, against 65 % of the same without.
# A new line of theirs begins only rambling. 40 tokens cut a sentence of the samples in the middle of a sum; 64 do not.
RULES: Mapping[ModelSize, _Rules] = {
    "tiny": _Rules(max_pieces=1, max_pieces_tokens=300, max_answer_tokens=64, stop=("\n",)),
    "small": _Rules(max_pieces=5, max_pieces_tokens=1_200, max_answer_tokens=200),
    "large": _Rules(max_pieces=8, max_pieces_tokens=3_000, max_answer_tokens=400),
}


@dataclass(frozen=True, slots=True)
class _Piece:
    passage: int
    text: str


def size_of(header: GgufHeader) -> ModelSize:
    """The class of a model, by its number of parameters. Below 1.7 billion few are real readers."""
    parameters = header.parameter_count * header.split_count
    if parameters <= 0.95e9:
        return "tiny"
    return "small" if parameters < 4e9 else "large"


def refusal(language: str) -> str:
    """The sentence by which a model says that the passages do not hold the answer."""
    return _asset_text(language, "refusal.txt").strip()


def build_prompt(
    question: str,
    language: str,
    passages: Sequence[Passage],
    quotes: Sequence[Quote],
    model_size: ModelSize,
    count_tokens: Callable[[str], int],
    context_tokens: int,
    *,
    nonce: str | None = None,
) -> Prompt:
    """Fit the best passages (for the tiniest models: quotes) into the context; whole ones are dropped, worst first.

    `passages` and `quotes` come best first. `passages_read` is empty where not even the best one fits.
    `nonce` marks where passages begin and end; drawn at random, so that no document can know it.
    """
    rules = RULES[model_size]
    template = _asset_text(language, f"{model_size}.txt")
    nonce = nonce or secrets.token_hex(3)
    words = {"question": " ".join(text_for_model(question).split()), "refusal": refusal(language), "mark": nonce}

    def messages_with(pieces: Sequence[_Piece]) -> list[tuple[str, str]]:
        joined = _joined(pieces, model_size)
        return [(role, _filled(text, {**words, "passages": joined})) for role, text in _messages(template, language)]

    def tokens_of(pieces: Sequence[_Piece]) -> int:
        counts = [count_tokens(text) + FRAME_TOKENS_PER_MESSAGE for _, text in messages_with(pieces)]
        return FRAME_TOKENS + sum(counts)

    pieces = _pieces(passages, quotes, model_size, nonce)[: rules.max_pieces]
    answer_tokens = min(rules.max_answer_tokens, context_tokens // 4)
    most = min(context_tokens - answer_tokens, tokens_of([]) + rules.max_pieces_tokens)
    while pieces and tokens_of(pieces) > most:
        pieces.pop()
    read = tuple(dict.fromkeys(piece.passage for piece in pieces))
    return Prompt(
        messages=_as_langchain(messages_with(pieces)),
        max_answer_tokens=answer_tokens,
        passages_read=read,
        passages_left_out=tuple(passage.n for passage in passages if passage.n not in read),
        prompt_tokens=tokens_of(pieces),
        stop=rules.stop,
    )


def _pieces(passages: Sequence[Passage], quotes: Sequence[Quote], size: ModelSize, nonce: str) -> list[_Piece]:
    if size == "tiny" and quotes:
        return [_Piece(quote.passage, " ".join(text_for_model(quote.text).split())) for quote in quotes]
    return [_Piece(passage.n, _framed(passage, size, nonce)) for passage in passages]


def _framed(passage: Passage, size: ModelSize, nonce: str) -> str:
    text = text_for_model(passage.text).strip()
    if size == "tiny":
        return text
    place = " > ".join((passage.title, *passage.place.heading))
    head = " ".join(text_for_model(f"[{passage.n}] {place}").split())
    return f"<<{nonce}>> {head}\n{text}\n<</{nonce}>>"


def _joined(pieces: Sequence[_Piece], size: ModelSize) -> str:
    """The best piece last, next to the question."""
    return ("\n" if size == "tiny" else "\n\n").join(piece.text for piece in reversed(pieces))


def _asset_text(language: str, name: str) -> str:
    return asset("prompts", language if language in LANGUAGES else "en", name).read_text("utf-8")


def _messages(template: str, language: str) -> Iterator[tuple[str, str]]:
    """Parts of a prompt file: a line [system], [user] or [assistant] begins each."""
    parts = re.split(r"^\[(system|user|assistant)\]\n", template, flags=re.MULTILINE)[1:]
    messages = [(role, text.strip()) for role, text in zip(parts[::2], parts[1::2], strict=True)]
    if language not in LANGUAGES:
        first = f"{messages.pop(0)[1]} " if messages[0][0] == "system" else ""
        yield "system", first + _asset_text(language, "other_language.txt").strip()
    yield from messages


def _filled(text: str, words: Mapping[str, str]) -> str:
    """Put words into {places} in one pass, so that braces in a document mean nothing."""
    return re.sub(r"\{(\w+)\}", lambda place: words.get(place[1], place[0]), text)


def _as_langchain(messages: Sequence[tuple[str, str]]) -> tuple[BaseMessage, ...]:
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    kinds = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
    return tuple(kinds[role](content=text) for role, text in messages)
