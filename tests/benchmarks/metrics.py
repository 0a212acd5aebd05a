"""How good a ranking, a quote or a refusal is; each with a bootstrap interval."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Sequence

import numpy as np

RESAMPLES = 2000
_ARTICLES = re.compile(r"\b(?:a|an|the|el|la|los|las|un|una)\b")


def ndcg(found: Sequence[str | None], gold: Collection[str], depth: int = 10) -> float:
    """Of passage ids, best first; each counts once."""
    ranked = [passage for passage in dict.fromkeys(found) if passage is not None][:depth]
    gained = sum(1 / math.log2(rank + 2) for rank, passage in enumerate(ranked) if passage in gold)
    return gained / sum(1 / math.log2(rank + 2) for rank in range(min(depth, len(gold))))


def contains(texts: Sequence[str], answers: Sequence[str]) -> bool:
    """Whether one of the answers, normalised as in SQuAD, stands in one of the texts."""
    folded = [f" {_normalised(text)} " for text in texts]
    return any(f" {wanted} " in text for wanted in map(_normalised, answers) if wanted for text in folded)


def interval(values: Sequence[float]) -> tuple[float, float, float]:
    """Mean and the ends of its 95 % interval."""
    measured = np.asarray(values, dtype=float)
    picks = np.random.default_rng(1).integers(0, len(measured), (RESAMPLES, len(measured)))
    low, high = np.quantile(measured[picks].mean(axis=1), [0.025, 0.975])
    return float(measured.mean()), float(low), float(high)


def balanced_accuracy(present_found: Sequence[bool], absent_found: Sequence[bool]) -> float:
    return (float(np.mean(present_found)) + 1 - float(np.mean(absent_found))) / 2


def balanced_interval(present_found: Sequence[bool], absent_found: Sequence[bool]) -> tuple[float, float, float]:
    """Balanced accuracy and the ends of its 95 % interval, both classes resampled."""
    rng = np.random.default_rng(1)
    present, absent = np.asarray(present_found, dtype=float), np.asarray(absent_found, dtype=float)
    drawn = [rng.choice(one, (RESAMPLES, len(one))).mean(axis=1) for one in (present, absent)]
    low, high = np.quantile((drawn[0] + 1 - drawn[1]) / 2, [0.025, 0.975])
    return balanced_accuracy(present_found, absent_found), float(low), float(high)


def _normalised(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(_ARTICLES.sub(" ", re.sub(r"[^\w\s]", " ", plain)).split())
