"""Numbers, places and names read as their examples say."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from ragdesk.cli import progress, wording


@pytest.mark.parametrize("module", [wording, progress])
def test_the_examples_hold(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize(
    ("size_bytes", "words"),
    [(1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (5 * 10**9, "5.0 GB"), (7 * 10**15, "7000.0 TB")],
)
def test_sizes_are_short(size_bytes: int, words: str) -> None:
    assert wording.size(size_bytes) == words
