"""Fixtures with the real models; `tests/conftest.py` imports them. The conversion is done once for the whole run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ragdesk.engine.index.embedders import Embedder, open_embedder
from ragdesk.engine.model_files.bundled import bundled_embedder


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder in which the bundled embedder stands converted.

    RAGDESK_TEST_MODELS names a folder that keeps it from one run to the next.
    """
    kept = os.environ.get("RAGDESK_TEST_MODELS")
    cache = Path(kept) if kept else tmp_path_factory.mktemp("model-cache")
    open_embedder(bundled_embedder(cache), cache, on_progress=print, route="fast")
    return cache


@pytest.fixture(scope="session")
def fast_embedder(model_cache: Path) -> Embedder:
    return open_embedder(bundled_embedder(model_cache), model_cache, on_progress=print, route="fast")


@pytest.fixture(scope="session")
def reference_embedder(model_cache: Path) -> Embedder:
    """Imports torch into the test process, which takes several seconds."""
    return open_embedder(bundled_embedder(model_cache), model_cache, on_progress=print, route="reference")
