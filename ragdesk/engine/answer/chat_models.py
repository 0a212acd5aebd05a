"""The chat model that answers: the bundled one, a GGUF file that the user named, or anybody's LangChain chat model."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ragdesk.engine.answer.language_models import open_chat_model
from ragdesk.engine.answer.prompt import ModelSize, size_of
from ragdesk.engine.model_files.bundled import bundled_chat_model
from ragdesk.paths import make_private
from ragdesk.protocol.errors import ModelError, RagdeskError
from ragdesk.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage

    from ragdesk.engine.answer.language_models.gguf import GgufChatModel

_CHARACTERS_PER_TOKEN = 3
"""For models whose tokenizer is not here: English and Spanish have 4 to 5, so this counts too many, never too few."""


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A chat model with what a prompt must know of it."""

    model: BaseChatModel
    name: str
    size: ModelSize
    count_tokens: Callable[[str], int]
    context_tokens: int
    takes_max_tokens: bool = True
    """Anybody's may not: LangChain leaves the name to each, and Ollama's refuses it. Its own settings hold then."""

    def write(
        self, messages: Sequence[BaseMessage], max_tokens: int, stop: Sequence[str] = ()
    ) -> Generator[AIMessageChunk, None, None]:
        """The answer, piece by piece; closing it stops the model. Raises RagdeskErrors only, whoever made the model."""
        limit: dict[str, Any] = {"max_tokens": max_tokens} if self.takes_max_tokens else {}
        chunks: Any = self.model.stream(list(messages), stop=list(stop) or None, **limit)
        try:
            with closing(chunks):
                yield from chunks
        except RagdeskError:
            raise
        except Exception as error:  # anybody's code runs here, so any error may come out of it
            message = f"The chat model {self.name} failed."
            raise ModelError(message, "Check its settings and its server.", repr(error)) from error


class ChatModels:
    """Opens the chat model at the first question that needs one. Raises ModelError where that fails."""

    def __init__(self, settings: Settings, given: BaseChatModel | None) -> None:
        self._settings = settings
        self._given = given
        self._opened: ChatModel | None = None

    @property
    def name(self) -> str:
        """What the model is called, without opening it."""
        if self._given is not None:
            return _name_of(self._given)
        return self._settings.chat_model.name if self._settings.chat_model else "SmolLM2-135M-Instruct"

    def open(self) -> ChatModel:
        """The chat model, loaded."""
        if self._opened is None:
            self._opened = self._open_given(self._given) if self._given is not None else self._open_gguf()
        return self._opened

    def _open_gguf(self) -> ChatModel:
        path = self._settings.chat_model or bundled_chat_model(make_private(self._settings.cache_dir))
        model = open_chat_model(path)
        model.n_ctx, model.threads, model.seed = (
            self._settings.context_tokens,
            self._settings.threads,
            self._settings.seed,
        )
        return self._ours(model)

    def _ours(self, model: GgufChatModel) -> ChatModel:
        model.warm_up()
        return ChatModel(model, self.name, size_of(model.header), model.count_tokens, model.context_tokens)

    def _open_given(self, model: BaseChatModel) -> ChatModel:
        from ragdesk.engine.answer.language_models.gguf import GgufChatModel

        if isinstance(model, GgufChatModel):
            return self._ours(model)
        return ChatModel(
            model,
            self.name,
            "small",
            lambda text: len(text) // _CHARACTERS_PER_TOKEN + 1,
            self._settings.context_tokens,
            takes_max_tokens=False,
        )

    def close(self) -> None:
        """Free the memory of a model of ours; a given one belongs to whoever gave it."""
        close = getattr(self._opened.model, "close", None) if self._opened and self._given is None else None
        if close:
            close()
        self._opened = None


def _name_of(model: BaseChatModel) -> str:
    """What LangChain's models call their model; a GGUF file's name; at worst the kind of the thing."""
    names = (getattr(model, attribute, None) for attribute in ("model_name", "model"))
    path = getattr(model, "path", None)
    given = next((name for name in names if name and isinstance(name, str)), None)
    return given or (path.name if isinstance(path, Path) else str(model.get_name()))
