"""Fixtures with the real models; `tests/conftest.py` imports them. The conversion is done once for the whole run.

It takes half a minute, so a process of its own begins with it at once, and tests that need it come after the others.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from ragdesk.engine.index.embedders import Embedder, open_embedder
from ragdesk.engine.model_files.bundled import bundled_embedder

_PREPARE = "import sys, pathlib; from tests.model_fixtures import prepared; prepared(pathlib.Path(sys.argv[1]))"
_APART = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', *sys.argv[1:]], start_new_session=True)"
"""Tests count the processes that they start: one that nobody of theirs started is no child of theirs."""
_ROOT = Path(__file__).parents[1]


def prepared(cache: Path) -> Path:
    """The folder `cache`, with the bundled embedder converted in it. One process does it, the others wait for that."""
    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(cache / "tests.lock"):
        open_embedder(bundled_embedder(cache), cache, on_progress=print, route="fast")
    return cache


def models_last(items: list[pytest.Item], processes: int) -> list[pytest.Item]:
    """In another order: of the share that each process begins with, those last that need the converted model."""
    needing = [item for item in items if "model_cache" in getattr(item, "fixturenames", ())]
    others = [item for item in items if "model_cache" not in getattr(item, "fixturenames", ())]
    shares = (part for n in range(processes) for part in (_share(others, n, processes), _share(needing, n, processes)))
    return [item for share in shares for item in share]


def _share(items: list[pytest.Item], n: int, of: int) -> list[pytest.Item]:
    return items[len(items) * n // of : len(items) * (n + 1) // of]


@pytest.fixture(scope="session", autouse=True)
def _models_are_made_beside_the_first_tests(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    is_first_of_many = os.environ.get("PYTEST_XDIST_WORKER") == "gw0" and os.environ["PYTEST_XDIST_WORKER_COUNT"] != "1"
    if is_first_of_many and any("model_cache" in getattr(item, "fixturenames", ()) for item in request.session.items):
        command = [sys.executable, "-c", _APART, _PREPARE, str(_cache(tmp_path_factory))]
        subprocess.run(command, cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder in which the bundled embedder stands converted.

    RAGDESK_TEST_MODELS names a folder that keeps it from one run to the next.
    """
    return prepared(_cache(tmp_path_factory))


def _cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return Path(os.environ.get("RAGDESK_TEST_MODELS") or shared / "model-cache")


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
