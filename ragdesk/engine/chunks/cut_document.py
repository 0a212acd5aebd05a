"""A reading in, everything that is stored of it out: sections at their offsets, with headers, chunks and spans."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ragdesk.engine.chunks.headers import header
from ragdesk.engine.chunks.splitter import split_section
from ragdesk.engine.documents.sections import Reading, Section
from ragdesk.engine.storage.new_content import NewChunk, NewSection, NewSpan

SECTION_BREAK = "\n\n"
"""What stands between two sections in the document's text; offsets count it."""


def cut_document(
    reading: Reading, title: str, language: str | None, between: Callable[[], None] = lambda: None
) -> tuple[NewSection, ...]:
    """Cut every section into chunks and spans; nothing is lost and nothing is cut across sections.

    `between` is called before each section and may raise: half a second passes over 600 pages.
    """
    start = 0
    sections = []
    for section in reading.sections:
        between()
        sections.append(_cut_section(section, start, title, language))
        start += len(section.text) + len(SECTION_BREAK)
    return tuple(sections)


def _cut_section(section: Section, start: int, title: str, language: str | None) -> NewSection:
    text, head = section.text, header(title, section.heading)
    chunks = tuple(
        NewChunk(
            start + chunk.start,
            start + chunk.end,
            text[chunk.start : chunk.end],
            tuple(
                NewSpan(start + span.start, start + span.end, embedded_text(head, text[span.start : span.end]))
                for span in chunk.spans
            ),
        )
        for chunk in split_section(text, language)
    )
    return NewSection(text, start, section.page, section.label, section.heading, section.boxes, head, chunks)


def span_text(title: str, heading: Sequence[str], span: str) -> str:
    """What the embedder gets of a stored span."""
    return embedded_text(header(title, heading), span)


def embedded_text(head: str, span: str) -> str:
    """A span with its header in front, white space folded."""
    folded = " ".join(span.split())
    return f"{head}. {folded}" if head else folded
