"""Regions of a PDF page in, its text out: rows become lines, lines become paragraphs, each character keeps its box.

Paragraphs are parted by a blank line; list items and table rows by a line end; the cells of a row by a tab.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from ragdesk.engine.documents.page_boxes import Boxes
from ragdesk.engine.documents.readers.pdf_fragments import Row
from ragdesk.engine.documents.readers.pdf_page_text import PageText
from ragdesk.engine.documents.readers.pdf_paragraphs import (
    CELL,
    HYPHEN,
    LINE,
    PARAGRAPH,
    SPACE,
    Line,
    Paragraphs,
    joint_of_regions,
    lines_of,
)

LAST_WORD = re.compile(r"[^\W_]+$")
FIRST_WORD = re.compile(r"[^\W_]+")

KeepsHyphen = Callable[[str, str], bool]
"""Whether the two halves of a word that was parted at a line's end belong together with a hyphen."""


def compose(page: PageText, regions: list[list[Row]], keeps_hyphen: KeepsHyphen) -> tuple[str, Boxes]:
    """The text and, for each of its characters, the box; what was put in between has the box 0, 0, 0, 0."""
    writer = _Writer(page)
    before: Line | None = None
    for region in regions:
        paragraphs = Paragraphs(lines_of(page.text, region))
        for number, line in enumerate(paragraphs.lines):
            if before is not None:
                joint = paragraphs.joint(number) if number else joint_of_regions(before, line)
                writer.join(before, line, joint, keeps_hyphen)
            writer.write(line)
            before = line
    return writer.finished()


class _Writer:
    """Collects stretches of the page's text; separators are stretches of a tail that is put behind that text."""

    TAIL = "\n\n \t"

    def __init__(self, page: PageText) -> None:
        self._text = page.text + self.TAIL
        self._boxes = np.concatenate((page.boxes, np.zeros((len(self.TAIL), 4), np.float32)))
        at = len(page.text)
        places = {PARAGRAPH: (0, 2), LINE: (0, 1), SPACE: (2, 3), CELL: (3, 4)}
        self._separators = {separator: (at + start, at + end) for separator, (start, end) in places.items()}
        self._pieces: list[tuple[int, int]] = []

    def write(self, line: Line) -> None:
        for number, piece in enumerate(line.pieces):
            if number:
                self._separate(line.joints[number - 1])
            self._pieces.append(piece)

    def join(self, before: Line, line: Line, joint: str, keeps_hyphen: KeepsHyphen) -> None:
        if joint is not HYPHEN:
            self._separate(joint)
        elif not _keeps_hyphen(before.text, line.text, keeps_hyphen):
            start, end = self._pieces[-1]
            self._pieces[-1] = (start, end - 1)

    def finished(self) -> tuple[str, Boxes]:
        text = "".join([self._text[start:end] for start, end in self._pieces])
        starts, ends = np.array(self._pieces, np.int64).reshape(-1, 2).T
        lengths = ends - starts
        offsets = np.cumsum(lengths) - lengths
        order = np.arange(len(text)) + np.repeat(starts - offsets, lengths)
        return text.replace("\u00ad", "-"), self._boxes[order]

    def _separate(self, joint: str) -> None:
        if joint:
            self._pieces.append(self._separators[joint])


def _keeps_hyphen(before: str, after: str, keeps_hyphen: KeepsHyphen) -> bool:
    if not after[0].islower():
        return True
    left, right = LAST_WORD.search(before[:-1]), FIRST_WORD.match(after)
    return left is None or right is None or keeps_hyphen(left.group(), right.group())
