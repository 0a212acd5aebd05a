"""What can be chosen about an engine. Every field has a default; nothing else in the program has options.

`settings_file.py` reads and writes the fields of `STORED`, which a user may change for good.
"""

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
    exact_up_to: int = 25_000
    """Libraries with more spans than this are also indexed by Chroma."""
    seed: int = 0
    """Makes the chat model's choices repeatable."""
    follow_sources: bool = True
    """Changes in added folders are seen and read without being asked."""
    pause_on_battery: bool = True
    """Reading and embedding wait while the computer runs on its battery."""
    chat_idle_minutes: float = 10.0
    """After so long without a question the chat model leaves the memory."""
    engine_idle_seconds: float = 60.0
    """So long after the last window and the last job the engine leaves by itself."""
    reserve_mb: int = 200
    """Megabytes of the disk that are left free: below that, adding pauses."""
    backups_kept: int = 5
    """Copies of the catalogue that are kept."""
    offline: bool = True
    """The kernel refuses network sockets to the engine and all that it starts."""


STORED: dict[str, tuple[type, float, float]] = {
    "follow_sources": (bool, 0, 1),
    "pause_on_battery": (bool, 0, 1),
    "chat_idle_minutes": (float, 0.1, 24 * 60),
    "engine_idle_seconds": (float, 0, 24 * 3600),
    "reserve_mb": (int, 10, 1_000_000),
    "backups_kept": (int, 1, 50),
    "context_tokens": (int, 512, 1_000_000),
    "threads": (int, 1, 1_024),
    "offline": (bool, 0, 1),
}
"""Field -> kind, least, most: what `settings.toml` may hold."""
