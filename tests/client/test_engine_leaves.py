"""A call that meets an engine which is about to leave: it is made to the next engine, and the user notices nothing."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path

import pytest

from ragdesk.client.engine_client import EngineClient
from ragdesk.client.engine_connection import EngineConnection
from ragdesk.server.connection import FaceConnection
from tests.server.serving import Serving, SmallEngine, serving


@pytest.fixture
def next_engine() -> SmallEngine:
    engine = SmallEngine()
    engine.put("/sources/a.md", "Harbour.")
    return engine


@pytest.mark.parametrize("is_stream", [False, True])
def test_an_engine_that_left_between_two_calls(data_dir: Path, next_engine: SmallEngine, is_stream: bool) -> None:
    with ExitStack() as stack:
        first = stack.enter_context(serving(data_dir))
        client = first.client()
        client.attach()
        take = client._take

        def take_from_one_that_leaves() -> EngineConnection:
            connection = take()
            if first.thread.is_alive():
                first.server.stop()
                first.thread.join(10)
                stack.enter_context(serving(data_dir, next_engine))
            return connection

        client._take = take_from_one_that_leaves  # type: ignore[method-assign]
        _ask_for_something(client, data_dir if is_stream else None)
        client.close()


@pytest.mark.parametrize("is_stream", [False, True])
def test_an_engine_that_leaves_before_it_reads_the_call(
    data_dir: Path, next_engine: SmallEngine, is_stream: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as stack:
        first = stack.enter_context(serving(data_dir))
        client = first.client()
        client.attach()
        receive, send = FaceConnection.receive_soon, EngineConnection.send
        may_read = threading.Event()

        def receive_late(self: FaceConnection) -> object:
            assert may_read.wait(20)
            return receive(self)

        def send_to_one_that_leaves(self: EngineConnection, frame: dict[str, object]) -> None:
            send(self, frame)
            if "call" in frame and first.thread.is_alive():
                first.server.stop()
                first.thread.join(10)
                may_read.set()
                stack.enter_context(serving(data_dir, next_engine))

        monkeypatch.setattr(FaceConnection, "receive_soon", receive_late)
        monkeypatch.setattr(EngineConnection, "send", send_to_one_that_leaves)
        _ask_for_something(client, data_dir if is_stream else None)
        assert not _was_asked(first)
        client.close()


def _ask_for_something(client: EngineClient, folder: Path | None) -> None:
    """Calls that are never repeated once they were begun."""
    if folder is None:
        assert len(client.remove(["a.md"])) == 1
        return
    file = folder / "b.md"
    file.write_text("Lighthouse.")
    assert list(client.add([file]))


def _was_asked(served: Serving) -> bool:
    return bool(served.engine.records)
