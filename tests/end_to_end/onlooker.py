"""Looks at what the engine of a program holds, at no cost to that program: starts no process and no engine."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from ragdesk.client.engine_client import EngineClient
from ragdesk.client.start_engine import EngineStarter
from ragdesk.client.stop_engine import running_engine
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.errors import RagdeskError

T = TypeVar("T")


def asked(data_dir: Path, library: str, question: Callable[[EngineApi], T]) -> T | None:
    """None where no engine runs yet, or it has no such library yet."""
    if running_engine(data_dir) is None:
        return None
    with closing(EngineClient(EngineStarter(data_dir, library, create=False))) as engine:
        try:
            return question(engine)
        except RagdeskError:
            return None


def is_read(data_dir: Path, library: str) -> bool:
    """Whether there is something in it to ask about."""
    documents = asked(data_dir, library, lambda engine: engine.list_documents())
    return any(document.status == "ready" for document in documents or ())


def is_answered(data_dir: Path, library: str) -> bool:
    """Whether an answer was finished and is kept."""
    kept = asked(
        data_dir, library,
        lambda engine: [engine.show_conversation(one.id).turns for one in engine.list_conversations()],
    )  # fmt: skip
    return any(kept or ())
