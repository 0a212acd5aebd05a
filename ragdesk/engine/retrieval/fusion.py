"""Two lists of scores, by meaning and by words, made into one ranking."""

from __future__ import annotations

from collections.abc import Mapping

_KNOWN = 0.55
_UNKNOWN = 0.25


def dense_weight_for(language: str, embedder_languages: frozenset[str] | None) -> float:
    """How much the vectors count, 0 to 1. `embedder_languages`: what the embedder reads; None means any language."""
    return _KNOWN if embedder_languages is None or language in embedder_languages else _UNKNOWN


def fuse(dense: Mapping[int, float], words: Mapping[int, float], dense_weight: float) -> list[tuple[int, float]]:
    """Weighted sum of both legs over the union of their chunks, best first, scores 0 to 1.

    `dense`: a chunk's best cosine, for as many chunks of the union as is possible; `words`: its bm25, above 0. Cosines
    are scaled by the least and the greatest of them. bm25 has a natural zero, no word shared, and is scaled by the
    greatest alone. A chunk that one leg lacks counts as its least. Equal scores rank by chunk id.
    """
    by_meaning, by_words = _scaled(dense, min(dense.values(), default=0.0)), _scaled(words, 0.0)
    scores = {
        chunk: dense_weight * by_meaning.get(chunk, 0.0) + (1 - dense_weight) * by_words.get(chunk, 0.0)
        for chunk in dense.keys() | words.keys()
    }
    return sorted(scores.items(), key=lambda scored: (-scored[1], scored[0]))


def _scaled(scores: Mapping[int, float], least: float) -> dict[int, float]:
    greatest = max(scores.values(), default=0.0)
    if greatest <= least:
        return dict.fromkeys(scores, 1.0)
    return {chunk: min(1.0, max(0.0, score - least) / (greatest - least)) for chunk, score in scores.items()}
