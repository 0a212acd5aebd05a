"""A real engine in a process of its own, with a cheap embedder, for tests that stop, crash and kill it.

`python -m tests.safety.engine_in_process` is that process; `cheap_engines` makes faces of this process start it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from ragdesk.cli import EngineOptions
from ragdesk.client import engine_process, open_engine
from ragdesk.client.engine_connection import OnSilence
from ragdesk.protocol.engine_api import EngineApi

PROJECT = Path(__file__).parents[2]
_BOOT = f"import sys; sys.path.insert(0, {str(PROJECT)!r}); from tests.safety.engine_in_process import main; main()"


@contextmanager
def cheap_engines() -> Iterator[None]:
    """Engines that start in no time and need no model."""
    with patch.object(engine_process, "engine_command", lambda: [sys.executable, "-I", "-c", _BOOT]):
        yield


def face(data_dir: Path, on_silence: OnSilence | None = None) -> EngineApi:
    return open_engine(EngineOptions(data_dir, create=True), on_silence)


def main() -> None:
    from ragdesk.engine.engine import Engine
    from ragdesk.server import engine_process as server_process
    from ragdesk.settings import Settings
    from tests.fake_embedder import HashedWords

    open_it = Engine.open

    def opened(settings: Settings, *, create: bool) -> Engine:
        return open_it(settings, create=create, embeddings=HashedWords())

    with patch.object(Engine, "open", opened):
        sys.exit(server_process.main())
