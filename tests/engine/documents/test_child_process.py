"""A process for readers stands in a folder of its own, of which nothing is left, however the engine ends."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from ragdesk.engine.documents.workers.child_process import ChildProcess

WORKER = "ragdesk.engine.answer.chat_worker.worker"
"""Waits for orders as soon as it has started."""


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ChildProcess:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    # It ends by itself, as it is given no line to read orders from.
    return ChildProcess(WORKER, ["8", "9", "0"])


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder that a process stands in cannot go")
def test_a_killed_engine_leaves_no_folder_behind(child: ChildProcess, tmp_path: Path) -> None:
    assert not list(tmp_path.iterdir())
    child.end(at_once=True)


def test_nothing_is_left_after_it_ended(child: ChildProcess, tmp_path: Path) -> None:
    child.end(at_once=True)
    assert child.process.returncode is not None
    assert not list(tmp_path.iterdir())
