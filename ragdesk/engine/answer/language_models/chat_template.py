"""A model's chat template, rendered by segments: messages in; pieces of frame and of text, kept apart, out.

The template never sees a message, only a random mark in its place. So no text of a document or a question can become
part of the frame, whatever it holds, and texts are turned into tokens with control tokens switched off.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from ragdesk.protocol.errors import ModelError

Role = Literal["system", "user", "assistant"]

MAX_TEMPLATE_CHARACTERS = 256 * 1024
MAX_FRAME_CHARACTERS = 64 * 1024

PLAIN_TEMPLATE = (
    "{% for message in messages %}{{ message.role | capitalize }}: {{ message.content }}\n\n{% endfor %}"
    "{% if add_generation_prompt %}Assistant:{% endif %}"
)
"""For models without a template: text that any model has seen, without control tokens."""


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One turn, in the three roles that templates know."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a prompt: the template's own words, or text that must stay text."""

    text: str
    is_frame: bool


class TemplateRefusalError(Exception):
    """The template does not take messages in this order or of these roles."""


class ChatTemplate:
    """A template that is compiled at its first use. `is_fallback` says that the model brought none."""

    def __init__(self, source: str | None, *, bos: str = "", eos: str = "") -> None:
        if source is not None and len(source) > MAX_TEMPLATE_CHARACTERS:
            raise _unusable("it is too long")
        self.is_fallback = source is None
        self._source = PLAIN_TEMPLATE if source is None else source
        self._words = {"bos_token": bos, "eos_token": eos}
        self._frames: dict[tuple[Role, ...], tuple[str | int, ...]] = {}

    def segments(self, messages: Sequence[ChatMessage]) -> Iterator[Segment]:
        """The prompt in order. Frame pieces are the same for each conversation of the same shape."""
        turns, frame = self._accepted(_alternating(messages))
        for piece in frame:
            if isinstance(piece, int):
                yield Segment(turns[piece].text, is_frame=False)
            elif piece:
                yield Segment(piece, is_frame=True)

    def opens_thinking(self, messages: Sequence[ChatMessage]) -> bool:
        """Whether the frame ends inside a thinking block, so that the answer begins with thoughts."""
        end = self._accepted(_alternating(messages))[1][-1]
        return isinstance(end, str) and end.rstrip().endswith("<think>")

    def _accepted(self, messages: Sequence[ChatMessage]) -> tuple[Sequence[ChatMessage], tuple[str | int, ...]]:
        reason: Exception | None = None
        for turns in (messages, _without_system(messages)):
            try:
                return turns, self._frame(tuple(turn.role for turn in turns))
            except TemplateRefusalError as error:
                reason = error
        raise _unusable(str(reason)) from reason

    def _frame(self, roles: tuple[Role, ...]) -> tuple[str | int, ...]:
        """Frame pieces, and where each message stands between them by its number."""
        if roles not in self._frames:
            mark = secrets.token_hex(12)
            rendered = self._render([{"role": role, "content": f"{mark}{i}."} for i, role in enumerate(roles)])
            pieces: list[str | int] = list(re.split(rf"{mark}(\d+)\.", rendered))
            pieces[1::2] = [int(number) for number in pieces[1::2]]
            if not set(range(len(roles))) <= set(pieces[1::2]):
                raise TemplateRefusalError("it leaves messages out")
            self._frames[roles] = tuple(pieces)
        return self._frames[roles]

    def _render(self, messages: list[dict[str, str]]) -> str:
        try:
            text: str = self._compiled.render(
                messages=messages,
                add_generation_prompt=True,
                enable_thinking=False,
                raise_exception=_refuse,
                strftime_now=lambda form: datetime.now().strftime(form),
                tools=None,
                documents=None,
                **self._words,
            )
        except Exception as error:  # the template is foreign code: it may fail in any way
            raise TemplateRefusalError(f"{type(error).__name__}: {error}") from error
        if len(text) > MAX_FRAME_CHARACTERS:
            raise TemplateRefusalError("its frame is too long")
        return text

    @cached_property
    def _compiled(self) -> Any:
        from jinja2 import TemplateError, nodes
        from jinja2.ext import Extension
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        class Generation(Extension):
            """`{% generation %}` marks what a trainer learns from; for writing it means nothing."""

            tags = {"generation"}  # noqa: RUF012

            def parse(self, parser: Any) -> list[nodes.Node]:
                next(parser.stream)
                body: list[nodes.Node] = parser.parse_statements(("name:endgeneration",), drop_needle=True)
                return body

        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols", Generation]
        )
        environment.filters["tojson"] = _to_json
        try:
            return environment.from_string(self._source)
        except (TemplateError, RecursionError) as error:
            raise _unusable(str(error)) from error


def tokens_of(
    segments: Iterator[Segment],
    tokenize: Callable[..., list[int]],
    is_control: Callable[[int], bool],
    opening: int | None = None,
) -> list[int]:
    """Prompt tokens: control tokens come from frame pieces alone. `opening` is put first if the frame lacks it."""
    tokens: list[int] = []
    for segment in segments:
        if segment.is_frame:
            tokens += tokenize(segment.text, special=True)
        else:
            tokens += [token for token in tokenize(segment.text, special=False) if not is_control(token)]
    if opening is not None and tokens[:1] != [opening]:
        tokens.insert(0, opening)
    return tokens


def _alternating(messages: Sequence[ChatMessage]) -> list[ChatMessage]:
    """Neighbours of one role become one message, because many templates refuse them."""
    turns: list[ChatMessage] = []
    for message in messages:
        if turns and turns[-1].role == message.role:
            turns[-1] = ChatMessage(message.role, f"{turns[-1].text}\n\n{message.text}")
        else:
            turns.append(message)
    return turns


def _without_system(messages: Sequence[ChatMessage]) -> list[ChatMessage]:
    """System texts move into the first message of the user, for templates that know no such role."""
    system = "\n\n".join(message.text for message in messages if message.role == "system")
    turns = [message for message in messages if message.role != "system"]
    if not system:
        return _alternating(turns)
    for i, turn in enumerate(turns):
        if turn.role == "user":
            return _alternating([*turns[:i], ChatMessage("user", f"{system}\n\n{turn.text}"), *turns[i + 1 :]])
    return [ChatMessage("user", system), *_alternating(turns)]


def _refuse(reason: str) -> str:
    raise TemplateRefusalError(reason)


def _to_json(value: object, indent: int | None = None, **_options: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _unusable(detail: str) -> ModelError:
    return ModelError("This model's chat template cannot be used.", "Choose another chat model.", detail)
