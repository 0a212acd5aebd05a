"""Whether the library holds anything about a question, before a model is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ragdesk.protocol.records import Evidence

PASSAGES_LOOKED_AT = 10
"""So many of the best passages are searched for the question's words."""


@dataclass(frozen=True, slots=True)
class _Thresholds:
    """Below `nothing`, cosine + coverage is "none"; below `closest_only`, cosine + coverage / 2 is "weak"."""

    nothing: float
    closest_only: float


# Fitted on libraries of 10, 3 and 1 of the 20 articles of SQuAD and XQuAD, asked about all 20 (balanced accuracy 0.93
# to 0.99, false refusals 2 to 10 %); `closest_only` on ClapNQ and SQuAD 2.0, where 12 and 11 % of what can be answered
# falls below it, and 59 and 30 % of what cannot; in Spanish where it costs as much. Cosines of two models do not
# compare: another embedder needs its own line.
_MEASURED: Mapping[str, Mapping[str, _Thresholds]] = {
    "minilm": {"en": _Thresholds(0.94, 0.87), "other": _Thresholds(0.87, 0.77)},
}
_COVERAGE_ALONE = _Thresholds(0.42, 0.60)
"""Where no vector or no fitted threshold is at hand, coverage is compared alone (balanced accuracy 0.88 to 0.97)."""


def coverage(question_words: Collection[str], passage_words: Collection[str], weights: Mapping[str, float]) -> float:
    """How much of the question a passage holds: the weight of its words there, 0 to 1.

    All words are prepared, the question's in one language: with the forms of a second one among them, a share of them
    is never found. The passage's header counts as well. A word without a weight counts as the rarest.
    """
    rarest = max(weights.values(), default=1.0)
    asked = {word: weights.get(word, rarest) for word in question_words}
    everything = sum(asked.values())
    return sum(weight for word, weight in asked.items() if word in passage_words) / everything if everything else 0.0


def best_coverage(
    question_words: Collection[str], passages: Iterable[Collection[str]], weights: Mapping[str, float]
) -> float:
    """The coverage of the best single passage: tells more than that of several together, which chance fills up."""
    return max((coverage(question_words, passage, weights) for passage in passages), default=0.0)


def assess(best_cosine: float | None, covered: float, language: str, embedder: str) -> Evidence:
    """`best_cosine`: the question's best span; None where no vectors could be searched. `embedder`: the kind of model.

    `covered` is the best coverage among the best `PASSAGES_LOOKED_AT` passages.
    """
    measured = _MEASURED.get(embedder)
    if best_cosine is None or measured is None:
        return _verdict(covered, covered, _COVERAGE_ALONE)
    thresholds = measured.get(language, measured["other"])
    return _verdict(best_cosine + covered, best_cosine + covered / 2, thresholds)


def _verdict(for_anything: float, for_answer: float, thresholds: _Thresholds) -> Evidence:
    if for_anything < thresholds.nothing:
        return "none"
    return "weak" if for_answer < thresholds.closest_only else "enough"
