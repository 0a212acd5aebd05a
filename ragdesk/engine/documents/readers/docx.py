"""Word documents: bytes in, one section per heading out, with tables, lists, text boxes, notes and comments.

Headers, footers and deleted text are left out. lxml reads the parts: python-docx fails on dangling references and on
"strict" files, and knows neither notes nor text boxes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ragdesk.engine.documents.clean_text import one_line
from ragdesk.engine.documents.readers.docx_package import DC, MC, M, W, WordParts, open_parts
from ragdesk.engine.documents.readers.docx_styles import Styles
from ragdesk.engine.documents.readers.outline import Block, row_blocks, sections_of
from ragdesk.engine.documents.sections import Reading

_UNREAD = frozenset((f"{W}pPr", f"{W}del", f"{W}moveFrom", f"{W}rt", f"{W}sdtPr", f"{MC}Fallback"))
_NOTE_MARKS = {
    f"{W}footnoteReference": "footnotes",
    f"{W}endnoteReference": "endnotes",
    f"{W}commentReference": "comments",
}
_SIGNS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# Built up in formulas: a fraction or a power without its sign would read as another number.
_FORMULA_SIGNS = {f"{M}den": "/", f"{M}sup": "^", f"{M}sub": "_"}
_POOR_TITLE = re.compile(
    r"(?:microsoft word|untitled|word document|document ?\d*|documento ?\d*|sin título|presentation ?\d*)\b.{0,3}|"
    r"microsoft word - .*|.*\.(?:docx?|dotx?|rtf|odt|pdf)",
    re.IGNORECASE,
)


class DocxReader:
    """Heading styles give the sections; where Word saved its page breaks, sections know their page."""

    name = "docx"

    def read(self, data: bytes) -> Reading:
        parts = open_parts(data)
        blocks = _Body(parts).blocks()
        title = _core_title(parts.core) or next(
            (block.text for block in blocks if block.level is not None and block.level <= 1), None
        )
        return Reading(sections_of(blocks), title=title, type=self.name)


def _core_title(core: Any) -> str | None:
    found = core.find(f"{DC}title") if core is not None else None
    title = one_line(found.text or "") if found is not None else ""
    return title if len(title) > 2 and not _POOR_TITLE.fullmatch(title) else None


class _Body:
    """One pass over the document in reading order."""

    def __init__(self, parts: WordParts) -> None:
        self._document = parts.document
        self._styles = Styles(parts.styles)
        notes = {"footnotes": parts.footnotes, "endnotes": parts.endnotes, "comments": parts.comments}
        self._notes = {
            kind: {note.get(f"{W}id"): note for note in part if note.get(f"{W}type") in (None, "normal")}
            for kind, part in notes.items()
            if part is not None
        }
        has_pages = next(parts.document.iter(f"{W}lastRenderedPageBreak"), None) is not None
        self._page = 1 if has_pages else None
        self._open_notes: list[Any] = []

    def blocks(self) -> list[Block]:
        body = self._document.find(f"{W}body")
        blocks: list[Block] = []
        for block in self._in_container(body if body is not None else self._document):
            if block.level is not None:
                blocks.extend(self._noted())
            blocks.append(block)
        blocks.extend(self._noted())
        return blocks

    def _noted(self) -> list[Block]:
        """The notes and comments that the text of this section refers to; they stand at its end."""
        blocks: list[Block] = []
        while self._open_notes:
            notes, self._open_notes = self._open_notes, []
            for note in notes:
                blocks.extend(Block(block.text, page=block.page) for block in self._in_container(note))
        return blocks

    def _in_container(self, container: Any, is_cell: bool = False) -> Iterator[Block]:
        was_list_item = False
        for element in container:
            if element.tag == f"{W}p":
                for block in self._paragraph(element, was_list_item):
                    was_list_item = block.text.startswith("- ")
                    yield block
            elif element.tag == f"{W}tbl":
                was_list_item = False
                yield from self._table(element)
            elif not (element.tag in _UNREAD or _is_placeholder(element)):
                yield from self._in_container(element)

    def _paragraph(self, paragraph: Any, follows_list_item: bool) -> Iterator[Block]:
        properties = paragraph.find(f"{W}pPr")
        line = _Line(self, self._page)
        line.read(paragraph)
        text = "\n".join(" ".join(part.split()) for part in line.text.split("\n")).strip()
        level = self._styles.level(properties)
        is_item = level is None and self._styles.is_list_item(properties)
        if text:
            yield Block(
                f"- {text}" if is_item else text, level=level, is_tight=is_item and follows_list_item, page=line.page
            )
        for box in line.text_boxes:
            for block in self._in_container(box):
                yield Block(block.text, is_tight=block.is_tight, page=block.page, cells=block.cells)

    def _table(self, table: Any) -> Iterator[Block]:
        is_first = True
        for row in _inside(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = [self._cell(cell) for cell in _inside(row, f"{W}tc")]
            blocks = row_blocks(cells, is_first)
            is_first = is_first and not blocks
            yield from blocks

    def _cell(self, cell: Any) -> list[Block]:
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None and merge.get(f"{W}val", "continue") == "continue":
            return []
        # A heading style inside a table is a look, not a place in the outline, unless the table only lays out the page.
        return list(self._in_container(cell))

    def turn_page(self) -> int | None:
        self._page = self._page + 1 if self._page else None
        return self._page

    def refer_to(self, kind: str, note_id: str | None) -> None:
        note = self._notes.get(kind, {}).pop(note_id, None)
        if note is not None:
            self._open_notes.append(note)


class _Line:
    """The words of one paragraph, the text boxes anchored in it, and the page on which its first word stands."""

    def __init__(self, body: _Body, page: int | None) -> None:
        self._body = body
        self._words: list[str] = []
        self.page = page
        self.text_boxes: list[Any] = []

    @property
    def text(self) -> str:
        return "".join(self._words)

    def read(self, paragraph: Any) -> None:
        waiting: list[Any] = list(reversed(paragraph))
        while waiting:
            element = waiting.pop()
            tag = element.tag
            if tag in (f"{W}t", f"{M}t"):
                self._words.append(element.text or "")
            elif tag == f"{W}txbxContent":
                self.text_boxes.append(element)
            elif tag in _SIGNS:
                self._words.append(_SIGNS[tag])
            elif tag == f"{W}lastRenderedPageBreak":
                self._turn_page()
            elif tag in _NOTE_MARKS:
                self._body.refer_to(_NOTE_MARKS[tag], element.get(f"{W}id"))
            elif not (tag in _UNREAD or _is_hidden(element) or _is_placeholder(element)):
                if tag in _FORMULA_SIGNS and next(element.iter(f"{M}t"), None) is not None:
                    self._words.append(_FORMULA_SIGNS[tag])
                waiting.extend(reversed(element))

    def _turn_page(self) -> None:
        page = self._body.turn_page()
        if not self.text.strip():
            self.page = page


def _inside(container: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also those inside content controls, not those of nested tables."""
    for element in container:
        if element.tag == tag:
            yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}smartTag"):
            yield from _inside(element, tag)


def _is_hidden(element: Any) -> bool:
    if element.tag != f"{W}r":
        return False
    vanish = element.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in ("0", "false", "off")


def _is_placeholder(element: Any) -> bool:
    return element.tag == f"{W}sdt" and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
