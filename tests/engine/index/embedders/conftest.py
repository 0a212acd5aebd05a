"""Model folders to be judged: made of the bundled one's small files, without its weights unless a test links them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ragdesk.engine.model_files.bundled import bundled_embedder


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    """A copy of the bundled embedder's folder that a test may spoil; its weights are a few bytes."""
    folder = tmp_path / "a model"
    large = shutil.ignore_patterns("*.safetensors", "data_config.json")
    shutil.copytree(bundled_embedder(tmp_path), folder, ignore=large)
    (folder / "model.safetensors").write_bytes(b"a few bytes")
    return folder
