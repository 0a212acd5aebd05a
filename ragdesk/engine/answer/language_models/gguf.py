"""A chat model in a GGUF file, run by llama.cpp on this computer, with LangChain's chat model interface."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel, generate_from_stream
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import Field, PrivateAttr

from ragdesk.engine.answer.language_models.gguf_writer import Ended, GgufWriter, Wish
from ragdesk.engine.answer.language_models.llama_loading import Placement
from ragdesk.engine.answer.language_models.sampling import Sampling
from ragdesk.engine.answer.language_models.turns import chunk_of, turns_of
from ragdesk.engine.model_files.gguf_header import GgufHeader, read_gguf_header
from ragdesk.engine.model_files.memory_budget import fitting_context, free_memory_bytes, physical_cores


class GgufChatModel(BaseChatModel):
    """Writes with one GGUF model. Making one is cheap; `warm_up()`, or the first use, loads it.

    One caller at a time: a second thread waits. `cancel()` may be called from any thread and acts within 0.1 s; the
    stream then raises Cancelled, and the model can be used again. `close()` frees the memory. Only RagdeskErrors come
    out: ModelMissing, ModelDamaged and ModelError while loading, ModelError and Cancelled while writing.
    """

    path: Path
    n_ctx: int = Field(default=4096, ge=256)
    """Context wished for; less if the model was trained on less or the memory is short. See `context_tokens`."""
    threads: int | None = Field(default=None, ge=1)
    """None: as many as the processor has cores."""
    gpu_layers: int = 0
    use_mmap: bool = True
    """False for files on removable and network drives."""
    flash_attention: bool | None = None
    """None: where the device can do it."""
    max_tokens: int = Field(default=512, ge=1)
    temperature: float = Field(default=0.0, ge=0.0)
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    repeat_penalty: float = 1.0
    seed: int = 0

    _writer: GgufWriter | None = PrivateAttr(default=None)
    _header: GgufHeader | None = PrivateAttr(default=None)
    _loading: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "ragdesk-gguf"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model": self.path.name, "temperature": self.temperature, "seed": self.seed}

    def warm_up(self) -> None:
        """Check the header and the memory, then load. Does nothing where the model is loaded already."""
        self._loaded()

    @property
    def header(self) -> GgufHeader:
        """What the file says of the model; read without loading it."""
        if self._header is None:
            self._header = read_gguf_header(self.path)
        return self._header

    @property
    def context_tokens(self) -> int:
        """How many tokens prompt and answer may have together."""
        return self._loaded().runtime.context_tokens

    @property
    def last_prompt_tokens_reused(self) -> int:
        """How many tokens of the last prompt did not have to be read again."""
        return self._loaded().runtime.tokens_reused

    def count_tokens(self, text: str) -> int:
        """Tokens of a text, by the model's own tokenizer."""
        return len(self.get_token_ids(text))

    def get_token_ids(self, text: str) -> list[int]:
        return self._loaded().runtime.tokenize(text)

    def get_num_tokens(self, text: str) -> int:
        return self.count_tokens(text)

    def get_num_tokens_from_messages(self, messages: Sequence[BaseMessage], tools: Sequence[Any] | None = None) -> int:
        return len(self.prompt_tokens(messages))

    def prompt_tokens(self, messages: Sequence[BaseMessage]) -> list[int]:
        """Exactly what the model reads. Texts of messages never become control tokens."""
        return self._loaded().prompt_tokens(turns_of(messages))

    def set_threads(self, threads: int) -> None:
        """Use so many processor cores from the next token on: one fewer while anything else computes."""
        self._loaded().runtime.set_threads(threads)

    def cancel(self) -> None:
        """Stop the answer that is being written; its stream raises Cancelled. Without one, nothing happens."""
        if self._writer is not None:
            self._writer.runtime.cancel()

    def close(self) -> None:
        """Free the memory. A later use loads the model again."""
        with self._loading:
            if self._writer is not None:
                self._writer.close()
            self._writer = None

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for chunk in self._chunks(messages, stop or [], **kwargs):
            if run_manager:
                run_manager.on_llm_new_token(str(chunk.text), chunk=chunk)
            yield chunk

    def _chunks(
        self,
        messages: list[BaseMessage],
        stop: list[str],
        max_tokens: int | None = None,
        temperature: float | None = None,
        seed: int | None = None,
        **_unknown: Any,
    ) -> Iterator[ChatGenerationChunk]:
        wish = Wish(max_tokens or self.max_tokens, tuple(stop), self._sampling(temperature, seed))
        for piece in self._loaded().write(turns_of(messages), wish):
            if isinstance(piece, Ended):
                yield ChatGenerationChunk(
                    message=chunk_of(piece, self.path.name), generation_info={"finish_reason": piece.reason}
                )
            else:
                yield ChatGenerationChunk(message=chunk_of(piece, self.path.name))

    def _sampling(self, temperature: float | None, seed: int | None) -> Sampling:
        sampling = Sampling(self.temperature, self.top_k, self.top_p, self.min_p, self.repeat_penalty, self.seed)
        if temperature is not None:
            sampling = replace(sampling, temperature=temperature)
        return sampling if seed is None else replace(sampling, seed=seed)

    def _loaded(self) -> GgufWriter:
        with self._loading:
            if self._writer is None:
                self._writer = GgufWriter(self.path, self.header, self._placement())
            return self._writer

    def _placement(self) -> Placement:
        threads = self.threads or physical_cores()
        return Placement(
            n_ctx=fitting_context(self.header, self.n_ctx, free_memory_bytes()),
            threads=threads,
            threads_batch=threads,
            gpu_layers=self.gpu_layers,
            use_mmap=self.use_mmap,
            flash_attention=self.flash_attention,
        )
