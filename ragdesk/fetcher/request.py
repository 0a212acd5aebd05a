"""What the fetcher is asked for: one file, from where, to where, and with what patience. Travels as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from ragdesk.fetcher.problems import FetchProblem

HOSTS = ("huggingface.co", ".huggingface.co", ".hf.co")
"""A name with a dot before it stands for all hosts below it: files come from changing ones."""

_NAME = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}\.(gguf|safetensors)"
    r"|(config|config_sentence_transformers|modules|sentence_bert_config|special_tokens_map|tokenizer|tokenizer_config"
    r"|generation_config|model\.safetensors\.index)\.json"
)
_SUM = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait, and how often; tests have less."""

    connect_s: float = 20
    headers_s: float = 30
    silence_s: float = 30
    """Without a byte."""
    window_s: float = 60
    window_bytes: int = 60_000
    """Less than this in a window is no download: a server that drips keeps nobody waiting for days."""
    tries: int = 5
    """In a row without a new byte."""
    pause_s: float = 1.0
    """Before the second try; doubled for each one after it."""
    longest_wait_s: float = 120
    """That a server may ask for."""


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """`look`: only ask how large the file is. `folder` must be there."""

    url: str
    folder: str
    name: str
    task: Literal["look", "fetch"] = "fetch"
    size: int | None = None
    sha256: str | None = None
    hosts: tuple[str, ...] = HOSTS
    token: str | None = None
    log: str | None = None
    """The connection log."""
    allow_loopback: bool = False
    """For tests: http to 127.0.0.1, and nothing else."""
    patience: Patience = field(default_factory=Patience)

    def to_json(self) -> str:
        """One line."""
        return json.dumps(asdict(self))


def read_request(line: str) -> FetchRequest:
    """Raises FetchProblem if a part of it is not as it should be."""
    try:
        told: dict[str, Any] = json.loads(line)
        patience = Patience(**told.pop("patience", {}))
        request = FetchRequest(**told | {"hosts": tuple(told.get("hosts", HOSTS)), "patience": patience})
    except (ValueError, TypeError, AttributeError) as problem:
        raise FetchProblem("The fetcher was asked for something that it does not understand.") from problem
    check_name(request.name)
    check_sum(request.sha256)
    return request


def check_name(name: str) -> None:
    """Only names of weights, and of the few text files beside them; never a path or a program."""
    if not _NAME.fullmatch(name):
        raise FetchProblem(
            f"“{name}” is no name of a model file.",
            "Only files whose names end in .gguf or .safetensors are fetched, and the settings that belong to them.",
        )


def check_sum(sha256: str | None) -> None:
    if sha256 is not None and not _SUM.fullmatch(sha256):
        raise FetchProblem("That is no SHA-256 sum.", "It has 64 digits: 0 to 9 and a to f.")
