"""Whether the vector index of a closed data folder is what the catalogue says, and answers as exact search does."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from ragdesk.engine.index import library_index
from ragdesk.engine.index.exact_index import ExactIndex
from ragdesk.engine.index.library_index import LibraryIndex
from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.vectors import Vectors
from ragdesk.protocol.records import LibraryId
from tests.safety.doings import BORDER, CATALOGUE

_BEST = 10
_QUESTIONS = 4
_TOLERANCE = 1e-5
_LEAST_RECALL = 0.95
"""Of 40 neighbours; a graph may miss one."""


class OpenIndex:
    """The index of the only library in a data folder, with exact search beside it. Opens Chroma at once."""

    def __init__(self, data_dir: Path, exact_up_to: int | None = None, **given: Any) -> None:
        library_index.FIRST_QUESTION_EXACT_UP_TO = 0
        self.database = Database(data_dir / CATALOGUE)
        row = self.database.row("SELECT id, name, dimensions FROM fingerprints")
        self.is_empty = row is None
        if row is None:
            return
        self.vectors = Vectors(self.database, row[1], row[2])
        self.library = LibraryId(self.database.value("SELECT id FROM libraries"))
        border = BORDER.exact_up_to if exact_up_to is None else exact_up_to
        self.index = LibraryIndex(self.database, self.vectors, self.library, data_dir / "index", border, **given)
        self.folder = data_dir / "index" / f"{self.library}-{self.vectors.fingerprint_id}"

    def close(self) -> None:
        if not self.is_empty:
            self.index.close()
        self.database.close()

    def recall(self) -> list[float]:
        """The share of the ten best by exact search that the index finds, for a few questions near stored vectors."""
        ids = self.vectors.ids(self.library)
        exact = ExactIndex(self.vectors.dimensions)
        exact.add(ids, self.vectors.load(ids))
        noise = np.random.default_rng(len(ids))
        shares = []
        for vector in self.vectors.load(ids[:: max(len(ids) // _QUESTIONS, 1)][:_QUESTIONS]):
            question = vector + noise.normal(scale=0.03, size=vector.shape).astype(np.float32)
            question /= np.linalg.norm(question)
            best = exact.nearest(question, _BEST)
            found = dict(self.index.nearest(question, _BEST))
            if strange := found.keys() - set(ids.tolist()):
                raise AssertionError(f"the index finds what is not in the catalogue: {strange}")
            # Texts of the same vector may come in any order.
            right = sum(cosine >= best[-1][1] - _TOLERANCE for cosine in found.values())
            shares.append(min(right, len(best)) / len(best))
        return shares

    def ids_answered_for(self) -> set[int]:
        """Of the generation with its corrections; of exact search where none is served."""
        served = self.index._generation or self.index._exact
        if served is None:
            return set()
        if isinstance(served, ExactIndex):
            return set(served.ids().tolist())
        return (set(served._indexed.tolist()) - served._removed) | set(served._added.ids().tolist())

    def generation(self) -> str | None:
        """The folder that the catalogue calls clean."""
        found: str | None = self.database.value("SELECT folder FROM index_folders WHERE state = 'clean'")
        return found


def index_violations(data_dir: Path) -> list[str]:
    """A folder that is called clean is whole and belongs to the catalogue; answers are those of exact search."""
    with closing(OpenIndex(data_dir)) as opened:
        if opened.is_empty:
            return []
        found = []
        ids = set(opened.vectors.ids(opened.library).tolist())
        clean = opened.index._folders.clean()
        if clean is not None and not clean.is_untouched():
            found.append(f"{clean.folder.name} is called clean and is not: {sorted(json.loads(clean.manifest))}")
        if not ids:
            return found
        if (mean := float(np.mean(opened.recall()))) < _LEAST_RECALL:
            found.append(f"the index finds {mean:.3f} of what exact search finds")
        if opened.ids_answered_for() != ids:
            found.append(f"the index answers for {len(opened.ids_answered_for() ^ ids)} texts too many or too few")
        if clean is not None and len(ids) > BORDER.exact_up_to and opened.index._generation is None:
            found.append(f"{clean.folder.name} is called clean and could not be opened")
        return found
