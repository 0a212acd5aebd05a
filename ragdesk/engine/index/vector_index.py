"""What every vector index can do; vectors are of unit length, ids are those of span texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Ids = NDArray[np.int64]


class VectorIndex(Protocol):
    """Finds the vectors that are nearest to a question's. One contract suite runs over all of them."""

    def add(self, ids: Sequence[int] | Ids, vectors: Vector) -> None:
        """Add vectors, shape (n, dimensions); an id that is there already gets its new vector."""

    def remove(self, ids: Sequence[int] | Ids) -> None:
        """Forget vectors; unknown ids are ignored."""

    def nearest(self, question: Vector, limit: int) -> list[tuple[int, float]]:
        """At most `limit` ids with their cosine, best first. `question` has shape (dimensions,)."""

    def ids(self) -> Ids:
        """All ids, in ascending order."""

    def close(self) -> None:
        """Let go of memory and files."""
