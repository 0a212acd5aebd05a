"""Fixtures with the real models; `tests/conftest.py` imports them. The conversion is done once for the whole run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filelock import FileLock

from ragdesk.engine.index.embedders import Embedder, open_embedder
from ragdesk.engine.model_files.bundled import bundled_embedder


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder in which the bundled embedder stands converted.

    RAGDESK_TEST_MODELS names a folder that keeps it from one run to the next. Where tests run in several processes at
    once, one of them converts and the others wait for that.
    """
    kept = os.environ.get("RAGDESK_TEST_MODELS")
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    cache = Path(kept) if kept else shared / "model-cache"
    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(cache / "tests.lock"):
        open_embedder(bundled_embedder(cache), cache, on_progress=print, route="fast")
    return cache


@pytest.fixture(scope="session")
def fast_embedder(model_cache: Path) -> Embedder:
    return open_embedder(bundled_embedder(model_cache), model_cache, on_progress=print, route="fast")


@pytest.fixture(scope="session")
def reference_embedder(model_cache: Path) -> Embedder:
    """Imports torch into the test process, which takes several seconds."""
    import torch

    # Beside other tests several threads wait for each other, spinning, for most of the time.
    torch.set_num_threads(1)
    return open_embedder(bundled_embedder(model_cache), model_cache, on_progress=print, route="reference")
