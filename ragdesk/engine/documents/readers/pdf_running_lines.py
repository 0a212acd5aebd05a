"""Finds running headers and footers: the same words, page numbers apart, at the edge of many pages.

Body text must never go: a line needs repetition at one height, white space between it and the text, and no larger
print than the text has. Documents of one or two pages have none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ragdesk.engine.documents.readers.pdf_fragments import Fragment, Row, row_text, rows_of

EDGE = 0.18
"""Share of the page's height that is looked at, above and below."""
ROWS_PER_EDGE = 3
FEWEST_PAGES = 3
MANY_PAGES = 6
"""Enough for the title of a chapter, even in a long book; below, `LEAST_SHARE` of all pages is asked for."""
LEAST_SHARE = 0.25
LEAST_SHARE_OF_SPAN = 0.4
"""Of the pages from the first to the last with that line: left and right pages may differ."""
SAME_HEIGHT = 4.0
"""Points."""
WHITE_SPACE = 0.5
"""In line heights, between a running line and the text; lines of a paragraph stand at 0 to 0.3."""
LARGER = 1.15

_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]{1,7}$")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class PageFragments:
    """What a page shows, for comparing it with other pages."""

    number: int
    text: str
    height: float
    fragments: Sequence[Fragment]


@dataclass(frozen=True, slots=True)
class _EdgeRow:
    page: int
    row: Row
    words: str
    key: str
    numbers: tuple[int, ...]
    middle: float
    is_large: bool


@dataclass(frozen=True, slots=True)
class _Edge:
    """The rows at one end of a page, the outermost first. `text` is the row behind them, never a candidate."""

    is_top: bool
    rows: tuple[_EdgeRow, ...]
    text: Row | None


def running_fragments(pages: Sequence[PageFragments]) -> dict[int, set[int]]:
    """For each page number, the `start` of its fragments that belong to a running line."""
    if len(pages) < FEWEST_PAGES:
        return {}
    edges = [_edge(page, is_top) for page in pages if page.fragments for is_top in (True, False)]
    groups: dict[tuple[bool, str], list[_EdgeRow]] = defaultdict(list)
    for edge in edges:
        for row in edge.rows:
            groups[edge.is_top, row.key].append(row)
    running = {id(row) for group in groups.values() for row in _repeated(group, len(pages))}
    found: dict[int, set[int]] = defaultdict(set)
    for edge in edges:
        for row in _apart_from_text(edge, running):
            found[row.page].update(fragment.start for fragment in row.row)
    return found


def _edge(page: PageFragments, is_top: bool) -> _Edge:
    depth = EDGE * page.height
    at_edge = [f for f in page.fragments if (f.middle < depth if is_top else f.middle > page.height - depth)]
    rows = rows_of(at_edge)
    if not is_top:
        rows.reverse()
    usual = median(fragment.height for fragment in page.fragments)
    outer = tuple(_edge_row(page, row, usual) for row in rows[:ROWS_PER_EDGE])
    return _Edge(is_top, outer, rows[ROWS_PER_EDGE] if len(rows) > ROWS_PER_EDGE else None)


def _edge_row(page: PageFragments, row: Row, usual_height: float) -> _EdgeRow:
    words = " ".join(row_text(page.text, row).casefold().split())
    is_roman = _ROMAN.match(words) is not None
    key = "#" if is_roman else _DIGITS.sub("#", words)
    numbers = (_roman(words),) if is_roman else tuple(int(digits[:9]) for digits in _DIGITS.findall(words))
    is_large = max(fragment.height for fragment in row) > LARGER * usual_height
    return _EdgeRow(page.number, row, words, key, numbers, row[0].middle, is_large)


def _roman(words: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in words]
    return sum(-a if a < b else a for a, b in pairwise([*values, 0]))


def _repeated(group: list[_EdgeRow], pages: int) -> list[_EdgeRow]:
    """The rows of a group (same words but for digits) that repeat in the way of a header or footer."""
    if len(group) < FEWEST_PAGES:
        return []
    height = median(row.middle for row in group)
    level = [row for row in group if abs(row.middle - height) <= SAME_HEIGHT and not row.is_large]
    if _count_pages(level) and _is_page_number(level):
        return level if _is_frequent(level, pages) else []
    by_words: dict[str, list[_EdgeRow]] = defaultdict(list)
    for row in level:
        by_words[row.words].append(row)
    return [row for same in by_words.values() if _is_frequent(same, pages) for row in same]


def _is_frequent(rows: list[_EdgeRow], pages: int) -> bool:
    count = _count_pages(rows)
    if count < FEWEST_PAGES or (count < MANY_PAGES and count < LEAST_SHARE * pages):
        return False
    span = max(row.page for row in rows) - min(row.page for row in rows) + 1
    return count >= LEAST_SHARE_OF_SPAN * span


def _count_pages(rows: list[_EdgeRow]) -> int:
    return len({row.page for row in rows})


def _is_page_number(rows: list[_EdgeRow]) -> bool:
    """Whether one of the numbers in the line goes up by one from page to page."""
    for place in range(len(rows[0].numbers)):
        offsets = Counter(row.numbers[place] - row.page for row in rows if place < len(row.numbers))
        # Front matter and chapters may count anew, so the most frequent three offsets are taken together.
        if sum(count for _, count in offsets.most_common(3) if count >= FEWEST_PAGES - 1) >= 0.7 * len(rows):
            return True
    return False


def _apart_from_text(edge: _Edge, running: set[int]) -> list[_EdgeRow]:
    """Those of the running rows that white space parts from the text."""
    apart: list[_EdgeRow] = []
    inner, inner_goes = edge.text, False
    for row in reversed(edge.rows):
        goes = id(row) in running and (inner_goes or inner is None or _white_space(row.row, inner) >= WHITE_SPACE)
        if goes:
            apart.append(row)
        inner, inner_goes = row.row, goes
    return apart


def _white_space(row: Row, inner: Row) -> float:
    above, below = sorted((row, inner), key=lambda one: one[0].middle)
    gap = min(f.top for f in below) - max(f.bottom for f in above)
    return gap / max(row[0].height, inner[0].height)
