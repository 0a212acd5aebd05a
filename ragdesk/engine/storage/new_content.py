"""What is stored of one document's text: sections, their chunks, and the spans of these."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewSpan:
    """A span; offsets count from the start of the document's text."""

    start: int
    end: int
    embedded_text: str


@dataclass(frozen=True, slots=True)
class NewChunk:
    """A chunk; offsets count from the start of the document's text."""

    start: int
    end: int
    text: str
    spans: tuple[NewSpan, ...]


@dataclass(frozen=True, slots=True)
class NewSection:
    """A section, where it starts in the document's text, and the header in front of its chunks."""

    text: str
    start: int
    page: int | None
    label: str | None
    heading: tuple[str, ...]
    boxes: bytes | None
    header: str
    chunks: tuple[NewChunk, ...]


@dataclass(frozen=True, slots=True)
class NewContent:
    """A whole document, read and cut. `recipe` says by which readers and splitter."""

    hash: str
    recipe: int
    type: str
    title: str | None
    header_title: str
    language: str | None
    pages: int | None
    pages_read: int | None
    shortfall: str | None
    sections: tuple[NewSection, ...]
