"""pypdf: the outline, printed page numbers and title of a PDF, and a page's text where PDFium found none."""

from __future__ import annotations

import logging
import re
import warnings
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from ragdesk.engine.documents.clean_text import clean_text, one_line

Heading = tuple[str, ...]

MAX_ENTRIES = 20_000
MAX_DEPTH = 12
LONGEST_TITLE = 300

_NO_TITLE = re.compile(
    r"untitled.*|sin t[ií]tulo.*|document\d*|documento?\s?\d*|microsoft (word|powerpoint|excel) - .*|"
    r"(slide|page|presentation|title|scan)\s?\d*|\(?anonymous\)?|.*[\\/].*\.\w{2,5}|\S*\.(docx?|pptx?|xlsx?|pdf|odt|rtf|tex|dvi|indd|qxd|p65|txt|html?|tiff?|jpe?g|png)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What a PDF says about itself. Whatever could not be found out is empty: the text does not depend on it."""

    title: str | None = None
    headings: tuple[tuple[int, Heading], ...] = ()
    """Page (1-based) and path of each outline entry, in page order."""
    labels: dict[int, str] = field(default_factory=dict)
    """Printed numbers of those pages (1-based) where they differ from the page's own."""

    def heading_at(self, page: int) -> Heading:
        """The last outline entry that begins on or before a page, under those above it."""
        number = bisect_right(self.headings, page, key=lambda entry: entry[0])
        return self.headings[number - 1][1] if number else ()


class PypdfFile:
    """A PDF seen by pypdf. Nothing here raises, and pypdf's complaints stay out of the log."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._reader: Any = None
        self._is_hopeless = False

    def facts(self) -> PdfFacts:
        """Title, outline and labels, each on its own: one that fails does not cost the others."""
        facts = PdfFacts()
        with _quiet():
            reader = self._opened()
            if reader is None:
                return facts
            title = _or_else(lambda: _sane_title(reader), None)
            headings = _or_else(lambda: _headings(reader), ())
            labels: dict[int, str] = _or_else(lambda: _labels(reader), {})
            return PdfFacts(title, headings, labels)

    def page_text(self, index: int) -> str:
        """The text of a page, counted from 0; empty where pypdf fails, too."""
        with _quiet():
            reader = self._opened()
            if reader is None:
                return ""
            return clean_text(_or_else(lambda: reader.pages[index].extract_text() or "", "")).strip()

    def _opened(self) -> Any:
        if self._reader is None and not self._is_hopeless:
            self._reader = _or_else(lambda: _open(self._data), None)
            self._is_hopeless = self._reader is None
        return self._reader


def _open(data: bytes) -> Any:
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        return None
    return reader


def _or_else(attempt: Any, otherwise: Any) -> Any:
    """pypdf raises nearly everything on damaged files, RecursionError included."""
    try:
        return attempt()
    except Exception:
        return otherwise


@contextmanager
def _quiet() -> Iterator[None]:
    """pypdf logs a warning for each flaw of a file; flaws that cost text are told in the document's status."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _sane_title(reader: Any) -> str | None:
    title = one_line(str(reader.metadata.title or "")) if reader.metadata else ""
    has_letters = any(letter.isalpha() for letter in title)
    return None if not has_letters or len(title) > LONGEST_TITLE or _NO_TITLE.fullmatch(title) else title


def _headings(reader: Any) -> tuple[tuple[int, Heading], ...]:
    found: list[tuple[int, Heading]] = []
    _collect(reader, reader.outline, (), found)
    return tuple(sorted(found, key=lambda entry: entry[0]))


def _collect(reader: Any, entries: list[Any], above: Heading, found: list[tuple[int, Heading]]) -> None:
    """pypdf gives an entry, then the list of those below it."""
    path = above
    for entry in entries:
        if len(found) >= MAX_ENTRIES:
            return
        if isinstance(entry, list):
            if len(path) <= MAX_DEPTH:
                _collect(reader, entry, path, found)
            continue
        title = one_line(str(entry.title or ""))[:LONGEST_TITLE]
        path = (*above, title) if title else above
        page = _or_else(lambda entry=entry: reader.get_destination_page_number(entry), None)
        if page is not None and page >= 0 and title:
            found.append((page + 1, path))


def _labels(reader: Any) -> dict[int, str]:
    if "/PageLabels" not in reader.root_object:
        return {}
    return {page: label for page, label in enumerate(reader.page_labels, 1) if label and label != str(page)}
