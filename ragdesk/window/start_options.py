"""StartOptions: what the words of the command line ask of the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ragdesk.paths import default_data_dir


@dataclass(frozen=True, slots=True)
class StartOptions:
    """All paths are absolute: a window that runs already stands in another folder."""

    data_dir: Path
    library: str | None = None
    """None: the one that was shown last."""
    paths: tuple[Path, ...] = ()
    """To be added."""


def parse(arguments: Sequence[str]) -> StartOptions:
    """`--data-dir` and `--library` as the command line takes them; every other word is a path."""
    data_dir, library, paths = default_data_dir(), None, []
    rest = iter(arguments)
    for word in rest:
        name, _, value = word.partition("=")
        if name == "--data-dir":
            data_dir = Path(value or next(rest, "") or data_dir)
        elif name == "--library":
            library = value or next(rest, None)
        else:
            paths.append(Path(word).absolute())
    return StartOptions(data_dir.absolute(), library, tuple(paths))
