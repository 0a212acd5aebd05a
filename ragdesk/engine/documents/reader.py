"""The bytes of one file in, its sections out; or `CannotRead` with a sentence, and never any other exception."""

from __future__ import annotations

from dataclasses import replace

from ragdesk.engine.documents.clean_text import clean_in_place, clean_text, one_line
from ragdesk.engine.documents.file_types import detect_type
from ragdesk.engine.documents.readers import READERS, DocumentReader
from ragdesk.engine.documents.sections import Reading, Section
from ragdesk.protocol.errors import CannotRead

_KINDS = {
    "pdf": "PDF", "docx": "Word document", "html": "web page", "markdown": "Markdown file", "text": "text file",
}  # fmt: skip
_LONGEST_TITLE = 300
_BLANK = b"\0 \t\r\n\f\v\xef\xbb\xbf\xff\xfe"


def read_document(data: bytes, name: str) -> Reading:
    """`name` is the file's name; it only helps to tell kinds of text apart.

    Every section has visible text with `\\n` line ends, without control characters, that can be encoded as UTF-8.
    """
    if not data.strip(_BLANK):
        raise CannotRead("empty", "This file is empty.", "If it should not be, restore it from a backup.")
    kind = detect_type(data, name)
    reader = next(reader for reader in READERS if reader.name == kind)
    reading = _settled(_read(reader, data))
    if not reading.sections:
        raise CannotRead(
            "no_text",
            f"This {_KINDS[kind]} holds no text." if kind != "pdf" else "This PDF holds no text: it may be a scan.",
            "If you see words in it, they are part of a picture.",
        )
    return reading


def _read(reader: DocumentReader, data: bytes) -> Reading:
    try:
        return reader.read(data)
    except CannotRead:
        raise
    # Whatever a parser does with a hostile file, only this one file may fail.
    except Exception as error:
        raise CannotRead(
            "broken",
            f"This {_KINDS[reader.name]} is damaged and could not be read.",
            "Open it in the program that made it; if that works, save it under a new name and add that.",
            detail=repr(error)[:1000],
        ) from error


def _settled(reading: Reading) -> Reading:
    cleaned = (_clean_section(section) for section in reading.sections)
    title = one_line(reading.title or "")[:_LONGEST_TITLE].strip() or None
    return replace(reading, sections=tuple(section for section in cleaned if section.text.strip()), title=title)


def _clean_section(section: Section) -> Section:
    # `boxes` count the characters of the text, so its length must stay.
    text = clean_in_place(section.text) if section.boxes is not None else clean_text(section.text)
    heading = tuple(line for part in section.heading if (line := one_line(part)))
    return (
        section if (text, heading) == (section.text, section.heading) else replace(section, text=text, heading=heading)
    )
