"""Found chunks -> passages: as `search` lists them, and as a model reads them, with their neighbours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from ragdesk.engine.retrieval.found_chunk import FoundChunk
from ragdesk.engine.retrieval.near_duplicates import fold_near_duplicates
from ragdesk.engine.retrieval.reading import Stretch, cap_per_document, join_adjacent, neighbours_wanted
from ragdesk.engine.retrieval.retriever import Hit
from ragdesk.engine.storage.contents import StoredChunk
from ragdesk.engine.storage.documents import file_title
from ragdesk.engine.stores import Stores
from ragdesk.protocol.records import LibraryId, Passage

READ_CHUNKS = 8
"""Chunks that the largest models read; smaller ones read fewer (`answer/prompt.py`)."""

WITH_NEIGHBOURS = 3
"""The best so many chunks are read with the chunks before and after: 85 -> 95 % of the answers are inside then."""

MOST_OF_ONE_DOCUMENT = 4
"""Further chunks of a document come after those of all others."""


class Passages:
    """Makes passages of what was found in one library.

    `chosen` are paths: where several documents hold the same text, it is shown in one of these.
    """

    def __init__(self, stores: Stores, library: LibraryId) -> None:
        self._stores = stores
        self._library = library

    def listed(self, hits: Sequence[Hit], chosen: Collection[str] | None = None) -> tuple[Passage, ...]:
        """Every hit as it is, in the order found."""
        paths = self._paths((hit.chunk.content_id for hit in hits), chosen)
        return tuple(
            _passage(n, hit.chunk, paths[hit.chunk.content_id], hit.score) for n, hit in enumerate(hits, start=1)
        )

    def read(self, hits: Sequence[Hit], chosen: Collection[str] | None = None) -> tuple[Passage, ...]:
        """What a model reads: copies folded, one document's share capped, neighbours joined; best first."""
        found = [_found_chunk(hit.chunk, hit.score) for hit in hits]
        best = cap_per_document(fold_near_duplicates(found), MOST_OF_ONE_DOCUMENT)[:READ_CHUNKS]
        neighbours = self._stores.contents.chunks(
            self._stores.contents.at_positions(neighbours_wanted(best[:WITH_NEIGHBOURS]))
        )
        known = {hit.chunk.id: hit.chunk for hit in hits} | neighbours
        scores = {chunk.chunk for chunk in best}
        beside = [_found_chunk(chunk, 0.0) for chunk in neighbours.values() if chunk.id not in scores]
        paths = self._paths((chunk.content_id for chunk in known.values()), chosen)
        stretches = join_adjacent([*best, *beside])
        return tuple(self._stretch(n, stretch, known, paths) for n, stretch in enumerate(stretches, start=1))

    def _stretch(self, n: int, stretch: Stretch, known: dict[int, StoredChunk], paths: dict[int, str]) -> Passage:
        first = known[stretch.chunks[0]]
        passage = _passage(n, first, paths[first.content_id], stretch.score)
        text = self._stores.contents.text_between(first.section_id, stretch.start, stretch.end)
        return replace(passage, place=replace(passage.place, end=stretch.end), text=text)

    def _paths(self, contents: Iterable[int], chosen: Collection[str] | None) -> dict[int, str]:
        found = self._stores.documents.paths_of(self._library, sorted(set(contents)))
        return {
            content: next((path for path in paths if chosen is None or path in chosen), paths[0])
            for content, paths in found.items()
        }


def _found_chunk(chunk: StoredChunk, score: float) -> FoundChunk:
    return FoundChunk(
        chunk.id, chunk.content_id, chunk.section_id, chunk.position, chunk.place.start, chunk.place.end, chunk.text,
        score,
    )  # fmt: skip


def _passage(n: int, chunk: StoredChunk, path: str, score: float) -> Passage:
    title = chunk.title or file_title(path)
    return Passage(n, path, title, chunk.place, chunk.text, round(score, 4), chunk.id, chunk.language)
