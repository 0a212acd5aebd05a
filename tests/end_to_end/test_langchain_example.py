"""The LangChain script that README prints must run as it is printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
_BLOCK = re.compile(r"<!-- langchain-example -->\s*```python\n(.*?)```", re.DOTALL)
_ON_ONE_CORE = """
import os
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
"""
"""Beside other tests the chat model's threads would wait for each other, spinning, for most of the time."""


@pytest.mark.model
def test_the_langchain_example_of_readme_runs_offline(model_cache: Path) -> None:
    block = _BLOCK.search((PROJECT / "README.md").read_text("utf-8"))
    if block is None:
        pytest.skip("README has no LangChain example yet")

    environment = os.environ | {"RAGDESK_CACHE_DIR": str(model_cache)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _ON_ONE_CORE + block[1]],
        cwd=PROJECT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-2000:]
    assert "found: lighthouse-museum-report-2024.pdf page 4" in done.stdout
    assert re.search(r"^quote: lighthouse-museum-report-2024\.pdf page 4 - .*made in Paris", done.stdout, re.MULTILINE)
