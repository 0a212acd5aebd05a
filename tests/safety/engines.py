"""Engines for the tests of safety: the cheap embedder, a folder of texts that differ, and what a library answers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from ragdesk.engine.engine import Engine
from ragdesk.protocol.events import AddFinished
from ragdesk.settings import Settings
from tests.fake_embedder import HashedWords

_WORDS = [
    "harbour", "lease", "garden", "council", "letter", "engine", "winter", "market",
    "teacher", "bridge", "summer", "window", "railway", "copper", "village", "budget",
    "sermon", "orchard", "ledger", "station", "captain", "museum", "contract", "tower",
    "meeting", "river", "archive", "picture", "surgeon", "cellar",
]  # fmt: skip


def open_engine(data_dir: Path, library: str = "work", **chosen: int) -> Engine:
    """On the cheap embedder."""
    return Engine.open(Settings(data_dir=data_dir, library=library, **chosen), embeddings=HashedWords())


def write_texts(folder: Path, count: int, words: int = 150, seed: int = 1, mark: str = "entry") -> list[Path]:
    """Text files that all differ; number n holds the word "<mark>n" in each paragraph."""
    draw = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for n in range(count):
        paragraphs = [
            f"{mark}{n} " + " ".join(draw.choices(_WORDS, k=50)).capitalize() + "." for _ in range(max(words // 50, 1))
        ]
        files.append(folder / f"{mark} {n}.txt")
        files[-1].write_text("\n\n".join(paragraphs) + "\n", "utf-8")
    return files


def add(engine: Engine, *paths: Path) -> AddFinished:
    """To the end."""
    *_, last = engine.add(paths)
    assert isinstance(last, AddFinished)
    return last


def answers(engine: Engine, questions: Sequence[str], limit: int = 10) -> list[list[tuple[str, int, str, float]]]:
    """What each question finds: file name, place, text and score."""
    return [
        [
            (Path(one.document).name, one.place.start, one.text, round(one.score, 5))
            for one in engine.search(question, limit=limit).passages
        ]
        for question in questions
    ]


def some_questions(count: int, seed: int = 2) -> list[str]:
    """Three words each."""
    draw = random.Random(seed)
    return [" ".join(draw.sample(_WORDS, 3)) for _ in range(count)]
