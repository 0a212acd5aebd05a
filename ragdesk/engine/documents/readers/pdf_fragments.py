"""The characters of a PDF page in, fragments out: stretches of one line without a wide gap, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ragdesk.engine.documents.page_boxes import Boxes
from ragdesk.engine.documents.readers.pdf_page_text import NEWLINE, SPACE, PageText

# All in heights of a line's box, which is about 1.15 times the font size.
WIDE_GAP = 0.9
"""Between words in justified text hardly ever reached; the gutter of a dense two-column page is just above."""
BACKWARD = 1.5
OTHER_LINE = 0.6
"""Raised and lowered figures move by at most 0.4."""
SLANT_STEP = 0.2
SLANT_STEPS = 4
"""So many steps up or down in a row are a turned or slanting text: raised figures go up and come back."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """Characters `start` to `end` of a page's text. `middle` and `height` are means over its characters."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float
    middle: float
    height: float
    is_slanted: bool = False

    @property
    def width(self) -> float:
        return self.right - self.left


Row = list[Fragment]


def fragments_of(page: PageText) -> list[Fragment]:
    """In the file's order. White space at their ends is not part of them."""
    codes = np.frombuffer(page.text.encode("utf-32-le"), np.uint32)
    seen = np.flatnonzero((codes != NEWLINE) & (codes != SPACE))
    if not len(seen):
        return []
    boxes = page.boxes[seen].astype(np.float64)
    line_number = np.cumsum(codes == NEWLINE)[seen]
    is_first, slanted = _first_of_fragment(boxes, line_number)
    first = np.flatnonzero(is_first)
    last = np.append(first[1:], len(seen)) - 1
    heights = boxes[:, 3] - boxes[:, 1]
    counts = (last - first + 1).astype(np.float64)
    lowest, highest = np.minimum.reduceat(boxes, first), np.maximum.reduceat(boxes, first)
    columns = (
        seen[first],
        seen[last] + 1,
        lowest[:, 0],
        lowest[:, 1],
        highest[:, 2],
        highest[:, 3],
        np.add.reduceat(boxes[:, 1] + boxes[:, 3], first) / counts / 2,
        np.maximum(np.add.reduceat(heights, first) / counts, 1.0),
        slanted[first],
    )
    return [Fragment(*values) for values in zip(*(column.tolist() for column in columns), strict=True)]


def _first_of_fragment(
    boxes: Boxes | NDArray[np.float64], line_number: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which characters begin a fragment, and which belong to turned or slanting text."""
    height = np.maximum(boxes[:, 3] - boxes[:, 1], 1.0)
    tallest = np.maximum(height[1:], height[:-1])
    step = np.diff((boxes[:, 1] + boxes[:, 3]) / 2)
    gap = boxes[1:, 0] - boxes[:-1, 2]
    new_line = np.diff(line_number) > 0
    breaks = new_line | (np.abs(step) > OTHER_LINE * tallest) | (gap > WIDE_GAP * tallest) | (gap < -BACKWARD * tallest)
    slanted = _slanted(boxes, step, new_line)
    joined = slanted[1:] & slanted[:-1] & ~new_line
    changes = slanted[1:] != slanted[:-1]
    return np.concatenate(([True], (breaks & ~joined) | changes)), slanted


def _slanted(
    boxes: Boxes | NDArray[np.float64], step: NDArray[np.float64], new_line: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    size = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    tallest = np.maximum(np.maximum(size[1:], size[:-1]), 1.0)
    direction = np.where(np.abs(step) > SLANT_STEP * tallest, np.sign(step), 0)
    direction[new_line | (np.abs(step) > 2.5 * tallest)] = 0
    slanted = np.zeros(len(boxes), bool)
    if not direction.any():
        return slanted
    borders = np.flatnonzero(np.diff(direction)) + 1
    starts = np.concatenate(([0], borders))
    ends = np.append(borders, len(direction))
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if direction[start] != 0 and end - start >= SLANT_STEPS:
            slanted[start : end + 1] = True
    return slanted


def rows_of(fragments: Iterable[Fragment]) -> list[Row]:
    """Fragments that stand side by side, from top to bottom; within a row from left to right."""
    rows: list[Row] = []
    middle = height = 0.0
    for fragment in sorted(fragments, key=_middle):
        if rows and fragment.middle - middle <= 0.5 * min(height, fragment.height):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
            middle, height = fragment.middle, fragment.height
    for row in rows:
        if len(row) > 1:
            row.sort(key=_left)
    return rows


def row_text(text: str, row: Sequence[Fragment]) -> str:
    """The words of a row, for comparing."""
    return " ".join(text[fragment.start : fragment.end] for fragment in row)


def _middle(fragment: Fragment) -> float:
    return fragment.middle


def _left(fragment: Fragment) -> float:
    return fragment.left


def upright(page: PageText, fragments: list[Fragment]) -> PageText | None:
    """The page turned by a quarter, where most of its text runs up or down; None where it need not be turned."""
    lengths = [fragment.end - fragment.start for fragment in fragments]
    turned = [f.end - f.start for f in fragments if f.is_slanted and f.bottom - f.top > 2 * f.width]
    if 2 * sum(turned) <= sum(lengths):
        return None
    longest = max((f for f in fragments if f.is_slanted), key=lambda f: f.end - f.start)
    goes_up = page.boxes[longest.start, 1] > page.boxes[longest.end - 1, 1]
    left, top, right, bottom = page.boxes.T
    if goes_up:
        boxes = np.stack((page.height - bottom, left, page.height - top, right), axis=1)
    else:
        boxes = np.stack((top, page.width - right, bottom, page.width - left), axis=1)
    return replace(page, boxes=boxes, width=page.height, height=page.width, origin=None)
