"""PDF: bytes in, a section per page and heading out, with heading path, printed page number and character boxes."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

from ragdesk.engine.documents.page_boxes import Boxes, pack_boxes
from ragdesk.engine.documents.readers.pdf_columns import regions_of
from ragdesk.engine.documents.readers.pdf_fragments import Fragment, Row, fragments_of, upright
from ragdesk.engine.documents.readers.pdf_hyphens import Vocabulary
from ragdesk.engine.documents.readers.pdf_layout import compose
from ragdesk.engine.documents.readers.pdf_losses import Losses
from ragdesk.engine.documents.readers.pdf_outline import PdfFacts
from ragdesk.engine.documents.readers.pdf_page_text import MAX_CHARACTERS, PageText, PdfiumFile
from ragdesk.engine.documents.readers.pdf_running_lines import PageFragments, running_fragments
from ragdesk.engine.documents.readers.pdf_second_look import PypdfFile
from ragdesk.engine.documents.readers.pdf_sections import cut_at_headings
from ragdesk.engine.documents.sections import Reading, Section
from ragdesk.protocol.errors import CannotRead

MAX_PAGES = 20_000
WINDOW_PAGES = 400
WINDOW_CHARACTERS = 3_000_000
"""Pages are laid out in windows, so that a document of any length needs little memory; running headers and hyphenated
words are compared within one."""

FIRST_SECONDS, SECONDS_PER_PAGE, MOST_SECONDS = 45.0, 0.5, 885.0
SECONDS_PER_MEGABYTE = 150.0
"""Ten seconds before the reader's process is ended (`workers/limits`), so that the pages read until then are kept."""
FALLBACK_SECONDS = 20.0
"""For pypdf, which is 17 times slower, on pages that are empty for PDFium; in a scanned book all of them are."""
FEW_CHARACTERS = 12
"""A page with fewer gets a second look by pypdf."""


@dataclass(frozen=True, slots=True)
class _Page:
    """`number` is 1-based. `text` is a string where only pypdf found text: then there are no boxes."""

    number: int
    text: PageText | str


class PdfReader:
    """PDFium reads; a page without text gets a second look by pypdf.

    Raises CannotRead: encrypted, broken, no_text, too_slow.
    """

    name = "pdf"

    def read(self, data: bytes) -> Reading:
        started = time.monotonic()
        with PdfiumFile.opened(data) as file:
            facts = file.facts()
            source = _Pages(file, PypdfFile(data), started, len(data))
            sections = tuple(section for window in source.windows() for section in _lay_out(window, facts))
        if not sections:
            raise _nothing_read(source.losses)
        pages_read = len({section.page for section in sections})
        return Reading(sections, facts.title, source.count, pages_read, source.losses.sentence(), self.name)


class _Pages:
    """The pages of a file that hold text, and a list of those that do not."""

    def __init__(self, file: PdfiumFile, pypdf: PypdfFile, started: float, size_bytes: int) -> None:
        self.count = file.pages
        self.losses = Losses(too_many=range(MAX_PAGES + 1, self.count + 1))
        self._file = file
        self._pypdf = pypdf
        more = min(SECONDS_PER_PAGE * self.count, SECONDS_PER_MEGABYTE * size_bytes / 1024**2)
        self._deadline = started + min(FIRST_SECONDS + more, MOST_SECONDS)
        self._fallback_seconds = FALLBACK_SECONDS
        # Windows of equal size: a last one of a page or two would keep its running headers.
        self._window_pages = math.ceil(self.count / math.ceil(self.count / WINDOW_PAGES))

    def windows(self) -> Iterator[list[_Page]]:
        window: list[_Page] = []
        characters = 0
        for number in range(1, min(self.count, MAX_PAGES) + 1):
            if time.monotonic() > self._deadline:
                self.losses.out_of_time = range(number, min(self.count, MAX_PAGES) + 1)
                break
            page = self._page(number)
            if page is not None:
                window.append(page)
                characters += len(page.text if isinstance(page.text, str) else page.text.text)
            if len(window) >= self._window_pages or characters >= WINDOW_CHARACTERS:
                yield window
                window, characters = [], 0
        if window:
            yield window

    def _page(self, number: int) -> _Page | None:
        seen = self._file.page_text(number - 1)
        # What PDFium saw outside the page counts, too: pypdf knows no page borders and would bring it back.
        found = seen.found if seen else 0
        if found < FEW_CHARACTERS:
            other = self._text_by_pypdf(number)
            if _letters(other) > 2 * found + FEW_CHARACTERS:
                return _Page(number, other)
        if seen is None:
            self.losses.damaged.append(number)
            return None
        if not seen.text.strip():
            self.losses.without_text.append(number)
            return None
        if seen.is_cut:
            self.losses.cut.append(number)
        return _Page(number, seen)

    def _text_by_pypdf(self, number: int) -> str:
        if self._fallback_seconds <= 0:
            return ""
        started = time.monotonic()
        text = self._pypdf.page_text(number - 1)
        self._fallback_seconds -= time.monotonic() - started
        return text[:MAX_CHARACTERS]


def _letters(text: str) -> int:
    """How many letters and digits, counted up to a few more than matter."""
    return sum(letter.isalnum() for letter in text[: 20 * FEW_CHARACTERS])


def _lay_out(window: list[_Page], facts: PdfFacts) -> Iterator[Section]:
    seen = {page.number: _upright(page.text) for page in window if isinstance(page.text, PageText)}
    running = running_fragments(
        [PageFragments(number, page.text, page.height, fragments) for number, (page, fragments) in seen.items()]
    )
    vocabulary = Vocabulary([page.text for page, _ in seen.values()])
    for page in window:
        if isinstance(page.text, str):
            yield from _sections(page.number, page.text, None, page.text, facts)
            continue
        fragments = seen[page.number][1]
        dropped = running.get(page.number, set())
        # A page that holds nothing but its running lines keeps them: they are all that can be found of it.
        kept = [fragment for fragment in fragments if fragment.start not in dropped] or fragments
        text, boxes = compose(page.text, _regions(kept), vocabulary.keeps_hyphen)
        yield from _sections(page.number, text, boxes, page.text, facts)


def _sections(number: int, text: str, boxes: Boxes | None, page: PageText | str, facts: PdfFacts) -> Iterator[Section]:
    """The text of a page, cut where outline entries begin."""
    label = facts.labels.get(number)
    origin = None if isinstance(page, str) else page.origin
    for part in cut_at_headings(text, boxes, origin, facts.heading_before(number), facts.entries_on(number)):
        packed = None
        if boxes is not None and not isinstance(page, str):
            packed = pack_boxes(boxes[part.start : part.end], page.width, page.height)
        yield Section(text[part.start : part.end], number, part.heading, label, packed)


def _upright(page: PageText) -> tuple[PageText, list[Fragment]]:
    fragments = fragments_of(page)
    turned = upright(page, fragments)
    return (page, fragments) if turned is None else (turned, fragments_of(turned))


def _regions(fragments: list[Fragment]) -> list[list[Row]]:
    """Reading order; turned and slanting text (notes in the margin, stamps) follows behind, each by itself."""
    level = [fragment for fragment in fragments if not fragment.is_slanted]
    return [*regions_of(level), *([[fragment]] for fragment in fragments if fragment.is_slanted)]


def _nothing_read(losses: Losses) -> CannotRead:
    if losses.out_of_time and not losses.without_text:
        return CannotRead(
            "too_slow",
            "This PDF was given up: reading it takes too long.",
            "Save it in a PDF program as a new, simpler copy, or in parts, and add that.",
        )
    if losses.damaged and not losses.without_text:
        return CannotRead(
            "broken",
            "This PDF is damaged: none of its pages could be read.",
            "Fetch the file again from where it came from, or open it in a PDF program and save a new copy.",
        )
    return CannotRead(
        "no_text",
        "This PDF holds only images of its pages, or nothing at all, but no text.",
        "If it is a scan, run a text recognition (OCR) program over it and add the result.",
        losses.sentence(),
    )
