"""Rows of a region in, lines and what joins them out: a space, a line end, a blank line, or a hyphenated word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from ragdesk.engine.documents.readers.pdf_fragments import WIDE_GAP, Fragment, Row

PARAGRAPH, LINE, SPACE, CELL, NOTHING = "\n\n", "\n", " ", "\t", ""
HYPHEN = "-"
"""The two lines share a word."""

# In heights of a line's box, about 1.15 times the font size.
CELL_GAP = 1.6
"""A justified line's widest spaces stay below."""
WORD_GAP = 0.12
WIDEST_STRETCH = 5.0
LARGE_STEP = 1.3
"""Of the usual step from line to line."""
HUGE_STEP = 2.2
INDENT = 0.6
OTHER_SIZE = 0.15
"""Share by which line heights differ where the font size does; fonts of one size differ by up to 0.1."""

_NUMBER = r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\[\d{1,3}\]|\d{1,2}(?:\.\d{1,2})+\.?"
BULLET = re.compile(r"[•◦▪■●○‣∙·\uf0b7\uf0a7]\s*\S")
ITEM = re.compile(rf"(?:[*\u2013\u2014-]|{_NUMBER})\s")
LONE_MARKER = re.compile(rf"(?:[•◦▪■●○‣∙·\uf0b7\uf0a7*\u2013\u2014-]|{_NUMBER})$")
DRAWN_RULE = re.compile(r"[-=_*.~]{4,}$")
HYPHENS = ("-", "\u2010", "\u00ad")
SENTENCE_ENDS = (".", "!", "?", ":", ";", "…", '"', "”", "»", ")")


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its stretches of the page's text, what joins them, and its words for judging where it belongs."""

    pieces: tuple[tuple[int, int], ...]
    joints: tuple[str, ...]
    text: str
    left: float
    right: float
    middle: float
    height: float

    @property
    def has_cells(self) -> bool:
        return CELL in self.joints


def lines_of(text: str, rows: list[Row]) -> list[Line]:
    """A row as a line: wide gaps part cells, except behind the number or bullet of a list item."""
    return [_line(text, row) for row in rows]


def _line(text: str, row: Row) -> Line:
    first, last = row[0], row[-1]
    if first is last:
        words = text[first.start : first.end]
        return Line(((first.start, first.end),), (), words, first.left, first.right, first.middle, first.height)
    joints = _joints(text, row)
    words = text[first.start : first.end] + "".join(
        joint + text[fragment.start : fragment.end] for joint, fragment in zip(joints, row[1:], strict=True)
    )
    main = max(row, key=lambda fragment: fragment.width)
    pieces = tuple((fragment.start, fragment.end) for fragment in row)
    return Line(pieces, joints, words, first.left, max(f.right for f in row), main.middle, main.height)


def _joints(text: str, row: Row) -> tuple[str, ...]:
    gaps = [_gap(before, after) for before, after in pairwise(row)]
    if _is_stretched(text, row, gaps):
        return (SPACE,) * len(gaps)
    is_item = LONE_MARKER.match(text[row[0].start : row[0].end]) is not None
    # Where one gap parts cells, every gap that justified text does not reach does.
    least = WIDE_GAP if max(gaps[1:] if is_item else gaps, default=0.0) > CELL_GAP else CELL_GAP
    joints = []
    for number, (gap, (before, after)) in enumerate(zip(gaps, pairwise(row), strict=True)):
        if gap > least and not (is_item and number == 0):
            joints.append(CELL)
        else:
            joints.append(SPACE if gap > WORD_GAP or text[before.end : after.start].isspace() else NOTHING)
    return tuple(joints)


def _is_stretched(text: str, row: Row, gaps: list[float]) -> bool:
    """A few words spread over a narrow justified column: equal gaps between words of different lengths."""
    if len(gaps) < 2 or max(gaps) > WIDEST_STRETCH or max(gaps) - min(gaps) > 0.03 * max(gaps):
        return False
    widths = [fragment.width for fragment in row]
    return max(widths) > 1.5 * min(widths) and not any(" " in text[f.start : f.end] for f in row)


def _gap(before: Fragment, after: Fragment) -> float:
    return (after.left - before.right) / max(before.height, after.height)


class Paragraphs:
    """Tells what joins the lines of a region, asked line by line from the top."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        prose = [line for line in lines if not line.has_cells] or lines
        rights = sorted(line.right for line in prose)
        # A few lines may stick out (a table, a formula); the margin is where most full lines end.
        self._right = rights[int(0.9 * (len(rights) - 1))] if len(rights) > 4 else rights[-1]
        self._left = _most_frequent([line.left for line in prose])
        steps = [_step(above, below) for above, below in pairwise(lines)]
        self._steps = [0.0, *steps, 0.0]
        # The lower quartile: the step inside paragraphs, even where most paragraphs are one line long.
        self._step = max(sorted(steps)[len(steps) // 4], 0.5) if steps else 1.0
        self._first = lines[0]

    def joint(self, number: int) -> str:
        """What stands between a line and the one above it."""
        line = self.lines[number]
        joint = self._judge(number, self.lines[number - 1], line)
        if joint in (PARAGRAPH, LINE):
            self._first = line
        return joint

    def _judge(self, number: int, before: Line, line: Line) -> str:
        step = self._steps[number]
        if before.has_cells or line.has_cells or DRAWN_RULE.match(before.text) or DRAWN_RULE.match(line.text):
            return _joint_of_rows(before, line, step > LARGE_STEP * self._step)
        if step > HUGE_STEP * self._step or step < 0 or _differ_in_size(before, line):
            return PARAGRAPH
        if runs_on(before, line) and _share_a_word(before, line):
            return HYPHEN
        if step > LARGE_STEP * self._step and not self._is_widely_set(number):
            return PARAGRAPH
        return self._joint_of_prose(before, line)

    def _is_widely_set(self, number: int) -> bool:
        """Whether full lines stand just as far apart before or after: double spacing beside single spacing."""
        before, step, after = self._steps[number - 1 : number + 2]
        if min(abs(step - before), abs(step - after)) > 0.05 * step:
            return False
        above, line = self.lines[number - 1], self.lines[number]
        return runs_on(above, line) or not self._has_room_for(above, line)

    def _joint_of_prose(self, before: Line, line: Line) -> str:
        is_short = self._has_room_for(before, line)
        if self._begins_item(before, line, is_short):
            return LINE
        if _share_a_word(before, line):
            return HYPHEN
        if runs_on(before, line):
            is_wide = before.right - before.left > 0.6 * (self._right - self._left)
            return SPACE if is_wide or not is_short else LINE
        if self._is_indented_anew(before, line):
            return PARAGRAPH
        if is_short:
            return PARAGRAPH if before is not self._first or before.text.endswith(SENTENCE_ENDS) else LINE
        return SPACE

    def _begins_item(self, before: Line, line: Line, is_short: bool) -> bool:
        if not _is_item(line):
            return False
        if BULLET.match(line.text):
            return True
        moved = abs(line.left - before.left) > INDENT * line.height
        return moved or is_short or before.text.endswith((*SENTENCE_ENDS, ",")) or _is_item(self._first)

    def _has_room_for(self, before: Line, line: Line) -> bool:
        """Whether the next line's first word would have fitted: then the writer, not the margin, ended the line."""
        letters = line.text.find(" ")
        share = letters / len(line.text) if letters > 0 else 1.0
        return before.right + share * (line.right - line.left) + 0.6 * line.height < self._right

    def _is_indented_anew(self, before: Line, line: Line) -> bool:
        moved = (line.left - before.left) / line.height
        if before is not self._first:
            return abs(moved) > INDENT
        is_hanging = _is_item(before) or before.left < self._left - INDENT * line.height
        return moved > INDENT and not is_hanging


def _is_item(line: Line) -> bool:
    return bool(BULLET.match(line.text) or ITEM.match(line.text))


def joint_of_regions(before: Line, line: Line) -> str:
    """A sentence may go on at the top of the next column."""
    if runs_on(before, line) and not _differ_in_size(before, line):
        return HYPHEN if _share_a_word(before, line) else SPACE
    return PARAGRAPH


def runs_on(before: Line, line: Line) -> bool:
    """Whether a sentence visibly goes on from one line to the next."""
    return line.text[0].islower() and not before.text.endswith(SENTENCE_ENDS)


def _share_a_word(before: Line, line: Line) -> bool:
    """`Anglo-` and `Saxon`; not a dash that stands alone."""
    words = before.text
    return words.endswith(HYPHENS) and words[-2:-1].isalnum() and line.text[0].isalnum()


def _joint_of_rows(before: Line, line: Line, is_large_step: bool) -> str:
    both = before.has_cells and line.has_cells
    return PARAGRAPH if is_large_step and not both else LINE


def _step(above: Line, below: Line) -> float:
    """In line heights, so that the steps of small and large print can be compared."""
    return (below.middle - above.middle) / max(above.height, below.height)


def _differ_in_size(before: Line, line: Line) -> bool:
    return abs(before.height - line.height) > OTHER_SIZE * max(before.height, line.height)


def _most_frequent(edges: list[float]) -> float:
    """The most frequent of the edges, to 3 points; of equally frequent ones the leftmost."""
    counts: dict[int, list[float]] = {}
    for edge in edges:
        counts.setdefault(round(edge / 3.0), []).append(edge)
    return max(sorted(counts.items()), key=lambda item: len(item[1]))[1][0]
