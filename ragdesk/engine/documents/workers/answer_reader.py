"""What a worker answers, as bytes in; a `Reading` out, after every part of it was checked. The worker is not trusted.

Raises `BadAnswer` for everything that a worker in order would never send, and the `CannotRead` that it reports.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Callable
from typing import Any, get_args

from ragdesk.engine.documents.clean_text import clean_in_place, one_line
from ragdesk.engine.documents.page_boxes import HEADER, VERSION
from ragdesk.engine.documents.sections import Reading, Section
from ragdesk.engine.documents.workers.limits import Limits
from ragdesk.engine.documents.workers.wire import LENGTH, MOST_HEADER_BYTES, MOST_PIXELS, MOST_SIDE, NONE, SECTION
from ragdesk.protocol.errors import BadRequest, CannotRead, ReadFailure
from ragdesk.protocol.records import PageImage

_TYPES = frozenset({"pdf", "docx", "html", "markdown", "text"})
_CODES = frozenset(get_args(ReadFailure))
_LONGEST_TITLE = 300
_LONGEST_SENTENCE = 1_000
_LONGEST_SHORTFALL = 150_000
_MOST_PAGES = 10_000_000

Take = Callable[[int], bytes]
"""Exactly so many bytes, or an exception."""


class BadAnswer(Exception):
    """The worker's answer is not one."""


class Elsewhere(BadAnswer):
    """The worker leaves the file to another, which few of them may: it reads plain texts only, or lacks a library."""


class AnswerReader:
    """Reads one answer; never asks for more bytes than an answer may have."""

    def __init__(self, take: Take, limits: Limits) -> None:
        self._source = take
        self._limits = limits
        self._left = limits.answer_bytes
        self.was_late = False
        """The worker had to import what its host might have loaded."""

    def reading(self) -> Reading:
        header = self._header()
        if "problem" in header:
            raise _problem(header["problem"])
        if header.get("elsewhere") is True:
            raise Elsewhere("left to another worker")
        told = header.get("reading")
        if not isinstance(told, dict):
            raise BadAnswer("neither a reading nor a problem")
        count = _number(told.get("sections"), 1, self._limits.sections)
        assert count is not None
        kind = _text(told.get("type"), 20)
        if kind not in _TYPES:
            raise BadAnswer("no such type")
        pages = _number(told.get("pages"), 0, _MOST_PAGES, may_lack=True)
        return Reading(
            tuple(self._section() for _ in range(count)),
            _line(told.get("title"), _LONGEST_TITLE),
            pages,
            _number(told.get("pages_read"), 0, _MOST_PAGES, may_lack=True),
            _line(told.get("shortfall"), _LONGEST_SHORTFALL),
            kind,
        )

    def drawing(self, page: int) -> PageImage:
        """Raises BadRequest where the document has no such page."""
        header = self._header()
        if "problem" in header:
            raise _problem(header["problem"])
        told = header.get("drawing")
        if not isinstance(told, dict):
            raise BadAnswer("neither a drawing nor a problem")
        pages = _number(told.get("pages"), 0, _MOST_PAGES) or 0
        if page > pages:
            raise no_such_page(pages)
        width, height = (_number(told.get(side), 1, MOST_SIDE) or 0 for side in ("width", "height"))
        if width * height > MOST_PIXELS:
            raise BadAnswer("a drawing that is too large")
        return PageImage(page, pages, width, height, self._source(width * height * 3))

    def report(self) -> dict[str, str]:
        """What a worker says about its own limits."""
        told = self._header().get("report")
        if not isinstance(told, dict):
            raise BadAnswer("no report")
        return {one_line(str(name))[:100]: one_line(str(value))[:300] for name, value in list(told.items())[:50]}

    def _header(self) -> dict[str, Any]:
        (length,) = LENGTH.unpack(self._take(LENGTH.size))
        if length > MOST_HEADER_BYTES:
            raise BadAnswer(f"a header of {length} bytes")
        try:
            header = json.loads(self._take(length))
        except (ValueError, RecursionError) as error:
            raise BadAnswer("the header is no JSON") from error
        if not isinstance(header, dict):
            raise BadAnswer("the header is no object")
        self.was_late = header.get("late") is True
        return header

    def _section(self) -> Section:
        page, *lengths = SECTION.unpack(self._take(SECTION.size))
        if sum(length for length in lengths if length != NONE) > self._left:
            raise BadAnswer("a section that is too long")
        label, heading, text, boxes = (None if length == NONE else self._take(length) for length in lengths)
        if text is None or page > _MOST_PAGES:
            raise BadAnswer("a section without text, or with an impossible page")
        words = _clean(text)
        if not words.strip():
            raise BadAnswer("a section without words")
        if boxes is not None and not _are_boxes(boxes, len(words)):
            raise BadAnswer("boxes that do not fit their text")
        return Section(words, page or None, _heading(heading), None if label is None else _decoded(label), boxes)

    def _take(self, count: int) -> bytes:
        self._left -= count
        if self._left < 0:
            raise BadAnswer("the answer is too long")
        return self._source(count)


def no_such_page(pages: int) -> BadRequest:
    if pages == 1:
        return BadRequest("This document has one page only.", "Ask for page 1.")
    return BadRequest(f"This document has {pages:,} pages.", f"Ask for a page from 1 to {pages:,}.")


def _problem(told: object) -> CannotRead:
    if not isinstance(told, dict) or told.get("code") not in _CODES:
        raise BadAnswer("no such problem")
    message = _text(told.get("message"), _LONGEST_SENTENCE)
    hint = _text(told.get("hint"), _LONGEST_SENTENCE)
    detail = None if told.get("detail") is None else _text(told["detail"], 10 * _LONGEST_SENTENCE)
    return CannotRead(told["code"], one_line(message), one_line(hint), detail)


def _text(value: object, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise BadAnswer("a text that is none, or is too long")
    return value


def _line(value: object, most: int) -> str | None:
    if value is None:
        return None
    line = _text(value, most)
    if clean_in_place(line) != line:
        raise BadAnswer("a line with characters that nobody can see")
    return line


def _number(value: object, least: int, most: int, may_lack: bool = False) -> int | None:
    if value is None and may_lack:
        return None
    if type(value) is not int or not least <= value <= most:
        raise BadAnswer("a number that is none, or is out of range")
    return value


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadAnswer("a text that is no UTF-8") from error


def _clean(data: bytes) -> str:
    text = _decoded(data)
    if clean_in_place(text) != text:
        raise BadAnswer("a text with characters that nobody can see")
    return text


def _heading(data: bytes | None) -> tuple[str, ...]:
    if data is None:
        return ()
    parts = tuple(_clean(data).split("\n"))
    if not all(part.strip() for part in parts):
        raise BadAnswer("an empty heading")
    return parts


def _are_boxes(boxes: bytes, characters: int) -> bool:
    """Whether they are the boxes of so many characters. Nothing is unpacked beyond what these may take."""
    try:
        version, is_wide, count, width, height = HEADER.unpack_from(boxes)
        mask_bytes = (count + 7) // 8
        inflater = zlib.decompressobj()
        most = mask_bytes + characters * 4 * 4
        payload = inflater.decompress(boxes[HEADER.size :], most + 1)
    except (struct.error, zlib.error):
        return False
    on_page = int.from_bytes(payload[:mask_bytes], "big").bit_count()
    return (
        (version, count) == (VERSION, characters)
        and is_wide in (0, 1)
        and math.isfinite(width)
        and math.isfinite(height)
        and inflater.eof
        and len(payload) == mask_bytes + on_page * 4 * (4 if is_wide else 2)
    )
