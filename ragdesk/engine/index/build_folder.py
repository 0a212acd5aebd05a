"""Writes a new folder of the vector index: ids and vectors in, files that are whole and on the disk out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ragdesk.engine.index.chroma_index import ChromaIndex
from ragdesk.engine.index.generation import LoadVectors
from ragdesk.engine.index.index_folder import keep_database, sync_folder
from ragdesk.engine.index.vector_index import Ids

_STEP = 5_000


def build_folder(folder: Path, ids: Ids, load: LoadVectors) -> Iterator[tuple[int, int]]:
    """Yields (vectors written, vectors in all). Raises IndexUnavailable or OSError.

    A text that was removed since is written as zeros: all ids have to come, or Chroma would not write its files.
    """
    index = ChromaIndex.create(folder, len(ids))
    try:
        for i in range(0, len(ids), _STEP):
            part = ids[i : i + _STEP]
            index.add(part, load(part))
            yield min(i + _STEP, len(ids)), len(ids)
    finally:
        index.close()
    keep_database(folder)
    sync_folder(folder)
