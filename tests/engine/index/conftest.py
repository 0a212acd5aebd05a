"""A small library with a vector index, for the tests of the indexes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.index.small_library import SmallLibrary


@pytest.fixture(scope="module")
def _built_once(tmp_path_factory: pytest.TempPathFactory) -> SmallLibrary:
    """Closed; each build starts a process that imports Chroma, which takes a second."""
    made = SmallLibrary(tmp_path_factory.mktemp("built"))
    made.put("a", 80)
    made.put("z", 6)
    made.build()
    made.close()
    return made


@pytest.fixture
def built(_built_once: SmallLibrary, tmp_path: Path) -> Iterator[SmallLibrary]:
    """With texts of 80 spans, "a", and of 6, "z", and a folder that was built of them."""
    made = _built_once.copy(tmp_path / "built")
    made.open()
    yield made
    made.close()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[SmallLibrary]:
    made = SmallLibrary(tmp_path)
    yield made
    made.close()
