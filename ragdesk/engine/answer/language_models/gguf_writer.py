"""A loaded GGUF model that writes: turns of a conversation in, pieces of text and then the costs out. No LangChain."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ragdesk.engine.answer.language_models.chat_template import ChatMessage, ChatTemplate, tokens_of
from ragdesk.engine.answer.language_models.llama_loading import Placement
from ragdesk.engine.answer.language_models.llama_runtime import LlamaRuntime
from ragdesk.engine.answer.language_models.sampling import Sampling
from ragdesk.engine.answer.language_models.stream_filters import AnswerText
from ragdesk.engine.model_files.gguf_header import GgufHeader
from ragdesk.protocol.errors import ModelError

SELF_TEST_TOKENS = 8


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of one answer."""

    max_tokens: int
    stop: tuple[str, ...] = ()
    sampling: Sampling = field(default_factory=Sampling)


@dataclass(frozen=True, slots=True)
class Ended:
    """How an answer ended and what it cost, in tokens. `reused` of those read were in the attention cache already."""

    text: str
    """What was held back until the end was known."""
    read: int
    written: int
    reused: int
    reason: Literal["stop", "length"]


class GgufWriter:
    """One model in memory. Raises what `LlamaRuntime` raises."""

    def __init__(
        self, path: Path, header: GgufHeader, placement: Placement, on_load: Callable[[float], bool] | None = None
    ) -> None:
        if not header.vocabulary_size:
            raise ModelError(f"{path.name} holds no words, only a part of a model.", "Choose a chat model.")
        self.runtime = LlamaRuntime(path, placement, on_load)
        bos, eos = self.runtime.special_text("bos"), self.runtime.special_text("eos")
        self._template = ChatTemplate(header.chat_template, bos=bos, eos=eos)

    def prompt_tokens(self, turns: Sequence[ChatMessage]) -> list[int]:
        """Exactly what the model reads. Texts of turns never become control tokens."""
        runtime = self.runtime
        return tokens_of(self._template.segments(turns), runtime.tokenize, runtime.is_control, runtime.opening_token())

    def write(self, turns: Sequence[ChatMessage], wish: Wish) -> Generator[str | Ended, None, None]:
        """Pieces of text, then Ended. Closing it stops between two tokens."""
        runtime = self.runtime
        prompt = self.prompt_tokens(turns)
        text = AnswerText(wish.stop, starts_inside_thoughts=self._template.opens_thinking(turns))
        most = min(wish.max_tokens, runtime.context_tokens - len(prompt))
        written = 0
        with closing(runtime.write(prompt, wish.sampling)) as tokens:
            for token in tokens:
                written += 1
                if shown := text.feed(runtime.piece(token)):
                    yield shown
                if text.has_stopped or written >= most:
                    break
        is_cut = written >= most and not text.has_stopped
        yield Ended(text.finish(), len(prompt), written, runtime.tokens_reused, "length" if is_cut else "stop")

    def test_itself(self) -> None:
        """Write a few tokens, whatever they say. Raises ModelError where the device computes nonsense."""
        with closing(self.runtime.write(self.prompt_tokens([ChatMessage("user", "Hello")]), Sampling())) as tokens:
            for _, _token in zip(range(SELF_TEST_TOKENS), tokens, strict=False):
                if not self.runtime.makes_sense():
                    raise ModelError("The chat model computes nonsense on this computer.", "Choose another chat model.")

    def close(self) -> None:
        """Free the memory."""
        self.runtime.close()
