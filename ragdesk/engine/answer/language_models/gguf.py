"""A chat model in a GGUF file, run by llama.cpp on this computer, with LangChain's chat model interface."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel, generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import InputTokenDetails, UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import Field, PrivateAttr

from ragdesk.engine.answer.language_models.chat_template import ChatMessage, ChatTemplate, Role, tokens_of
from ragdesk.engine.answer.language_models.llama_runtime import LlamaRuntime, Placement, Sampling
from ragdesk.engine.answer.language_models.stream_filters import AnswerText
from ragdesk.engine.model_files.gguf_header import GgufHeader, read_gguf_header
from ragdesk.engine.model_files.memory_budget import fitting_context, free_memory_bytes, physical_cores
from ragdesk.protocol.errors import ModelError

ROLES: dict[str, Role] = {"system": "system", "developer": "system", "ai": "assistant", "assistant": "assistant"}


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

    _runtime: LlamaRuntime | None = PrivateAttr(default=None)
    _template: ChatTemplate | None = PrivateAttr(default=None)
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
        return self._loaded()[0].context_tokens

    @property
    def last_prompt_tokens_reused(self) -> int:
        """How many tokens of the last prompt did not have to be read again."""
        return self._loaded()[0].tokens_reused

    def count_tokens(self, text: str) -> int:
        """Tokens of a text, by the model's own tokenizer."""
        return len(self.get_token_ids(text))

    def get_token_ids(self, text: str) -> list[int]:
        return self._loaded()[0].tokenize(text)

    def get_num_tokens(self, text: str) -> int:
        return self.count_tokens(text)

    def get_num_tokens_from_messages(self, messages: Sequence[BaseMessage], tools: Sequence[Any] | None = None) -> int:
        return len(self.prompt_tokens(messages))

    def prompt_tokens(self, messages: Sequence[BaseMessage]) -> list[int]:
        """Exactly what the model reads. Texts of messages never become control tokens."""
        runtime, template = self._loaded()
        segments = template.segments(_turns(messages))
        return tokens_of(segments, runtime.tokenize, runtime.is_control, runtime.opening_token())

    def set_threads(self, threads: int) -> None:
        """Use so many processor cores from the next token on: one fewer while anything else computes."""
        self._loaded()[0].set_threads(threads)

    def cancel(self) -> None:
        """Stop the answer that is being written; its stream raises Cancelled. Without one, nothing happens."""
        if self._runtime is not None:
            self._runtime.cancel()

    def close(self) -> None:
        """Free the memory. A later use loads the model again."""
        with self._loading:
            if self._runtime is not None:
                self._runtime.close()
            self._runtime = None

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
        runtime, template = self._loaded()
        prompt = self.prompt_tokens(messages)
        text = AnswerText(stop, starts_inside_thoughts=template.opens_thinking(_turns(messages)))
        most = min(max_tokens or self.max_tokens, runtime.context_tokens - len(prompt))
        written = 0
        with closing(runtime.write(prompt, self._sampling(temperature, seed))) as tokens:
            for token in tokens:
                written += 1
                if shown := text.feed(runtime.piece(token)):
                    yield ChatGenerationChunk(message=AIMessageChunk(content=shown))
                if text.has_stopped or written >= most:
                    break
        is_cut = written >= most and not text.has_stopped
        yield self._last_chunk(text.finish(), len(prompt), written, is_cut, runtime.tokens_reused)

    def _last_chunk(self, text: str, read: int, written: int, is_cut: bool, reused: int) -> ChatGenerationChunk:
        usage = UsageMetadata(
            input_tokens=read,
            output_tokens=written,
            total_tokens=read + written,
            input_token_details=InputTokenDetails(cache_read=reused),
        )
        reason = "length" if is_cut else "stop"
        message = AIMessageChunk(
            content=text,
            usage_metadata=usage,
            response_metadata={"finish_reason": reason, "model_name": self.path.name},
            chunk_position="last",
        )
        return ChatGenerationChunk(message=message, generation_info={"finish_reason": reason})

    def _sampling(self, temperature: float | None, seed: int | None) -> Sampling:
        sampling = Sampling(self.temperature, self.top_k, self.top_p, self.min_p, self.repeat_penalty, self.seed)
        if temperature is not None:
            sampling = replace(sampling, temperature=temperature)
        return sampling if seed is None else replace(sampling, seed=seed)

    def _loaded(self) -> tuple[LlamaRuntime, ChatTemplate]:
        with self._loading:
            if self._runtime is None or self._template is None:
                self._runtime, self._template = self._load()
            return self._runtime, self._template

    def _load(self) -> tuple[LlamaRuntime, ChatTemplate]:
        header = self.header
        if not header.vocabulary_size:
            raise ModelError(f"{self.path.name} holds no words, only a part of a model.", "Choose a chat model.")
        threads = self.threads or physical_cores()
        placement = Placement(
            n_ctx=fitting_context(header, self.n_ctx, free_memory_bytes()),
            threads=threads,
            threads_batch=threads,
            gpu_layers=self.gpu_layers,
            use_mmap=self.use_mmap,
            flash_attention=self.flash_attention,
        )
        runtime = LlamaRuntime(self.path, placement)
        bos, eos = runtime.special_text("bos"), runtime.special_text("eos")
        return runtime, ChatTemplate(header.chat_template, bos=bos, eos=eos)


def _turns(messages: Sequence[BaseMessage]) -> list[ChatMessage]:
    return [ChatMessage(ROLES.get(message.type, "user"), str(message.text)) for message in messages]
