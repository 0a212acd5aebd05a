"""Short version of `window_kills`: the window goes on by itself when the engine or the chat model's process dies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.model, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]


def test_question_is_answered_though_the_engine_and_then_the_chat_worker_are_killed(model_cache: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.safety.window_kills", "--kills", "1", "--only", "engine", "chat", "--small",
         "--cache", str(model_cache)],
        cwd=PROJECT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "engine: 1 of 1 killed while it worked" in ended.stdout
    assert "chat: 1 of 1 killed while it worked" in ended.stdout
