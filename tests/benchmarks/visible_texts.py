"""The visible question sets as raw material for speed: passages by title, questions, and any amount of new text."""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[3] / "shared" / "data"
_POOLS = ("squad", "clapnq", "mtrag", "xquad_en", "xquad_es")
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_EXCHANGED_SHARE = 0.35
"""Of the words of five letters and more; so copies share about half of their words, as texts on one subject do."""


def need_visible_texts() -> None:
    """Ends the process with 2 where the data folder is not beside the checkout."""
    if not (DATA / "squad.passages.jsonl").is_file():
        print(f"There is nothing to measure with: {DATA} is absent.", file=sys.stderr)
        raise SystemExit(2)


def articles(pools: tuple[str, ...] = _POOLS) -> dict[tuple[str, str], list[str]]:
    """(pool, title) -> paragraphs in their order."""
    found: dict[tuple[str, str], list[str]] = {}
    for pool in pools:
        for passage in sorted(_records(f"{pool}.passages"), key=lambda record: int(record["order"])):
            found.setdefault((pool, passage["title"]), []).append(" ".join(passage["text"].split()))
    return found


def questions(most: int, pools: tuple[str, ...] = ("squad", "xquad_es")) -> list[str]:
    """Answerable questions, the same ones each time."""
    every = [record["question"] for pool in pools for record in _records(pool) if record["answerable"]]
    return random.Random(3).sample([" ".join(text.split()) for text in every], min(most, len(every)))


def rewritten(paragraph: str, vocabulary: list[str], draw: random.Random) -> str:
    """Another text of the same build: some of its longer words are exchanged for words of other texts."""

    def exchange(word: re.Match[str]) -> str:
        return draw.choice(vocabulary) if draw.random() < _EXCHANGED_SHARE else word[0]

    return _LONG_WORD.sub(exchange, paragraph)


def vocabulary_of(paragraphs: Iterator[str]) -> list[str]:
    """Every longer word as often as it is used, so that what is drawn from it is as frequent as before."""
    return [word for paragraph in paragraphs for word in _LONG_WORD.findall(paragraph)]


def _records(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]
