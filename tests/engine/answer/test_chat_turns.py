"""Checks of the chat model do not cut off an answer that another model is writing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ragdesk.engine.answer import chat_models
from ragdesk.engine.answer.chat_models import ChatModels
from ragdesk.protocol.errors import ModelError
from ragdesk.settings import Settings


class Untouched(Exception):
    """The worker was asked for, which ends one of another model."""


@pytest.mark.parametrize("check", [ChatModels.report, ChatModels.open])
def test_a_check_waits_for_the_answer_that_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, check: Callable[[ChatModels], object]
) -> None:
    models = ChatModels(Settings(cache_dir=tmp_path), None)
    asked = threading.Event()

    def worker_for(self: ChatModels, path: Path | None) -> None:
        asked.set()
        raise Untouched

    monkeypatch.setattr(ChatModels, "_worker_for", worker_for)
    monkeypatch.setattr(chat_models, "_WAITS_FOR_ANSWER_S", 0.05, raising=False)
    assert list(models.wait_for_turn()) == []
    with pytest.raises(ModelError, match="still writing"):
        check(models)
    assert not asked.is_set()
    models.end_turn()
    with pytest.raises(Untouched):
        check(models)
