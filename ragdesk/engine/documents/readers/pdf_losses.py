"""What of a PDF could not be read, as page numbers in, as one sentence for the user out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(slots=True)
class Losses:
    """Page numbers, 1-based, in rising order."""

    without_text: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)
    out_of_time: Sequence[int] = ()
    too_many: Sequence[int] = ()

    def sentence(self) -> str | None:
        """None where nothing was lost."""
        told: tuple[tuple[Sequence[int], str], ...] = (
            (self.without_text, "hold{s} no text: {they} may be {scan}, which ragdesk cannot read yet."),
            (self.damaged, "{is_} damaged and could not be read."),
            (self.cut, "hold{s} too much text: only the beginning was read."),
            (self.out_of_time, "{was} not read: the file takes too long."),
            (self.too_many, "{was} not read: the file has too many pages."),
        )
        sentences = [f"{page_list(pages)} {_inflected(words, len(pages))}" for pages, words in told if pages]
        return " ".join(sentences) or None


def page_list(pages: Sequence[int]) -> str:
    """`Pages 3-9 and 12`."""
    runs = _runs(pages)
    *most, last = [str(first) if first == end else f"{first}-{end}" for first, end in runs]
    numbers = f"{', '.join(most)} and {last}" if most else last
    return f"{'Page' if len(pages) == 1 else 'Pages'} {numbers}"


def _runs(pages: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run; two neighbours are named one by one."""
    borders = [0, *(i for i, (a, b) in enumerate(pairwise(pages), 1) if b != a + 1), len(pages)]
    runs = [(pages[start], pages[end - 1]) for start, end in pairwise(borders)]
    apart = [[(first, first), (end, end)] if end == first + 1 else [(first, end)] for first, end in runs]
    return [part for parts in apart for part in parts]


def _inflected(words: str, count: int) -> str:
    if count == 1:
        return words.format(s="s", they="it", scan="a scan", is_="is", was="was")
    return words.format(s="", they="they", scan="scans", is_="are", was="were")
