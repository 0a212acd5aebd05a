"""The chat worker with LangChain's chat model interface: messages in, message chunks out."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel, generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import Field, SkipValidation

from ragdesk.engine.answer.chat_worker.chat_worker import ChatWorker
from ragdesk.engine.answer.language_models.gguf_writer import Wish
from ragdesk.engine.answer.language_models.sampling import Sampling
from ragdesk.engine.answer.language_models.turns import chunk_of, turns_of
from ragdesk.protocol.events import AnswerPending


class WorkerChatModel(BaseChatModel):
    """Writes with one GGUF model in a process of its own; `worker` belongs to whoever made it."""

    worker: SkipValidation[ChatWorker]
    max_tokens: int = Field(default=512, ge=1)
    sampling: SkipValidation[Sampling] = Sampling()

    @property
    def _llm_type(self) -> str:
        return "ragdesk-chat-worker"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model": self.worker.path.name} | asdict(self.sampling)

    def get_num_tokens(self, text: str) -> int:
        return self.worker.count_tokens(text)

    def pieces(
        self, messages: Sequence[BaseMessage], max_tokens: int, stop: Sequence[str] | None = None, **sampling: Any
    ) -> Generator[AIMessageChunk | AnswerPending, None, None]:
        """The answer as it comes, and signs of life in between. Closing it stops the model."""
        wish = Wish(max_tokens, tuple(stop or ()), replace(self.sampling, **sampling))
        for piece in self.worker.write(turns_of(messages), wish):
            yield piece if isinstance(piece, AnswerPending) else chunk_of(piece, self.worker.path.name)

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
        sampling = {name: kwargs[name] for name in ("temperature", "seed") if kwargs.get(name) is not None}
        for piece in self.pieces(messages, kwargs.get("max_tokens") or self.max_tokens, stop, **sampling):
            if isinstance(piece, AnswerPending):
                continue
            reason = piece.response_metadata.get("finish_reason")
            chunk = ChatGenerationChunk(message=piece, generation_info={"finish_reason": reason} if reason else None)
            if run_manager:
                run_manager.on_llm_new_token(str(chunk.text), chunk=chunk)
            yield chunk
