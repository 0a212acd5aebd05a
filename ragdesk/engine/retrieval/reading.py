"""What a model reads: the chunks found, with their neighbours, joined to stretches that stand together in the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ragdesk.engine.retrieval.found_chunk import FoundChunk


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters `start` to `end` (exclusive) of the document's text, all in one section, and the chunks they hold."""

    document: int
    section: int
    start: int
    end: int
    score: float
    """That of its best chunk."""
    chunks: tuple[int, ...]


def cap_per_document(found: Sequence[FoundChunk], most: int) -> list[FoundChunk]:
    """Chunks beyond the first `most` of their document go behind all others: they are read where room is left."""
    seen: Counter[int] = Counter()
    within: list[FoundChunk] = []
    beyond: list[FoundChunk] = []
    for chunk in found:
        seen[chunk.document] += 1
        (within if seen[chunk.document] <= most else beyond).append(chunk)
    return within + beyond


def neighbours_wanted(found: Iterable[FoundChunk]) -> set[tuple[int, int]]:
    """(section, position) of the chunks before and after each chunk, where they are not found themselves."""
    places = {(chunk.section, chunk.position) for chunk in found}
    beside = {(section, position + step) for section, position in places for step in (-1, 1)}
    return {(section, position) for section, position in beside - places if position >= 0}


def join_adjacent(chunks: Iterable[FoundChunk]) -> list[Stretch]:
    """Chunks that follow each other in a section become one stretch; the best stretch comes first."""
    runs: list[list[FoundChunk]] = []
    for chunk in sorted(set(chunks), key=lambda chunk: (chunk.document, chunk.section, chunk.position)):
        last = runs[-1][-1] if runs else None
        if last is not None and last.section == chunk.section and last.position + 1 == chunk.position:
            runs[-1].append(chunk)
        else:
            runs.append([chunk])
    stretches = [_stretch(run) for run in runs]
    return sorted(stretches, key=lambda stretch: (-stretch.score, stretch.document, stretch.start))


def _stretch(run: Sequence[FoundChunk]) -> Stretch:
    return Stretch(
        run[0].document,
        run[0].section,
        run[0].start,
        run[-1].end,
        max(chunk.score for chunk in run),
        tuple(chunk.chunk for chunk in run),
    )
