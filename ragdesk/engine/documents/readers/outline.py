"""Turns the blocks of a document (headings, paragraphs, list items, table rows) into sections with heading paths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ragdesk.engine.documents.clean_text import clean_text, one_line
from ragdesk.engine.documents.sections import Section

# A table row longer than this holds prose, not data: the table lays out a page. Real data rows stay far below.
_LONGEST_ROW = 2_000
# A row of one cell this short is a row still: the cell beside it spans several rows.
_LONGEST_LONE_CELL = 200


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item or table row.

    `level` is None for text and 0 (the document's title) to 9 for a heading; `source` is a heading as the file writes
    it, where that is more than its words. A tight block follows the one before it on the next line, without a blank
    line between them. `cells` are set for a table row only.
    """

    text: str
    level: int | None = None
    is_tight: bool = False
    page: int | None = None
    cells: tuple[str, ...] = ()
    source: str = ""


def row_blocks(cells: list[list[Block]], is_first: bool) -> list[Block]:
    """A table row as one line with cells joined by " | "; or, where the table only lays out a page, what is in it."""
    inner = [block for cell in cells for block in cell]
    is_data = (len(cells) > 1 or len(inner) == 1) and all(block.level is None for block in inner)
    if not is_data or sum(len(block.text) for block in inner) > (
        _LONGEST_ROW if len(cells) > 1 else _LONGEST_LONE_CELL
    ):
        return inner
    texts = tuple(_flat(cell) for cell in cells)
    if not any(texts):
        return []
    return [Block(" | ".join(texts).rstrip(" |"), is_tight=not is_first, page=inner[0].page, cells=texts)]


def _flat(cell: Iterable[Block]) -> str:
    # The cells of a table inside a cell are joined by spaces: " | " always parts the columns of the outer table.
    return one_line(" ".join(" ".join(block.cells) if block.cells else block.text for block in cell))


def sections_of(blocks: Iterable[Block]) -> tuple[Section, ...]:
    """Sections in reading order: a new one at each heading and, where pages are known, at each new page.

    A section's text begins with its heading. A heading without text goes in front of the deeper heading that follows;
    where none does, it is a section of its own.
    """
    outline = _Outline()
    for block in blocks:
        if block.level is None:
            outline.add(block)
        else:
            outline.open(block, block.level)
    return outline.close()


class _Outline:
    """The state of one pass over the blocks."""

    def __init__(self) -> None:
        self._sections: list[Section] = []
        self._path: list[tuple[int, str]] = []
        self._headings: list[str] = []
        """Those that no text has followed yet, as they will stand in the text."""
        self._body: list[str] = []
        self._page: int | None = None

    def add(self, block: Block) -> None:
        text = clean_text(block.text).strip("\n")
        if not text.strip():
            return
        if self._body and block.page != self._page:
            self._end_section()
        if self._body:
            self._body.append("\n" if block.is_tight else "\n\n")
        else:
            # The page of the words, not of the heading: a heading left at the foot of a page belongs to the next.
            self._page = block.page
        self._body.append(text)

    def open(self, block: Block, level: int) -> None:
        heading = one_line(block.text)
        if not heading:
            self.add(Block(block.source))
            return
        if self._body or (self._headings and level <= self._path[-1][0]):
            self._end_section()
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self._path.append((level, heading))
        self._headings.append(block.source or heading)
        self._page = block.page

    def close(self) -> tuple[Section, ...]:
        self._end_section()
        return tuple(self._sections)

    def _end_section(self) -> None:
        text = "\n\n".join(part for part in (*self._headings, "".join(self._body)) if part)
        if text:
            self._sections.append(Section(text, page=self._page, heading=tuple(heading for _, heading in self._path)))
        self._headings, self._body = [], []
