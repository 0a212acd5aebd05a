"""What can be chosen about ragdesk: every field has a default, and nothing else in the program has options.

`STORED` (in `stored_settings`) says which of them a user may choose for good; `settings_file` reads and writes those.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ragdesk.paths import cache_dir, default_data_dir

DEFAULT_LIBRARY = "default"


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices for one engine, and for the window of its data folder."""

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

    follow_sources: bool = True
    """Changes in added folders are seen and read without being asked."""
    pause_on_battery: bool = True
    """Reading and embedding wait while the computer runs on its battery."""
    engine_idle_seconds: float = 60.0
    """So long after the last window and the last job the engine leaves by itself."""
    reserve_mb: int = 200
    """Megabytes of the disk that are left free: below that, adding pauses."""

    results: int = 10
    """Passages that a window lists for a search."""
    exact_up_to: int = 25_000
    """Libraries with more spans than this are also indexed by Chroma."""

    chat_model: Path | None = None
    """A GGUF file; None means the bundled SmolLM2-135M-Instruct."""
    context_tokens: int = 4096
    """The most tokens that prompt and answer may have together; never more than the model was trained for."""
    threads: int | None = None
    """Processor threads for embedding and answering; None means one for each physical core."""
    chat_idle_minutes: float = 10.0
    """After so long without a question the chat model leaves the memory."""

    use_model: bool = True
    """A chat model writes answers; else the quotes are the answer."""
    answer_tokens: int | None = None
    """The longest answer; None means as long as suits the size of the chat model."""
    temperature: float = 0.0
    """0 takes the likeliest next word; the fields below, but `repeat_penalty`, count only above 0."""
    top_k: int = 40
    """So many of the likeliest next words are considered; 0 means all."""
    top_p: float = 0.95
    """Of these the likeliest, until they make up this share."""
    min_p: float = 0.05
    """Of these none that is less likely than this share of the likeliest."""
    repeat_penalty: float = 1.0
    """How much less likely a word becomes that was written shortly before; 1 means not at all."""
    seed: int = 0
    """Makes the chat model's choices repeatable."""

    offline: bool = True
    """The kernel refuses network sockets to the engine and all that it starts."""
    backups_kept: int = 5
    """Copies of the catalogue that are kept."""

    language: Literal["system", "en", "es"] = "system"
    theme: Literal["system", "light", "dark", "contrast"] = "system"
    text_percent: int = 100
    reduce_motion: Literal["system", "yes", "no"] = "system"
    show_tray: bool = False
    shortcuts: str = ""
    """Keys that the user chose for commands of the window: "name=keys;name=keys"."""
