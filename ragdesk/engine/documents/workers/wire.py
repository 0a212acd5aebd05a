"""The form of everything that crosses the border between engine and reader process. Numbers are little-endian.

To the host, with two descriptors (the worker's socket, and its leash): `ORDER`. On the leash, back: `STARTED`, later
`ENDED`. To the worker: `REQUEST`, the suffix, the file; or `DRAWING` and the file. From it: `LENGTH`, a header in JSON,
then for each section `SECTION` and the bytes that it announces: label, heading, text, boxes; or the pixels of a page.
Nothing is ever unpickled.
"""

from __future__ import annotations

import struct

ORDER = struct.Struct("<cIQQI")
"""What is to be read (see `libraries`), processor seconds, memory bytes, bytes and sections of an answer."""
ENDED = struct.Struct("<iQ")
"""The wait status, and the most memory that the process had, in bytes."""
STARTED = b"s"
REQUEST = struct.Struct("<HQ")
DRAWING = struct.Struct("<IdQ")
"""Page, scale, length of the file."""
LENGTH = struct.Struct("<I")
SECTION = struct.Struct("<IIIII")
"""Page (0: none), then the lengths of label, heading, text and boxes."""
NONE = 0xFFFFFFFF
"""The length of what is not there."""
MOST_HEADER_BYTES = 256 * 1024
"""A list of every second of 20,000 pages takes 70 kB. JSON of this size cannot take more than 20 MB in memory."""

PDF, WORD, TEXT, PLAIN, DRAW, PROBE = b"p", b"w", b"t", b"l", b"d", b"?"
ANY_PDF, ANY_TEXT = b"P", b"T"
WITH_ALL = {PDF: ANY_PDF, TEXT: ANY_TEXT, PLAIN: ANY_TEXT}
"""What is to be loaded for a kind if what few of its files need is to be there, too."""
MOST_PLAIN_BYTES = 64 * 1024
_PLAIN_SUFFIXES = (".txt", ".text", ".md", ".markdown", ".csv", ".tsv", ".log", ".rst", ".org", ".tex", ".json")
MOST_SCALE = 5.0
"""360 dots an inch."""
MOST_PIXELS, MOST_SIDE = 25_000_000, 20_000
"""Of a drawn page: an A4 page at the greatest scale has 12.5 million."""


def kind_of(data: bytes) -> bytes:
    """Which libraries the host should have ready. A wrong guess costs time, nothing else."""
    if b"%PDF-" in data[:1024]:
        return PDF
    return WORD if data.startswith(b"PK") else TEXT


def may_be_plain(data: bytes, name: str) -> bool:
    """Whether this looks like a small text without any format, which one process may read after another.

    Only a guess, too: a worker for plain texts hands back what is none.
    """
    return kind_of(data) == TEXT and len(data) <= MOST_PLAIN_BYTES and name.lower().endswith(_PLAIN_SUFFIXES)
