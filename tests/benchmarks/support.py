"""How well the support check tells supported statements from others: BEGIN, visible half. Run by hand.

usage: python tests/benchmarks/support.py [DATA_FOLDER]
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ragdesk.engine.answer.support import check_answer
from ragdesk.engine.index.words import prepare_words, telling_words
from ragdesk.protocol.records import Passage, Place

DATA = Path(__file__).parents[3] / "shared" / "data"
DISTRACTORS = 4
RESAMPLES = 2000
PLAIN_THRESHOLD = 0.78
"""The one fixed threshold for plain word overlap."""


@dataclass(frozen=True, slots=True)
class Statement:
    text: str
    before: str
    evidence: str
    supported: bool


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    records = [json.loads(line) for line in (folder / "begin.jsonl").read_text("utf-8").splitlines()]
    statements = [
        Statement(r["statement"], r["before"], r["evidence"], r["label"] == "fully_attributable")
        for r in records
        if r["label"] != "generic"
    ]
    truth = np.array([s.supported for s in statements])
    pool = sorted({s.evidence for s in statements})
    idf = _rarity(pool)
    rng = random.Random(1)
    settings: dict[str, Callable[[Statement], bool]] = {
        "plain share of words > 0.78": _plain,
        "support check": lambda s: _ours(s, [s.evidence], idf),
        f"  with {DISTRACTORS} other passages": lambda s: _ours(s, [s.evidence, *rng.sample(pool, DISTRACTORS)], idf),
        "  all words weigh the same": lambda s: _ours(s, [s.evidence], lambda word: 1.0),
    }
    print(f"BEGIN, visible half: n = {len(truth)}, supported {truth.sum()}; balanced accuracy [95 % interval]")
    for name, judge in settings.items():
        verdicts = np.array([judge(s) for s in statements])
        low, high = _interval(verdicts, truth)
        found, kept = verdicts[truth].mean(), (~verdicts)[~truth].mean()
        print(f"{name:32} {_balanced(verdicts, truth):.3f} [{low:.3f}, {high:.3f}]"
              f"  supported kept {found:.3f}, unsupported marked {kept:.3f}")  # fmt: skip


def _ours(statement: Statement, texts: Sequence[str], idf: Callable[[str], float]) -> bool:
    passages = [
        Passage(n, "", "", Place(None, (), 0, len(text)), text, 1.0, language="en") for n, text in enumerate(texts, 1)
    ]
    checked = check_answer(statement.text, statement.before, "en", passages, idf)
    return bool(checked) and all(sentence.supported for sentence in checked)


def _plain(statement: Statement) -> bool:
    words = set(telling_words(statement.text, "en"))
    found = words & set(prepare_words(statement.evidence, "en"))
    return bool(words) and len(found) / len(words) > PLAIN_THRESHOLD


def _rarity(texts: Sequence[str]) -> Callable[[str], float]:
    counts = Counter(word for text in texts for word in set(prepare_words(text, "en")))
    return lambda word: math.log(1 + (len(texts) - counts[word] + 0.5) / (counts[word] + 0.5))


def _balanced(verdicts: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    return float((verdicts[truth].mean() + (~verdicts)[~truth].mean()) / 2)


def _interval(verdicts: NDArray[np.bool_], truth: NDArray[np.bool_]) -> tuple[float, float]:
    rng = np.random.default_rng(1)
    picks = (rng.integers(0, len(truth), len(truth)) for _ in range(RESAMPLES))
    low, high = np.quantile([_balanced(verdicts[pick], truth[pick]) for pick in picks], [0.025, 0.975])
    return float(low), float(high)


if __name__ == "__main__":
    main()
