"""Where ragdesk keeps its files, and where its own assets lie."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def asset(*parts: str) -> Path:
    """A file or folder of `assets/`: beside the package in a checkout, inside it once installed."""
    installed = PACKAGE / "assets"
    return (installed if installed.is_dir() else PACKAGE.parent / "assets").joinpath(*parts)


def default_data_dir() -> Path:
    """The folder of the catalogue: `RAGDESK_DATA_DIR`, or the system's place for a program's data."""
    if chosen := os.environ.get("RAGDESK_DATA_DIR"):
        return Path(chosen)
    import platformdirs

    return platformdirs.user_data_path("ragdesk", appauthor=False)


def cache_dir() -> Path:
    """The folder of converted models, shared by all data folders: `RAGDESK_CACHE_DIR`, or the system's cache."""
    if chosen := os.environ.get("RAGDESK_CACHE_DIR"):
        return Path(chosen)
    import platformdirs

    return platformdirs.user_cache_path("ragdesk", appauthor=False)


def make_private(folder: Path) -> Path:
    """Make `folder`, readable by this user alone, and return it; one that is there keeps its permissions."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
