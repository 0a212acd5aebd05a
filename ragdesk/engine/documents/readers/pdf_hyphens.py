"""Decides for a word parted at a line's end whether it is written with a hyphen, from the words of the document."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PARTING = re.compile(r"[-\u2010\u00ad]\s*\n\s*|\u00ad")
_FIRST_WORD = re.compile(r"\w+")
_LAST_WORD = re.compile(r"\w+$")
_LONGEST_WORD = 60


class Vocabulary:
    """The words inside the lines of the pages given. Collected on the first question: most documents never ask."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts
        self._words: frozenset[str] | None = None

    def keeps_hyphen(self, left: str, right: str) -> bool:
        """`well` + `known`: if "well-known" stands elsewhere, or if both halves are words and "wellknown" is none."""
        words = self._collected()
        left, right = left.lower(), right.lower()
        if f"{left}-{right}" in words:
            return True
        return left + right not in words and left in words and right in words

    def _collected(self) -> frozenset[str]:
        if self._words is None:
            self._words = frozenset(
                word for text in self._texts for word in set(_WORD.findall(_without_parted(text).lower()))
            )
        return self._words


def _without_parted(text: str) -> str:
    """Without the words that a line's end parts. One pattern for the whole would try each word of the text."""
    kept: list[str] = []
    start = 0
    for parting in _PARTING.finditer(text):
        last = _LAST_WORD.search(text, max(start, parting.start() - _LONGEST_WORD), parting.start())
        first = _FIRST_WORD.match(text, parting.end())
        if last is not None and first is not None:
            kept.append(text[start : last.start()])
            start = first.end()
    return " ".join((*kept, text[start:]))
