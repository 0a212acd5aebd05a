"""The worker's answer: a reading or a problem in, frames for the engine out. Caps are kept here, checked over there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from ragdesk.engine.documents.sections import Reading, Section
from ragdesk.engine.documents.workers.wire import LENGTH, NONE, SECTION
from ragdesk.protocol.errors import CannotRead

if TYPE_CHECKING:
    from ragdesk.engine.documents.readers.pdf_drawing import DrawnPage

_LONGEST_DETAIL = 2000
_RESERVE_BYTES = 1024 * 1024
"""Left free of the cap for the header."""


class Out(Protocol):
    """Where an answer goes."""

    def write(self, data: bytes, /) -> Any: ...

    def flush(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Caps:
    """How much an answer may hold."""

    answer_bytes: int
    sections: int


def write_reading(out: Out, reading: Reading, caps: Caps, is_late: bool = False) -> None:
    """What is too much for one answer is left out from the end, and told in the shortfall.

    `is_late`: a library that the host might have loaded was not there at first.
    """
    fitting = _fitting(reading.sections, caps)
    if fitting < len(reading.sections):
        reading = _shortened(reading, fitting)
    header = {
        "type": reading.type,
        "title": reading.title,
        "pages": reading.pages,
        "pages_read": reading.pages_read,
        "shortfall": reading.shortfall,
        "sections": len(reading.sections),
    }
    _write_header(out, {"reading": header, "late": is_late})
    for section in reading.sections:
        for part in _frames(section):
            out.write(part)
    out.flush()


def write_problem(out: Out, problem: CannotRead, is_late: bool = False) -> None:
    told = {
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "detail": problem.detail[:_LONGEST_DETAIL] if problem.detail else None,
    }
    _write_header(out, {"problem": told, "late": is_late})
    out.flush()


def write_drawing(out: Out, drawn: DrawnPage) -> None:
    _write_header(out, {"drawing": {"pages": drawn.pages, "width": drawn.width, "height": drawn.height}})
    out.write(drawn.pixels)
    out.flush()


def write_refusal(out: Out) -> None:
    """Of a worker that leaves a file to another: it reads plain texts only, or lacks a library."""
    _write_header(out, {"elsewhere": True})
    out.flush()


def write_report(out: Out, report: dict[str, str]) -> None:
    _write_header(out, {"report": report})
    out.flush()


def _write_header(out: Out, header: dict[str, Any]) -> None:
    encoded = json.dumps(header).encode("ascii")
    out.write(LENGTH.pack(len(encoded)))
    out.write(encoded)


def _fitting(sections: tuple[Section, ...], caps: Caps) -> int:
    left = caps.answer_bytes - _RESERVE_BYTES
    for number, section in enumerate(sections[: caps.sections]):
        left -= sum(map(len, _frames(section)))
        if left < 0:
            return number
    return min(len(sections), caps.sections)


def _shortened(reading: Reading, count: int) -> Reading:
    if not count:
        message = "The text of this file is too long to be read in one piece."
        raise CannotRead("too_large", message, "Split it into smaller files.")
    sections = reading.sections[:count]
    told = "The file holds more text than ragdesk takes from one file: only the beginning was read."
    shortfall = f"{reading.shortfall} {told}" if reading.shortfall else told
    pages = {section.page for section in sections if section.page is not None}
    pages_read = len(pages) if reading.pages_read is not None else None
    return replace(reading, sections=sections, pages_read=pages_read, shortfall=shortfall)


def _frames(section: Section) -> Iterator[bytes]:
    label = None if section.label is None else section.label.encode("utf-8", "replace")
    # Headings are one line each, so a line end can stand between them.
    heading = "\n".join(section.heading).encode("utf-8", "replace") if section.heading else None
    text = section.text.encode("utf-8")
    parts = (label, heading, text, section.boxes)
    yield SECTION.pack(section.page or 0, *(NONE if part is None else len(part) for part in parts))
    for part in parts:
        if part:
            yield part
