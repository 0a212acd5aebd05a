"""The short versions of the scripts that kill: each starts in a process of its own, because it forks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.safety.watched_calls import can_watch

PROJECT = Path(__file__).parents[2]
COMMANDS = (
    ["random_sequences", "--sequences", "2", "--steps", "6"],
)


@pytest.mark.slow
@pytest.mark.skipif(not can_watch(), reason="forks and watched system calls: Linux on x86-64")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_kill_at_any_moment_loses_nothing_and_leaves_nothing_half_done(command: list[str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", f"tests.safety.{command[0]}", *command[1:]],
        cwd=PROJECT, env=os.environ | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stdout + ended.stderr
