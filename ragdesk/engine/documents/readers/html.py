"""Web pages: bytes in, the words that a visitor sees out, without menus, scripts and hidden text."""

from __future__ import annotations

import codecs
import html as html_entities
import re
from contextlib import suppress
from typing import Any

from ragdesk.engine.documents.readers.html_blocks import PageWalk
from ragdesk.engine.documents.readers.html_guard import MAX_HTML_BYTES, has_attribute_flood, is_too_deep, without_tags
from ragdesk.engine.documents.readers.outline import Block, sections_of
from ragdesk.engine.documents.readers.plain_text import cut_at_blank_lines, decoded
from ragdesk.engine.documents.sections import Reading, Section
from ragdesk.protocol.errors import CannotRead

_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_DECLARED_WITHIN = 4096
# The WHATWG encoding standard reads these names as their wider relatives.
_WIDER = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
# A page that declares UTF-8 and is not must be guessed; the others are names of Python alone, for no text files.
_NO_PAGE_ENCODINGS = ("utf", "idna", "punycode", "unicode", "raw", "undefined")
# Where <main> holds less than this share of the words, it is not what the page is about.
_LEAST_MAIN_SHARE = 0.3


class HtmlReader:
    """Headings give the sections; <main> is preferred to the whole page where it holds most of the words."""

    name = "html"

    def read(self, data: bytes) -> Reading:
        if len(data) > MAX_HTML_BYTES:
            raise CannotRead("too_large", "This web page is larger than 32 MB.", "Save it as PDF, or split it.")
        html = _decoded(data)
        if is_too_deep(html):
            return self._bare_words(html, "The page is nested too deeply")
        if has_attribute_flood(html):
            return self._bare_words(html, "A tag of the page has far too many attributes")
        return self._read_page(html)

    def _bare_words(self, html: str, why: str) -> Reading:
        pieces = cut_at_blank_lines(html_entities.unescape(without_tags(html)))
        shortfall = f"{why}: its words were read without their order in headings and tables."
        return Reading(tuple(map(Section, pieces)), shortfall=shortfall, type=self.name)

    def _read_page(self, html: str) -> Reading:
        from selectolax.lexbor import LexborHTMLParser

        tree = LexborHTMLParser(html)
        blocks = _main_blocks(tree)
        title = tree.css_first("head > title")
        heading = next((block.text for block in blocks if block.level == 1), None)
        return Reading(
            sections_of(blocks), title=(title.text(deep=True).strip() if title else None) or heading, type=self.name
        )


def _decoded(data: bytes) -> str:
    """A mark or valid UTF-8 outweighs the declaration: many pages were converted without changing it."""
    declared = _DECLARED.search(data[:_DECLARED_WITHIN])
    if declared and b"\0" not in data[:_DECLARED_WITHIN]:
        with suppress(UnicodeDecodeError):
            return data.decode("utf-8-sig")
        with suppress(LookupError, UnicodeError):
            name = codecs.lookup(declared.group(1).decode("ascii")).name
            if not name.startswith(_NO_PAGE_ENCODINGS):
                return data.decode(_WIDER.get(name, name), errors="replace")
    return decoded(data)


def _main_blocks(tree: Any) -> list[Block]:
    body = tree.body or tree.root
    if body is None:
        return []
    page = PageWalk().blocks(body)
    main = tree.css_first("main, [role=main]")
    if main is not None:
        inner = PageWalk().blocks(main)
        if _length(inner) >= _LEAST_MAIN_SHARE * _length(page):
            heading = [block for block in page if block.level == 1][:1]
            return inner if any(block.level == 1 for block in inner) else heading + inner
    return page if _length(page) else PageWalk(has_boilerplate=True).blocks(body)


def _length(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)
