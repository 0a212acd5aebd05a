"""The chat models on this computer's disk: the bundled one, those that were fetched, and the one that was chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ragdesk.engine.answer.chat_models import BUNDLED_NAME
from ragdesk.engine.answer.language_models import check_is_chat_model
from ragdesk.engine.model_files.bundled import bundled_chat_model
from ragdesk.engine.model_files.gguf_header import GgufHeader, read_gguf_header
from ragdesk.engine.model_files.memory_budget import fitting_context, free_memory_bytes
from ragdesk.paths import make_private
from ragdesk.protocol.errors import ModelError
from ragdesk.protocol.setting_records import ChatModelRecord
from ragdesk.settings import Settings

MODELS_FOLDER = "models"
"""Where the fetcher puts what it brings, below the data folder."""

_LATER_PART = re.compile(r"-(?!00001)\d{5}-of-\d{5}\.gguf$", re.IGNORECASE)
"""Of a model in several files the first one is opened."""


def chat_model_list(settings: Settings, running: Path | None) -> list[ChatModelRecord]:
    """The bundled one first. `running` is the one that is loaded, so that it need not find room any more."""
    others = [_record(path.name, path, settings, path == running) for path in _files(settings)]
    return [_bundled(settings, running), *others]


def checked_header(path: Path) -> GgufHeader:
    """Raises ModelError where the file is no chat model that can be run here."""
    check_is_chat_model(path)
    header = read_gguf_header(path)
    if not header.vocabulary_size:
        raise ModelError(f"{path.name} holds no words, only a part of a model.", "Choose a chat model.")
    return header


def _files(settings: Settings) -> Iterator[Path]:
    fetched = sorted((settings.data_dir / MODELS_FOLDER).glob("*.gguf"))
    yield from (path for path in fetched if not _LATER_PART.search(path.name))
    if settings.chat_model and settings.chat_model not in fetched:
        yield settings.chat_model


def _bundled(settings: Settings, running: Path | None) -> ChatModelRecord:
    is_chosen = settings.chat_model is None
    try:
        path = bundled_chat_model(make_private(settings.cache_dir))
    except ModelError as problem:
        return ChatModelRecord(BUNDLED_NAME, None, 0, is_chosen, False, f"{problem.message} {problem.hint}".strip())
    return replace(_record(BUNDLED_NAME, path, settings, path == running), path=None, is_chosen=is_chosen)


def _record(name: str, path: Path, settings: Settings, is_loaded: bool) -> ChatModelRecord:
    shown, size, is_chosen = str(path), 0, path == settings.chat_model
    try:
        header = checked_header(path)
        size = header.size_bytes * header.split_count
        most = min(settings.context_tokens, header.context_length)
        context = most if is_loaded else fitting_context(header, most, free_memory_bytes())
    except ModelError as problem:
        return ChatModelRecord(name, shown, size, is_chosen, False, f"{problem.message} {problem.hint}".strip())
    note = f"Memory is short: it can read {context:,} tokens at once." if context < most else ""
    return ChatModelRecord(name, shown, size, is_chosen, True, note)
