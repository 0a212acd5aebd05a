"""The outline, printed page numbers and title of a PDF: an open PDFium document in, `PdfFacts` out."""

from __future__ import annotations

import logging
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from ragdesk.engine.documents.clean_text import one_line

Heading = tuple[str, ...]
T = TypeVar("T")

MAX_ENTRIES = 20_000
MAX_DEPTH = 12
LONGEST_TITLE = 300
MAX_LABELS = 20_000
"""As many pages as are read."""

_NO_TITLE = re.compile(
    r"untitled.*|sin t[ií]tulo.*|document\d*|documento?\s?\d*|microsoft (word|powerpoint|excel) - .*|"
    r"(slide|page|presentation|title|scan)\s?\d*|\(?anonymous\)?|.*[\\/].*\.\w{2,5}|\S*\.(docx?|pptx?|xlsx?|pdf|odt|rtf|tex|dvi|indd|qxd|p65|txt|html?|tiff?|jpe?g|png)",
    re.IGNORECASE,
)
# Kinds of destination (PDF 32000-1, table 151), as PDFium numbers them, and where their numbers hold left and top.
_LEFT_AND_TOP: dict[int, tuple[int | None, int]] = {1: (0, 1), 3: (None, 0), 5: (0, 3), 7: (None, 0)}


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """`page` is 1-based, `heading` the entry's title under those above it.

    `left` and `top` are PDF coordinates; None where the entry names only a page.
    """

    page: int
    heading: Heading
    left: float | None = None
    top: float | None = None


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What a PDF says about itself. Whatever could not be found out is empty: the text does not depend on it."""

    title: str | None = None
    entries: tuple[OutlineEntry, ...] = ()
    """In page order."""
    labels: dict[int, str] = field(default_factory=dict)
    """Printed numbers of those pages (1-based) where they differ from the page's own."""

    def heading_before(self, page: int) -> Heading:
        """The last outline entry on an earlier page."""
        number = bisect_left(self.entries, page, key=_page)
        return self.entries[number - 1].heading if number else ()

    def entries_on(self, page: int) -> tuple[OutlineEntry, ...]:
        return self.entries[bisect_left(self.entries, page, key=_page) : bisect_right(self.entries, page, key=_page)]


def facts_of(document: Any) -> PdfFacts:
    """Title, outline and labels, each on its own: one that fails does not cost the others."""
    with _quiet():
        title = _or_else(lambda: _sane_title(document), None)
        entries: tuple[OutlineEntry, ...] = _or_else(lambda: tuple(sorted(_entries(document), key=_page)), ())
        labels: dict[int, str] = _or_else(lambda: _labels(document), {})
    return PdfFacts(title, entries, labels)


def _page(entry: OutlineEntry) -> int:
    return entry.page


def _or_else(attempt: Callable[[], T], otherwise: T) -> T:
    # Text in no encoding, numbers out of range: whatever a damaged file brings.
    try:
        return attempt()
    except Exception:
        return otherwise


@contextmanager
def _quiet() -> Iterator[None]:
    """pypdfium2 logs a warning for an outline that is circular or deep; neither costs text."""
    logger = logging.getLogger("pypdfium2")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def _sane_title(document: Any) -> str | None:
    title = one_line(document.get_metadata_value("Title"))
    has_letters = any(letter.isalpha() for letter in title)
    return None if not has_letters or len(title) > LONGEST_TITLE or _NO_TITLE.fullmatch(title) else title


def _entries(document: Any) -> Iterator[OutlineEntry]:
    above: list[str] = []
    for bookmark in islice(document.get_toc(max_depth=MAX_DEPTH), MAX_ENTRIES):
        title = _title_of(bookmark)
        above = [*above[: bookmark.level], title]
        target = bookmark.get_dest()
        index = target.get_index() if target is not None else None
        if title and index is not None:
            left, top = _place(*target.get_view())
            yield OutlineEntry(index + 1, tuple(filter(None, above)), left, top)


def _title_of(bookmark: Any) -> str:
    return _or_else(lambda: one_line(bookmark.get_title())[:LONGEST_TITLE], "")


def _place(kind: int, numbers: list[float]) -> tuple[float | None, float | None]:
    left_at, top_at = _LEFT_AND_TOP.get(kind, (None, len(numbers)))
    if top_at >= len(numbers):
        return None, None
    # PDFium gives 0 where the file says that the view is to stay as it is.
    left, top = numbers[left_at] if left_at is not None else 0.0, numbers[top_at]
    return left or None, top or None


def _labels(document: Any) -> dict[int, str]:
    labels = {page: document.get_page_label(page - 1) for page in range(1, min(len(document), MAX_LABELS) + 1)}
    return {page: label for page, label in labels.items() if label and label != str(page)}
