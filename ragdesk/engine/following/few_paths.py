"""The paths of a job: what changed, told by few names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

MOST_PATHS = 100
"""They are written into the catalogue and shown with the job; a folder's other files cost a look at each."""


def few_paths(
    told: Sequence[str], changed: Sequence[Path], roots: Sequence[Path], most: int = MOST_PATHS
) -> list[Path]:
    """The files that changed; or the paths that were told, where these are fewer; or folders that hold them.

    Both paths of a rename are in it, or folders above them. No folder above a source is named.
    """
    if len(changed) <= most:
        return list(changed)
    if len(told) <= most:
        return [Path(path) for path in told]
    tops = {os.fspath(root) for root in roots}
    paths = {os.fspath(path) for path in changed}
    while len(paths) > most:
        movable = paths - tops
        if not movable:
            break
        depth = max(path.count(os.sep) for path in movable)
        paths = {os.path.dirname(path) if path in movable and path.count(os.sep) == depth else path for path in paths}
    return [Path(path) for path in sorted(paths) if not any(_is_above(other, path) for other in paths)]


def _is_above(folder: str, path: str) -> bool:
    return path != folder and path.startswith(folder.rstrip(os.sep) + os.sep)
