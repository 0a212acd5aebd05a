"""DocumentWords: the extracted text of the document that is shown, with the pages and headings of its parts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ragdesk.protocol.records import DocumentRecord, DocumentText, Quote, SectionRecord
from ragdesk.window.evidence.word_places import Span

_UNSHOWABLE = {ord(c): " " for c in "\r\0\ufdd0\ufdd1\ufffc"} | {ord(c): "\n" for c in "\u2028\u2029"}
"""Qt would begin lines or put pictures where these stand, and offsets would no longer fit."""

LONGEST_HEADING = 500

_STRANGE = re.compile(f"[{''.join(map(chr, _UNSHOWABLE))}]")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_TARGETS = re.compile(r"\]\([^()\n]*\)|\]\[[^\[\]\n]*\]|\{#[^{}\n]*\}")
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """Offsets count characters as `Place` does; `text` has as many of them as the document's own."""

    record: DocumentRecord
    text: str
    starts: tuple[int, ...]
    pages: tuple[int | None, ...]
    headings: tuple[Span, ...]
    beyond: tuple[int, ...]
    """Where characters stand that Qt counts as two."""

    @classmethod
    def of(cls, document: DocumentText) -> DocumentWords:
        """Called in a request's thread: large texts take a while."""
        sections = document.sections
        text = "\n\n".join(_showable(section.text) for section in sections)
        headings = tuple(span for section in sections for span in _headings(section))
        starts = tuple(section.place.start for section in sections)
        pages = tuple(section.place.page for section in sections)
        beyond = () if text.isascii() else tuple(match.start() for match in _BEYOND.finditer(text))
        return cls(document.record, text, starts, pages, headings, beyond)

    def in_qt(self, offset: int) -> int:
        """An offset as Qt's texts count it."""
        return offset + bisect_left(self.beyond, offset)

    def from_qt(self, position: int) -> int:
        """What `in_qt` undoes."""
        return position - bisect_left(range(len(self.beyond)), position, key=lambda n: self.beyond[n] + n)

    def page_at(self, offset: int) -> int | None:
        """The page on which a character stands."""
        at = bisect_right(self.starts, offset) - 1
        return self.pages[at] if 0 <= at < len(self.pages) else None

    def start_of_page(self, page: int) -> int | None:
        """Where the text of a page begins."""
        return next((start for start, on in zip(self.starts, self.pages, strict=True) if on == page), None)

    def anchor(self, quote: Quote) -> Span | None:
        """Where the quote's words stand now: in their place, or, if the document was read again, at the nearest."""
        words = _showable(quote.text)
        start, end = quote.place.start, quote.place.end
        if not words or self.text[start:end] == words or _squeezed(self.text[start:end]) == _squeezed(words):
            return start, end
        after = self.text.find(words, start)
        before = self.text.rfind(words, 0, start + len(words))
        found = [at for at in (after, before) if at >= 0]
        if not found:
            return None
        nearest = min(found, key=lambda at: abs(at - start))
        return nearest, nearest + len(words)


def _showable(text: str) -> str:
    # Section by section: one long call would hold the window up, though it runs in another thread.
    return text.translate(_UNSHOWABLE) if _STRANGE.search(text) else text


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _headings(section: SectionRecord) -> Iterator[Span]:
    """The paragraphs at its beginning that are its headings: one without text of its own stands before the next.

    In a PDF the text may go on in the line below.
    """
    path, start = section.place.heading, section.place.start
    at = first = 0
    while first < len(path):
        paragraph = section.text[at : at + LONGEST_HEADING].split("\n\n", 1)[0]
        line = paragraph.split("\n", 1)[0]
        places = ((n, words) for words in (paragraph, line) for n in range(first, len(path)) if _is(words, path[n]))
        found, words = next(places, (None, ""))
        if found is None:
            return
        yield start + at, start + at + len(words)
        first, at = found + 1, at + len(words) + 2


def _is(words: str, heading: str) -> bool:
    """Whether it is that heading, as plain text or in Markdown; the path has it without marks and link targets."""
    sought = _bare(heading)
    return bool(sought) and sought in (_bare(words), _bare(_TARGETS.sub("", words)))


def _bare(text: str) -> str:
    return _NO_LETTERS.sub("", text)
