"""A model that dies over its loading, every time and slowly: the question comes to an end all the same."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from ragdesk.engine.answer.chat_worker import starting
from ragdesk.engine.answer.chat_worker.breaker import MOST_DEATHS, Breaker
from ragdesk.engine.answer.chat_worker.endings import WorkerDied
from ragdesk.engine.answer.chat_worker.frames import Frame
from ragdesk.engine.answer.chat_worker.ladder import StepMemory
from ragdesk.engine.answer.chat_worker.orders import LoadOrder
from ragdesk.engine.answer.chat_worker.starting import Start, Wanted
from ragdesk.engine.model_files.bundled import bundled_chat_model
from ragdesk.engine.model_files.gguf_header import read_gguf_header
from ragdesk.protocol.errors import ChatModelDied

pytestmark = pytest.mark.model


class DyingProcess:
    """In place of a worker, which takes that long only with a model that no test has."""

    loads = 0
    seconds = 0.0

    def __init__(self, look_in: object) -> None:
        self.look_in = look_in

    def hello(self) -> Generator[None, None, Frame]:
        yield
        return {"is": "hello", "version": "1", "cards": []}

    def load(self, order: LoadOrder) -> Generator[Frame, None, None]:
        DyingProcess.loads += 1
        DyingProcess.seconds += 40
        raise WorkerDied("killed", "ended by the system")
        yield {}

    def end(self, *, at_once: bool = False) -> None:
        """It is dead."""


def test_loading_that_dies_slowly_is_not_tried_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "WorkerProcess", DyingProcess)
    monkeypatch.setattr(DyingProcess, "loads", 0)
    path = bundled_chat_model()
    breaker = Breaker(lambda: DyingProcess.seconds)
    start = Start(path, read_gguf_header(path), Wanted(), StepMemory(tmp_path), breaker, lambda: 1.0)
    with pytest.raises(ChatModelDied):
        for _, _ in zip(range(50), start.run(), strict=False):
            pass
    assert DyingProcess.loads == MOST_DEATHS
    assert breaker.seconds_left == 0, "they lie further apart than its minute"
