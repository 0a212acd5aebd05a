"""One engine, met in two ways: as a library in this process, and over its socket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ragdesk.client.engine_client import EngineClient
from ragdesk.client.start_engine import EngineStarter
from ragdesk.engine.engine import Engine
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.settings import Settings
from tests.fake_embedder import HashedWords
from tests.server.serving import in_thread

WAYS = ("library", "socket")


@contextmanager
def engine_met(way: str, data_dir: Path) -> Iterator[EngineApi]:
    """An engine with the cheap embedder, open for as long as the block lasts."""
    engine = Engine.open(Settings(data_dir=data_dir), embeddings=HashedWords())
    try:
        if way == "library":
            yield engine
            return
        with in_thread(engine, data_dir, idle_s=60):
            client = EngineClient(EngineStarter(data_dir, "default", create=False))
            try:
                yield client
            finally:
                client.close()
    finally:
        engine.close()
