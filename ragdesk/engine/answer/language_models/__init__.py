"""Chat models that run on this computer: a model file in, a LangChain `BaseChatModel` out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ragdesk.protocol.errors import ModelError

if TYPE_CHECKING:
    from ragdesk.engine.answer.language_models.gguf import GgufChatModel


@dataclass(frozen=True, slots=True)
class ChatBackend:
    """A kind of model file and what opens it; the model itself is loaded at its first use."""

    suffix: str
    open: Callable[[Path], GgufChatModel]


def _open_gguf(path: Path) -> GgufChatModel:
    from ragdesk.engine.answer.language_models.gguf import GgufChatModel

    return GgufChatModel(path=path)


CHAT_BACKENDS: tuple[ChatBackend, ...] = (ChatBackend(".gguf", _open_gguf),)


def open_chat_model(path: Path) -> GgufChatModel:
    """The chat model of a file, not loaded yet. Raises ModelError where no backend knows such files."""
    return _backend_of(path).open(path)


def check_is_chat_model(path: Path) -> None:
    """Raises ModelError where no backend knows such files."""
    _backend_of(path)


def _backend_of(path: Path) -> ChatBackend:
    for backend in CHAT_BACKENDS:
        if path.suffix.lower() == backend.suffix:
            return backend
    known = ", ".join(backend.suffix for backend in CHAT_BACKENDS)
    raise ModelError(f"{path.name} is not a chat model that ragdesk can run.", f"Choose a file ending in {known}.")
