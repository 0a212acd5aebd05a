"""Reads and judges the folder of a sentence-transformers model without loading it.

Only folders of plain data are taken: weights as safetensors, no Python code, modules of sentence-transformers itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ragdesk.engine.model_files.bundled import MINILM_SHA256
from ragdesk.engine.model_files.checksums import KnownSums
from ragdesk.protocol.errors import ModelError, ModelMissing

# Loading any of these can run code that is hidden in the file.
CODE_SUFFIXES = frozenset({".py", ".pyc", ".so", ".dll", ".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib"})


@dataclass(frozen=True, slots=True)
class PlainModel:
    """What must be known to run a model without sentence-transformers: transformer, mean pooling, unit length."""

    dimensions: int
    max_tokens: int
    pad_token: int


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A folder that was found safe to load."""

    path: Path
    name: str
    """Short, made from the contents, so that renaming the folder changes nothing."""
    languages: frozenset[str] | None
    question_prompt: str
    document_prompt: str
    plain: PlainModel | None
    """None where only sentence-transformers can run the model."""


def read_model_folder(path: Path, sums: KnownSums) -> ModelFolder:
    """Raises ModelMissing or ModelError where the folder is not one that may be loaded."""
    try:
        modules = _module_folders(path)
        _refuse_code(path)
        prompts = _prompts(path)
        weights = {str(file.relative_to(path)): sums.sha256(file) for file in sorted(path.rglob("*.safetensors"))}
        if not weights:
            raise _unsuitable("it holds no weights as safetensors", str(path))
        is_minilm = list(weights.values()) == [MINILM_SHA256]
        kind = "minilm" if is_minilm else str(_json(path / "config.json").get("model_type", "model"))
        return ModelFolder(
            path=path,
            name=f"{kind}-{_short_sum(weights)}-{_settings_sum(path)}",
            languages=frozenset({"en"}) if is_minilm else None,
            question_prompt=prompts[0],
            document_prompt=prompts[1],
            plain=_plain_model(path, modules, has_prompts=any(prompts)),
        )
    except OSError as error:
        raise ModelError("The search model's folder cannot be read.", "Check who may read it.", str(error)) from error


def _unsuitable(why: str, detail: str) -> ModelError:
    hint = "Choose the folder of a sentence-transformers model whose weights are stored as safetensors."
    return ModelError(f"This folder cannot be used as a search model: {why}.", hint, detail)


def _json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise _unsuitable(f"its file {path.name} is damaged", str(path)) from error
    return content if isinstance(content, dict) else {}


def _module_folders(path: Path) -> dict[str, Path]:
    """Kind of module ("Transformer", "Pooling" ...) -> its folder, in the order in which they run."""
    if not path.is_dir():
        message = "The folder of the search model is not there."
        raise ModelMissing(message, "Check the setting that names it.", str(path))
    listing = path / "modules.json"
    if not listing.is_file():
        raise _unsuitable("it has no modules.json", str(path))
    try:
        modules = json.loads(listing.read_text(encoding="utf-8"))
        kinds = [(str(module["type"]), str(module["path"])) for module in modules]
    except (ValueError, TypeError, KeyError) as error:
        raise _unsuitable("its file modules.json is damaged", str(listing)) from error
    for kind, place in kinds:
        if not kind.startswith("sentence_transformers."):
            raise _unsuitable("it asks for code of its own", kind)
        if PurePosixPath(place).is_absolute() or ".." in Path(place).parts or Path(place).is_absolute():
            raise _unsuitable("it points to files outside of itself", place)
    return {kind.rpartition(".")[2]: path / place for kind, place in kinds}


def _refuse_code(path: Path) -> None:
    for file in path.rglob("*"):
        # A copy for OpenVINO may lie beside; its openvino_model.bin holds numbers only, and is not loaded here.
        if file.suffix.lower() in CODE_SUFFIXES and not file.name.startswith("openvino_"):
            raise ModelError(
                f"This folder cannot be used as a search model: {file.name} could run code on this computer.",
                "If the folder also holds model.safetensors, delete that file; else choose another model.",
                str(file),
            )
        if file.name in ("config.json", "tokenizer_config.json") and "auto_map" in _json(file):
            raise _unsuitable("it asks for code of its own", str(file))


def _prompts(path: Path) -> tuple[str, str]:
    """What is written in front of questions and of documents."""
    settings = _json(path / "config_sentence_transformers.json")
    prompts = settings.get("prompts")
    if not isinstance(prompts, Mapping):
        return "", ""
    default = str(prompts.get(settings.get("default_prompt_name")) or "")
    documents = next((prompts[name] for name in ("document", "passage", "corpus") if prompts.get(name)), default)
    return str(prompts.get("query") or default), str(documents)


def _plain_model(path: Path, modules: Mapping[str, Path], *, has_prompts: bool) -> PlainModel | None:
    if list(modules) not in (["Transformer", "Pooling", "Normalize"], ["Transformer", "Pooling"]):
        return None
    pooling = _json(modules["Pooling"] / "config.json")
    settings = _json(path / "sentence_bert_config.json")
    config = _json(path / "config.json")
    dimensions = pooling.get("word_embedding_dimension", pooling.get("embedding_dimension"))
    max_tokens = settings.get("max_seq_length")
    is_known = (
        modules["Transformer"] == path
        and isinstance(dimensions, int)
        and isinstance(max_tokens, int)
        and not settings.get("do_lower_case")
        and not (has_prompts and pooling.get("include_prompt") is False)
        and (path / "tokenizer.json").is_file()
    )
    if not is_known or not _is_mean(pooling):
        return None
    return PlainModel(int(str(dimensions)), int(str(max_tokens)), int(config.get("pad_token_id") or 0))


def _is_mean(pooling: Mapping[str, Any]) -> bool:
    mode = pooling.get("pooling_mode")
    if mode is not None:
        return bool(mode == "mean")
    chosen = [key for key, value in pooling.items() if key.startswith("pooling_mode_") and value]
    return chosen == ["pooling_mode_mean_tokens"]


def _short_sum(weights: Mapping[str, str]) -> str:
    if len(weights) == 1:
        return next(iter(weights.values()))[:12]
    return hashlib.sha256(json.dumps(weights, sort_keys=True).encode()).hexdigest()[:12]


def _settings_sum(path: Path) -> str:
    """Over everything besides the weights that shapes the vectors: tokenizer, pooling, lengths, prompts."""
    digest = hashlib.sha256()
    for file in sorted([*path.rglob("*.json"), *path.rglob("*.model"), *path.rglob("vocab.txt")]):
        digest.update(str(file.relative_to(path).as_posix()).encode() + b"\0")
        digest.update(file.read_bytes())
    return digest.hexdigest()[:6]
