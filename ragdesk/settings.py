"""What can be chosen about an engine. Every field has a default; nothing else in the program has options."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ragdesk.paths import cache_dir, default_data_dir

DEFAULT_LIBRARY = "default"


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices for one engine."""

    data_dir: Path = field(default_factory=default_data_dir)
    """The folder of the catalogue and the vector index; this user's alone."""
    cache_dir: Path = field(default_factory=cache_dir)
    """The folder of converted models, shared by all data folders; it may be deleted at any time."""
    library: str = DEFAULT_LIBRARY
    """The library that is added to and asked."""
    embedder: Path | None = None
    """A folder of a sentence-transformers model; None means the bundled all-MiniLM-L6-v2."""
    embedder_route: Literal["auto", "fast", "reference"] = "auto"
    """fast: OpenVINO in int8; reference: torch; auto: fast where this computer can."""
    chat_model: Path | None = None
    """A GGUF file; None means the bundled SmolLM2-135M-Instruct."""
    context_tokens: int = 4096
    """The most tokens that prompt and answer may have together; never more than the model was trained for."""
    threads: int | None = None
    """Processor threads for embedding and answering; None means one for each physical core."""
    exact_up_to: int = 5_000
    """Libraries with more spans than this are also indexed by Chroma."""
    seed: int = 0
    """Makes the chat model's choices repeatable."""
