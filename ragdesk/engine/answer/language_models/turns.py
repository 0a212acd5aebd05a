"""Between LangChain's messages and ours: messages to turns of a conversation, pieces of an answer to message chunks."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import InputTokenDetails, UsageMetadata

from ragdesk.engine.answer.language_models.chat_template import ChatMessage, Role
from ragdesk.engine.answer.language_models.gguf_writer import Ended

ROLES: dict[str, Role] = {"system": "system", "developer": "system", "ai": "assistant", "assistant": "assistant"}


def turns_of(messages: Sequence[BaseMessage]) -> list[ChatMessage]:
    """Whoever is unknown speaks as the user."""
    return [ChatMessage(ROLES.get(message.type, "user"), str(message.text)) for message in messages]


def chunk_of(piece: str | Ended, model_name: str) -> AIMessageChunk:
    """A piece of text; the last one says what the answer cost and why it ended."""
    if isinstance(piece, str):
        return AIMessageChunk(content=piece)
    usage = UsageMetadata(
        input_tokens=piece.read,
        output_tokens=piece.written,
        total_tokens=piece.read + piece.written,
        input_token_details=InputTokenDetails(cache_read=piece.reused),
    )
    return AIMessageChunk(
        content=piece.text,
        usage_metadata=usage,
        response_metadata={"finish_reason": piece.reason, "model_name": model_name},
        chunk_position="last",
    )
