"""The short version of `random_sequences`, in a process of its own, because it forks. Kills run beside pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.safety.watched_calls import can_watch

PROJECT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.skipif(not can_watch(), reason="forks and watched system calls: Linux on x86-64")
def test_the_index_stays_right_through_any_sequence_of_doings_and_kills() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.safety.random_sequences", "--sequences", "2", "--steps", "6"],
        cwd=PROJECT, env=os.environ | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stdout + ended.stderr
