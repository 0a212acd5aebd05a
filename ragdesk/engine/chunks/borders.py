"""Where a text may be cut: its words, and how good a border stands before each of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ragdesk.engine.chunks.sentences import sentence_bounds

INSIDE, WORD, SENTENCE, ITEM, PARAGRAPH = range(5)
"""Kinds of border, weakest first. INSIDE: no white space there (long numbers, links, scripts without spaces)."""

# A word is counted so that 60 of them stay below the 256 word pieces that MiniLM reads: it takes one piece for nearly
# every Chinese, Japanese or Korean sign, punctuation mark and letter of another script, and for two digits of a number.
_DENSE = r"\u2e80-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_OTHER_SCRIPTS = r"\u0370-\u1dff"
_WORD = re.compile(
    rf"[{_DENSE}]{{1,2}}|[{_OTHER_SCRIPTS}]{{1,5}}|\d[\d.,:;%/)-]{{0,5}}|[^\w\s]{{4,5}}"
    rf"|[^\s\d{_OTHER_SCRIPTS}{_DENSE}]{{1,10}}|\S"
)
_ITEM = re.compile(r"[-*+•‣◦▪·–—]\s|(?:\d{1,3}|[A-Za-z])[.)]\s|\(\w{1,3}\)\s|\||[^\n]{0,120}?(?: \| |\t)")
# Sentences are looked for in stretches of this many characters, so that no text without any border costs more.
_STRETCH = 20_000


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order: where each starts and ends, and the border that stands before it."""

    starts: list[int]
    ends: list[int]
    borders: list[int]

    def __len__(self) -> int:
        return len(self.starts)

    def cut_at(self, first: int, last: int, least: int) -> list[tuple[int, int]]:
        """Cut words `first` to `last` (exclusive) at every border of at least this kind."""
        cuts = [first, *(i for i in range(first + 1, last) if self.borders[i] >= least), last]
        return list(pairwise(cuts))


def find_words(text: str, language: str | None, longest_unread: int) -> Words:
    """`longest_unread`: stretches of up to this many words are never cut, so their sentences are not looked for."""
    spans = [found.span() for found in _WORD.finditer(text)]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    words = Words(starts, ends, _gaps(text, starts, ends))
    for first, last in words.cut_at(0, len(words), ITEM):
        if last - first > longest_unread:
            for start in _sentence_starts(text, starts[first], ends[last - 1], language):
                i = bisect_left(starts, start)
                if i < last and words.borders[i] < SENTENCE:
                    words.borders[i] = SENTENCE
    return words


def _gaps(text: str, starts: list[int], ends: list[int]) -> list[int]:
    borders = [PARAGRAPH] * min(1, len(starts))
    for end, start in zip(ends, starts[1:], strict=False):
        if start == end:
            borders.append(INSIDE)
            continue
        breaks = text.count("\n", end, start)
        if breaks > 1:
            borders.append(PARAGRAPH)
        else:
            borders.append(ITEM if breaks and _ITEM.match(text, start) else WORD)
    return borders


def _sentence_starts(text: str, start: int, end: int, language: str | None) -> Iterator[int]:
    while start < end:
        stop = end if end - start <= _STRETCH else _last_space(text, start, start + _STRETCH)
        for begin, _ in sentence_bounds(text[start:stop], language):
            yield start + begin
        start = stop


def _last_space(text: str, start: int, stop: int) -> int:
    found = text.rfind(" ", start + 1, stop)
    return stop if found < 0 else found
