"""Folds chunks that say the same in nearly the same words (copies, versions of a file) into the best of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ragdesk.engine.retrieval.found_chunk import FoundChunk

_ALIKE = 0.9
"""Jaccard similarity of shingles: about one changed word in 60."""
_SHINGLE_WORDS = 3
_WORD = re.compile(r"\w+")

Shingles = frozenset[tuple[str, ...]]


def fold_near_duplicates(found: Sequence[FoundChunk]) -> list[FoundChunk]:
    """The order is kept; of chunks that are alike only the first stays."""
    kept: list[tuple[FoundChunk, Shingles]] = []
    for chunk in found:
        shingles = _shingles(chunk.text)
        if not any(_are_alike(shingles, other) for _, other in kept):
            kept.append((chunk, shingles))
    return [chunk for chunk, _ in kept]


def _shingles(text: str) -> Shingles:
    words = _WORD.findall(text.casefold())
    if len(words) <= _SHINGLE_WORDS:
        return frozenset([tuple(words) or (text,)])
    return frozenset(zip(*(words[i:] for i in range(_SHINGLE_WORDS)), strict=False))


def _are_alike(one: Shingles, other: Shingles) -> bool:
    if min(len(one), len(other)) <= _ALIKE * max(len(one), len(other)):
        return False
    shared = len(one & other)
    return shared > _ALIKE * (len(one) + len(other) - shared)
