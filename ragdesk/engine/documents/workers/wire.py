"""The form of everything that crosses the border between engine and reader process. Numbers are little-endian.

To the host, with two descriptors (the worker's socket, and its leash): `ORDER`. On the leash, back: `STARTED`, later
`ENDED`. To the worker: `REQUEST`, the suffix, the file. From it: `LENGTH`, a header in JSON, then for each section
`SECTION` and the bytes that it announces: label, heading, text, boxes. Nothing is ever unpickled.
"""

from __future__ import annotations

import struct

ORDER = struct.Struct("<cIQQI")
"""What is to be read (see `libraries`), processor seconds, memory bytes, bytes and sections of an answer."""
ENDED = struct.Struct("<iQ")
"""The wait status, and the most memory that the process had, in bytes."""
STARTED = b"s"
REQUEST = struct.Struct("<HQ")
LENGTH = struct.Struct("<I")
SECTION = struct.Struct("<IIIII")
"""Page (0: none), then the lengths of label, heading, text and boxes."""
NONE = 0xFFFFFFFF
"""The length of what is not there."""
MOST_HEADER_BYTES = 256 * 1024
"""A list of every second of 20,000 pages takes 70 kB. JSON of this size cannot take more than 20 MB in memory."""

PDF, WORD, TEXT, PROBE = b"p", b"w", b"t", b"?"


def kind_of(data: bytes) -> bytes:
    """Which libraries the host should have ready. A wrong guess costs time, nothing else."""
    if b"%PDF-" in data[:1024]:
        return PDF
    return WORD if data.startswith(b"PK") else TEXT
