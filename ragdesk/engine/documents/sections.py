"""What a reader yields: the text of one file, cut into sections that know their place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document's text with one place: on one page, where there are pages, and under one heading.

    `text` has `\\n` line ends; a blank line separates paragraphs; it is never empty or only white space. A heading's
    own line is part of it, so the texts of all sections hold everything that was read.
    """

    text: str
    page: int | None = None
    """1-based; None where the format has no pages."""
    heading: tuple[str, ...] = ()
    """The headings above it, outermost first, the one with which it begins included."""
    label: str | None = None
    """The page's printed number ("iv"), where it differs from `page`."""
    boxes: bytes | None = None
    """Where each character stands on the page; see `page_boxes`. None where the format has no pages."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that a reader got out of one file."""

    sections: tuple[Section, ...]
    title: str | None = None
    """What the document calls itself; None where it does not say."""
    pages: int | None = None
    """How many pages the file has; None where the format has none."""
    pages_read: int | None = None
    """How many of them gave text."""
    shortfall: str | None = None
    """A sentence that says what was not read ("Pages 3 and 7 hold no text: they may be scans."); None if all was."""
    type: str = "text"
    """The reader's name, one of pdf, docx, html, markdown, text."""
