"""What the process that is killed does: adds, removals and index builds, each told in a file as soon as it is true."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ragdesk.engine.engine import Engine
from ragdesk.engine.index import library_index
from ragdesk.protocol.events import DocumentFinished, JobProgressed
from ragdesk.settings import Settings
from tests.fake_embedder import HashedWords
from tests.safety.forked import append_line

CATALOGUE = "catalogue.db"


@dataclass(slots=True)
class Border:
    """Up to how many spans everything is searched exactly; what is forked later goes by it."""

    exact_up_to: int = 40


BORDER = Border()
"""Small enough that every library has a Chroma folder, unless a script wants none: building one takes a second."""


@dataclass(frozen=True, slots=True)
class Doing:
    """One call of the engine: `add` of folders, or `remove` of documents and sources."""

    call: str
    paths: tuple[str, ...]


def open_engine(data_dir: Path) -> Engine:
    """With the cheap embedder; everything else is as always."""
    library_index.FIRST_QUESTION_EXACT_UP_TO = 0
    settings = Settings(data_dir=data_dir, exact_up_to=BORDER.exact_up_to)
    return Engine.open(settings, embeddings=HashedWords(dimensions=64))  # type: ignore[arg-type]


def do_all(data_dir: Path, doings: Sequence[Doing], told: Path, largest_difference: float) -> None:
    """`largest_difference`: 0 has every change make a new Chroma folder."""
    library_index._LARGEST_DIFFERENCE = largest_difference
    with closing(open_engine(data_dir)) as engine:
        for doing in doings:
            append_line(told, {"begin": doing.call, "paths": doing.paths})
            if doing.call == "remove":
                engine.remove(doing.paths)
            else:
                _add(engine, doing.paths, told)
            append_line(told, {"end": doing.call, "paths": doing.paths})


def _add(engine: Engine, paths: Sequence[str], told: Path) -> None:
    for event in engine.add([Path(path) for path in paths]):
        if isinstance(event, DocumentFinished):
            append_line(told, {"document": event.record.document, "outcome": event.outcome})
        elif isinstance(event, JobProgressed) and event.phase != "finding":
            append_line(told, {"doing": event.phase})
