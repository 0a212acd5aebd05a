"""Finds where on a page an outline entry begins: text, boxes and entry in, a place in the text out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ragdesk.engine.documents.page_boxes import Boxes
from ragdesk.engine.documents.readers.pdf_outline import OutlineEntry

NEAR = 72.0
"""Points from the destination to its heading: programs put it up to a few lines above."""
SLACK = 10.0
"""Points by which a destination may stand below the top of the line that it means: some name the base line."""
MOST_COMPARISONS = 100_000
"""Of words, on one page, about 0.1 s; an honest page needs a few dozen."""

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\W_]*")
_NUMBER = re.compile(
    r"(?:(?:chapter|section|part|appendix|article|annex|cap[ií]tulo|secci[oó]n|parte|ap[eé]ndice|anexo|art[ií]culo|"
    r"chapitre|partie|annexe|kapitel|abschnitt|teil|anhang|capitolo|§)\s*)?"
    r"(?:\d{1,3}(?:\.\d{1,3}){0,5}|(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})|[a-z](?:\.\d{1,3}){0,5})"
    r"(?:\s*[.:)\u2013\u2014-])?",
    re.IGNORECASE,
)
_LONGEST_NUMBER = 24


@dataclass(frozen=True, slots=True)
class HeadingPlace:
    """The heading is `start` to `end` of the page's text; both are equal where only its height is known."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Match:
    place: HeadingPlace
    rank: int
    """0 for lines of its own, 1 for the beginning of a line, 2 for the middle of a paragraph."""
    distance: float | None
    """Points from the destination; None where that is not known."""

    @property
    def is_near(self) -> bool:
        return self.distance is not None and self.distance <= NEAR

    @property
    def is_believable(self) -> bool:
        return self.rank == 0 or self.is_near or (self.rank == 1 and self.distance is None)


class HeadingPlaces:
    """The words of one page, to be asked for each entry that begins on it.

    `origin` is the top left corner of the page in PDF coordinates; without it or boxes, words alone tell the place.
    """

    def __init__(self, text: str, boxes: Boxes | None, origin: tuple[float, float] | None) -> None:
        self._text = text
        self._boxes = boxes if origin is not None else None
        self._origin = origin or (0.0, 0.0)
        self._comparisons = 0
        self._paragraphs = np.array([0, *(m.end() for m in re.finditer("\n\n", text) if m.end() < len(text))])
        lower = text.lower()
        self._lower = lower if len(lower) == len(text) else text

    def find(self, entry: OutlineEntry) -> HeadingPlace | None:
        """By its words; else by its height; None where neither tells."""
        left, top = self._drawn(entry)
        matches = (match for match in self._matches(entry.heading[-1], top) if match.is_believable)
        best = min(matches, key=lambda match: (not match.is_near, match.rank, match.distance or 0.0), default=None)
        if best is not None:
            return best.place
        return None if top is None else self._below(left, top)

    def _drawn(self, entry: OutlineEntry) -> tuple[float | None, float | None]:
        left, top = entry.left, entry.top
        if self._boxes is None or top is None:
            return None, None
        return None if left is None else left - self._origin[0], self._origin[1] - top

    def _matches(self, title: str, top: float | None) -> list[_Match]:
        for words in _spellings(title):
            if matches := [self._match(start, end, top) for start, end in self._found(words)]:
                return matches
        return []

    def _found(self, words: list[str]) -> Iterator[tuple[int, int]]:
        """Where these words stand one after the other, whatever is between them."""
        at = -1
        while self._comparisons < MOST_COMPARISONS and (at := self._lower.find(words[0], at + 1)) >= 0:
            self._comparisons += 1
            if not self._lower[at - 1 : at].isalnum() and (end := self._end(words, at)) is not None:
                yield at, end

    def _end(self, words: list[str], at: int) -> int | None:
        for word in words:
            self._comparisons += 1
            between = _BETWEEN.match(self._lower, at)
            at = between.end() if between is not None else at
            if not self._lower.startswith(word, at):
                return None
            at += len(word)
        return None if self._lower[at : at + 1].isalnum() else at

    def _match(self, start: int, end: int, top: float | None) -> _Match:
        line_start = self._text.rfind("\n", 0, start) + 1
        before = self._text[line_start:start].strip()
        distance = abs(self._top(start) - top) if top is not None else None
        if before and not _is_number(before) and _WORD.search(before):
            return _Match(HeadingPlace(start, end), 2, distance)
        line_end = self._text.find("\n", end)
        is_whole = _WORD.search(self._text, end, len(self._text) if line_end < 0 else line_end) is None
        return _Match(HeadingPlace(self._with_number(line_start), end), 0 if is_whole else 1, distance)

    def _with_number(self, start: int) -> int:
        """Where the line above holds nothing but "Chapter 2", the heading begins there."""
        above_end = len(self._text[:start].rstrip("\n"))
        above = self._text.rfind("\n", 0, above_end) + 1
        return above if above < above_end and _is_number(self._text[above:above_end].strip()) else start

    def _below(self, left: float | None, top: float) -> HeadingPlace:
        """The paragraph that begins next below a height, in the column where `left` is; the end where none does."""
        assert self._boxes is not None
        edges = self._boxes[self._paragraphs]
        is_below = edges[:, 1] >= top - SLACK
        in_column = is_below & (np.abs(edges[:, 0] - (edges[:, 0] if left is None else left)) <= NEAR)
        starts = self._paragraphs[in_column if in_column.any() else is_below]
        start = int(starts[self._boxes[starts, 1].argmin()]) if len(starts) else len(self._text)
        return HeadingPlace(start, start)

    def _top(self, at: int) -> float:
        return float(self._boxes[at, 1]) if self._boxes is not None else 0.0


def _spellings(title: str) -> Iterator[list[str]]:
    """The words of a title; then the same without its number."""
    title = unicodedata.normalize("NFKC", title).lower()
    yield from filter(None, [_WORD.findall(title)])
    number = _NUMBER.match(title)
    if number is not None and title[number.end() : number.end() + 1].isspace():
        yield from filter(None, [_WORD.findall(title, number.end())])


def _is_number(words: str) -> bool:
    return len(words) <= _LONGEST_NUMBER and _NUMBER.fullmatch(words) is not None
