"""Walks the elements of a web page and gathers its headings, paragraphs, list items and table rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ragdesk.engine.documents.readers.outline import Block, row_blocks

_UNSEEN = frozenset((
    "script", "style", "noscript", "template", "head", "title", "meta", "link", "svg", "iframe", "object",
    "embed", "canvas", "audio", "video", "select", "datalist", "rp", "rt", "annotation", "annotation-xml",
    "dialog",
))  # fmt: skip
_BOILERPLATE_ROLES = frozenset(["navigation", "search"])
_PAGE_EDGE_ROLES = frozenset(["banner", "contentinfo"])
_BLOCK = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html",
    "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul", "textarea",
))  # fmt: skip
_LISTS = frozenset(("ul", "ol", "dl", "menu", "dir"))
_SPACED = frozenset(("label", "button", "img", "input"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SECTIONING = frozenset(("article", "main", "section", "blockquote"))
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![\d.])", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class _Frame:
    """What is gathered for the page or for one table cell."""

    blocks: list[Block] = field(default_factory=list)
    list_depth: int = 0
    is_list_begun: bool = False


@dataclass(slots=True)
class _Table:
    """Whether a row was written, and the cells of the row that is open."""

    has_rows: bool = False
    cells: list[list[Block]] | None = None


class PageWalk:
    """One pass over an element. It does not recurse: pages nest as deeply as they like."""

    def __init__(self, has_boilerplate: bool = False) -> None:
        self._has_boilerplate = has_boilerplate
        self._frames = [_Frame()]
        self._tables: list[_Table] = []
        self._inline: list[str] = []
        self._marker = ""
        self._pre_depth = 0
        self._heading_depth = 0
        self._sectioning_depth = 0

    def blocks(self, top: Any) -> list[Block]:
        waiting: list[tuple[Any, bool]] = [(top, False)]
        while waiting:
            node, is_left = waiting.pop()
            if is_left:
                self._leave(node.tag)
            elif node.is_text_node:
                self._text(node.text_content or "")
            elif node.is_element_node and not self._is_unseen(node):
                self._enter(node.tag)
                waiting.append((node, True))
                waiting.extend((child, False) for child in reversed(list(_children(node))))
        self._flush()
        return self._frames[0].blocks

    def _is_unseen(self, node: Any) -> bool:
        tag = node.tag
        if tag in _UNSEEN or (tag == "button" and not self._heading_depth):
            return True
        attributes = node.attributes
        if not attributes:
            return self._is_boilerplate(node, "")
        return (
            attributes.get("hidden", "until-found") != "until-found"
            or attributes.get("aria-hidden") == "true"
            or bool(_HIDING.search(attributes.get("style") or ""))
            or self._is_boilerplate(node, attributes.get("role") or "")
        )

    def _is_boilerplate(self, node: Any, role: str) -> bool:
        if self._has_boilerplate or node.tag == "body":
            return False
        if node.tag == "nav" or role in _BOILERPLATE_ROLES:
            return True
        # The header and footer of an article belong to it; those of the page do not, save for its title.
        if self._sectioning_depth:
            return False
        return role in _PAGE_EDGE_ROLES or (node.tag in ("header", "footer") and node.css_first("h1") is None)

    def _text(self, text: str) -> None:
        self._inline.append(text if self._pre_depth else _BLANKS.sub(" ", text))

    def _enter(self, tag: str) -> None:
        if tag == "br":
            self._inline.append("\n")
        elif tag in _HEADINGS:
            self._flush()
            self._heading_depth += 1
        elif tag in _SPACED:
            self._inline.append(" ")
        elif tag in _BLOCK:
            self._flush()
            self._enter_block(tag)

    def _enter_block(self, tag: str) -> None:
        frame = self._frames[-1]
        if tag in _SECTIONING:
            self._sectioning_depth += 1
        elif tag in _LISTS:
            frame.is_list_begun = frame.is_list_begun and frame.list_depth > 0
            frame.list_depth += 1
        elif tag == "li":
            self._marker = "- "
        elif tag == "pre":
            self._pre_depth += 1
        elif tag == "table":
            self._tables.append(_Table())
        elif tag == "tr" and self._tables:
            self._tables[-1].cells = []
        elif tag in ("td", "th"):
            self._frames.append(_Frame())

    def _leave(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._flush(_HEADINGS[tag])
            self._heading_depth -= 1
        elif tag in _SPACED:
            self._inline.append(" ")
        elif tag in _BLOCK:
            self._flush()
            self._leave_block(tag)

    def _leave_block(self, tag: str) -> None:
        if tag in _SECTIONING:
            self._sectioning_depth -= 1
        elif tag in _LISTS:
            self._frames[-1].list_depth -= 1
        elif tag == "li":
            self._marker = ""
        elif tag == "pre":
            self._pre_depth -= 1
        elif tag == "table":
            self._tables.pop()
        elif tag == "tr" and self._tables:
            self._end_row(self._tables[-1])
        elif tag in ("td", "th"):
            self._end_cell()

    def _end_cell(self) -> None:
        cell = self._frames.pop().blocks
        if self._tables and self._tables[-1].cells is not None:
            self._tables[-1].cells.append(cell)
        else:
            self._frames[-1].blocks.extend(cell)

    def _end_row(self, table: _Table) -> None:
        blocks = row_blocks(table.cells or [], is_first=not table.has_rows)
        table.cells = None
        table.has_rows = table.has_rows or bool(blocks)
        self._frames[-1].blocks.extend(blocks)

    def _flush(self, level: int | None = None) -> None:
        text = "".join(self._inline)
        self._inline.clear()
        if not self._pre_depth:
            text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
        text = text.strip("\n")
        if not text.strip():
            return
        # A heading of several lines inside a table cell or list item is still one heading.
        frame = self._frames[-1]
        is_tight = level is None and frame.list_depth > 0 and frame.is_list_begun
        frame.is_list_begun = frame.list_depth > 0
        frame.blocks.append(Block((self._marker if level is None else "") + text, level=level, is_tight=is_tight))
        self._marker = ""


def _children(node: Any) -> Any:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next
