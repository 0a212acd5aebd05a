"""Plain text, and everything that is read as such (CSV, source code, logs): bytes in, verbatim text out."""

from __future__ import annotations

from ragdesk.engine.documents.clean_text import clean_text
from ragdesk.engine.documents.decoding import decode_text
from ragdesk.engine.documents.sections import Reading, Section
from ragdesk.protocol.errors import CannotRead

_SECTION_CHARACTERS = 20_000


class PlainTextReader:
    """The text as it stands in the file; only line ends and control characters are changed."""

    name = "text"

    def read(self, data: bytes) -> Reading:
        pieces = cut_at_blank_lines(clean_text(decoded(data)))
        return Reading(tuple(Section(piece) for piece in pieces), type=self.name)


def decoded(data: bytes) -> str:
    """The text of the bytes; `CannotRead` if they hold none."""
    text = decode_text(data)
    if text is None:
        raise CannotRead(
            "mislabelled",
            "This file has the name of a text file, but its contents are not text.",
            "Open it in the program that made it, and save it as text, Word or PDF.",
        )
    return text


def cut_at_blank_lines(text: str) -> list[str]:
    """Pieces of about 20,000 characters, cut at a blank line; else at a line end, a blank, or anywhere."""
    pieces: list[str] = []
    start = 0
    while len(text) - start > 2 * _SECTION_CHARACTERS:
        end = _place_to_cut(text, start + _SECTION_CHARACTERS, start + 2 * _SECTION_CHARACTERS)
        pieces.append(text[start:end])
        start = end
    pieces.append(text[start:])
    return [stripped for piece in pieces if (stripped := piece.strip("\n")).strip()]


def _place_to_cut(text: str, earliest: int, latest: int) -> int:
    for separator in ("\n\n", "\n", " "):
        found = text.find(separator, earliest, latest)
        if found >= 0:
            return found + len(separator)
    return earliest
