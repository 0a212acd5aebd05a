"""How many of a question's neighbouring words stand together in a passage as well: what bm25 and vectors do not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

PHRASE_WEIGHT = 0.15
"""What a full match adds to a fused score. SQuAD (n = 1500) +0.9 points; XQuAD, ClapNQ, MTRAG 0 to +0.2."""
RESCORED = 30
"""So many of the best fused chunks are looked at."""


def phrase_share(question: Sequence[str], passage: Sequence[str], weights: Mapping[str, float]) -> float:
    """Share, by weight, of the question's word pairs that the passage holds with at most one word between; 0 to 1.

    All words are prepared and in their order, in one language. A pair weighs as much as its more frequent word; a word
    without a weight counts as the rarest.
    """
    rarest = max(weights.values(), default=1.0)
    pairs = {pair: min(weights.get(word, rarest) for word in pair) for pair in pairwise(question)}
    everything = sum(pairs.values())
    if not everything:
        return 0.0
    near = {*pairwise(passage), *zip(passage, passage[2:], strict=False)}
    return sum(weight for pair, weight in pairs.items() if pair in near) / everything


def with_phrases(fused: Sequence[tuple[int, float]], shares: Mapping[int, float]) -> list[tuple[int, float]]:
    """The ranking with phrases counted in, best first, scores 0 to 1. `shares`: of the chunks that were looked at."""
    scores = {chunk: (score + PHRASE_WEIGHT * shares.get(chunk, 0.0)) / (1 + PHRASE_WEIGHT) for chunk, score in fused}
    return sorted(scores.items(), key=lambda scored: (-scored[1], scored[0]))
