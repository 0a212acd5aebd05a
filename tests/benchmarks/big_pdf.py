"""A PDF of several hundred pages out of the visible texts: other text on every page, and an outline."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from visible_texts import articles, rewritten, vocabulary_of

_PAGE_LINES = 38
_LINE_CHARACTERS = 92


def write_big_pdf(path: Path, pages: int) -> None:
    """About 3,000 characters a page; page n holds the word `page_word(n)` besides."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setTitle("Collected articles")
    lines = _lines()
    shown_title = ""
    for page in range(1, pages + 1):
        on_page = list(islice(lines, _PAGE_LINES))
        title = on_page[0][0]
        if title != shown_title:
            canvas.bookmarkPage(f"p{page}")
            canvas.addOutlineEntry(title, f"p{page}", level=0)
            shown_title = title
        text = canvas.beginText(55, 790)
        text.setFont("Times-Roman", 10.5)
        text.setLeading(17)
        for n, (_, line) in enumerate(on_page):
            text.textLine(line)
            if n == _PAGE_LINES // 2:  # lines at the edges that repeat but for a number are taken for running ones
                text.textLine(f"Filed under {page_word(page)}.")
        canvas.drawText(text)
        canvas.drawCentredString(A4[0] / 2, 30, str(page))
        canvas.showPage()
    canvas.save()


def page_word(page: int) -> str:
    """A word that stands on this page only; the word index holds it as it is."""
    return f"folio{page:05d}"


def _lines() -> Iterator[tuple[str, str]]:
    """(title, line) without end; an empty line after each paragraph."""
    for title, paragraph in _paragraphs():
        for line in [*textwrap.wrap(paragraph, _LINE_CHARACTERS), ""]:
            yield title, line


def _paragraphs() -> Iterator[tuple[str, str]]:
    """(title, paragraph) without end: first the articles as they are, then rewritten ones."""
    plain = articles(("squad",))
    vocabulary = vocabulary_of(p for paragraphs in plain.values() for p in paragraphs)
    for copy in count():
        for (_, title), paragraphs in plain.items():
            draw = random.Random(f"{copy} {title}")
            for paragraph in paragraphs:
                written = paragraph if copy == 0 else rewritten(paragraph, vocabulary, draw)
                yield (title if copy == 0 else f"{title} ({copy + 1})"), _latin(written)


def _latin(text: str) -> str:
    """The standard fonts of PDF draw no other letters."""
    return text.encode("latin-1", "ignore").decode("latin-1")
