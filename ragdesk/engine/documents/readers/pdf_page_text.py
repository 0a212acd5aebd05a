"""PDFium: bytes of a PDF in, the characters of a page out, each with its box. Only this file opens PDFium."""

from __future__ import annotations

import ctypes
import threading
import unicodedata
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import repeat
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from ragdesk.engine.documents.page_boxes import Boxes
from ragdesk.engine.documents.readers.pdf_outline import PdfFacts, facts_of
from ragdesk.protocol.errors import CannotRead

Codes = NDArray[np.uint32]
Mask = NDArray[np.bool_]

MAX_CHARACTERS = 200_000
"""Of one page. A dense page of a newspaper holds about 20,000."""

NEWLINE, RETURN, SPACE, SOFT_HYPHEN = 0x0A, 0x0D, 0x20, 0xAD
LINE_END_HYPHENS = (0x02, 0xFFFE, SOFT_HYPHEN)
"""PDFium writes U+FFFE (older ones U+0002) for a hyphen at the end of a line."""
SPACES = (0x09, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
INVISIBLE = (
    *range(0x7F, 0xA0),
    0x200B,
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2065),
    *range(0x2066, 0x206A),
    0xFEFF,
    0xFFFF,
    *range(0xE0000, 0xE0080),
)
"""Controls, zero-width and direction marks, tag letters, as in `clean_text`; here they go together with their boxes."""
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}


@dataclass(frozen=True, slots=True)
class PageText:
    """The characters of a page in the file's order, `\\n` at PDFium's line ends, and their boxes; spaces have none.

    U+00AD stands only where a line ended with a hyphen. Characters outside the visible page are not here.
    """

    text: str
    boxes: Boxes
    width: float
    height: float
    found: int
    """How many characters PDFium saw on the page, spaces and the ones left out here included."""
    is_cut: bool = False
    origin: tuple[float, float] | None = None
    """The PDF coordinates of the page's top left corner; None where the page is turned."""


class PdfiumFile:
    """An open PDF. PDFium is not thread-safe: one file is open at a time in a process; others wait."""

    _one_at_a_time: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, document: Any) -> None:
        self._document = document
        self._read_box = _box_function()

    @classmethod
    @contextmanager
    def opened(cls, data: bytes) -> Iterator[PdfiumFile]:
        """Raises CannotRead: encrypted or broken."""
        with cls._one_at_a_time, closing(_open(data)) as document:
            yield cls(document)

    @property
    def pages(self) -> int:
        """How many pages the file says that it has."""
        return len(self._document)

    def facts(self) -> PdfFacts:
        return facts_of(self._document)

    def page_text(self, index: int) -> PageText | None:
        """None where PDFium cannot open the page."""
        from pypdfium2 import PdfiumError

        try:
            with closing(self._document[index]) as page, closing(page.get_textpage()) as textpage:
                return self._read(page, textpage)
        except PdfiumError:
            return None

    @contextmanager
    def opened_page(self, index: int) -> Iterator[Any]:
        """PDFium's page, to be drawn; None where PDFium cannot open it."""
        from pypdfium2 import PdfiumError

        try:
            page = self._document[index]
        except PdfiumError:
            yield None
            return
        with closing(page):
            yield page

    def _read(self, page: Any, textpage: Any) -> PageText:
        from pypdfium2 import raw

        count = max(raw.FPDFText_CountChars(textpage), 0)
        wanted = min(count, MAX_CHARACTERS)
        codes = _characters(raw, textpage, wanted)
        boxes = np.zeros((wanted, 4), np.float32)
        handle, first = ctypes.cast(textpage.raw, ctypes.c_void_p).value, boxes.ctypes.data
        is_gap = (codes == SPACE) | (codes == NEWLINE) | (codes == RETURN)
        asked = np.flatnonzero(~is_gap)
        # One call of C per character, driven by map: 0.4 µs a character; a loop in Python takes 0.9 and, because of its
        # four pointers, FPDFText_GetCharBox 0.55. PDFium has no call for all boxes at once.
        deque(map(self._read_box, repeat(handle), asked.tolist(), (first + 16 * asked).tolist()), maxlen=0)
        width, height = page.get_size()
        page_box, rotation = page.get_bbox(), page.get_rotation()
        placed = _on_drawn_page(boxes, page_box, rotation)
        placed[is_gap] = 0.0
        text, kept = tidied(codes, placed, width, height)
        origin = (page_box[0], page_box[3]) if rotation == 0 else None
        return PageText(text, kept, width, height, found=count, is_cut=count > wanted, origin=origin)


def _open(data: bytes) -> Any:
    from pypdfium2 import PdfDocument, PdfiumError, raw

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise CannotRead(
                "encrypted",
                "This PDF is locked: it can only be read with its password.",
                "Open it with the password in a PDF program, save a copy without one, and add that copy.",
            ) from error
        raise _broken(str(error)) from error
    if len(document) == 0:
        document.close()
        raise _broken("no pages")
    return document


def _broken(detail: str) -> CannotRead:
    return CannotRead(
        "broken",
        "This PDF is damaged: its pages could not be found.",
        "Fetch the file again from where it came from, or open it in a PDF program and save a new copy.",
        detail,
    )


def _box_function() -> Any:
    """FPDFText_GetLooseCharBox, its arguments declared as plain addresses, which ctypes passes on fastest."""
    from pypdfium2 import raw

    # PYFUNCTYPE, unlike CFUNCTYPE, does not let go of the interpreter lock for each character.
    prototype = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    address = ctypes.cast(raw.FPDFText_GetLooseCharBox, ctypes.c_void_p).value
    assert address is not None
    return prototype(address)


def _characters(raw: Any, textpage: Any, count: int) -> Codes:
    """One code point per character of the page, 0 where a character has no Unicode value."""
    if count == 0:
        return np.zeros(0, np.uint32)
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    written = raw.FPDFText_GetText(textpage, 0, count, buffer) - 1
    codes = np.frombuffer(memoryview(buffer), np.uint16)[: max(written, 0)].astype(np.uint32)
    has_surrogates = bool(((codes >= 0xD800) & (codes <= 0xDFFF)).any())
    last = raw.FPDFText_GetTextIndexFromCharIndex(textpage, count - 1)
    if len(codes) == count and last == count - 1 and not has_surrogates:
        return codes
    # Characters and text differ where PDFium leaves characters out or needs two UTF-16 units for one: ask one by one.
    return np.fromiter((raw.FPDFText_GetUnicode(textpage, i) for i in range(count)), np.uint32, count)


def _on_drawn_page(boxes: Boxes, page_box: tuple[float, float, float, float], rotation: int) -> Boxes:
    """From PDF coordinates (left, top, right, bottom; up is positive) to the drawn page's, from its top left corner."""
    x0, y0, x1, y1 = page_box
    left, top, right, bottom = boxes.T
    if rotation == 90:
        a, b, c, d = bottom - y0, left - x0, top - y0, right - x0
    elif rotation == 180:
        a, b, c, d = x1 - right, bottom - y0, x1 - left, top - y0
    elif rotation == 270:
        a, b, c, d = y1 - top, x1 - right, y1 - bottom, x1 - left
    else:
        a, b, c, d = left - x0, y1 - top, right - x0, y1 - bottom
    placed = np.empty_like(boxes)
    np.minimum(a, c, out=placed[:, 0])
    np.minimum(b, d, out=placed[:, 1])
    np.maximum(a, c, out=placed[:, 2])
    np.maximum(b, d, out=placed[:, 3])
    return placed


def tidied(codes: Codes, boxes: Boxes, width: float, height: float) -> tuple[str, Boxes]:
    """Single spaces, composed accents, no ligatures, nothing invisible or outside the page; a box for each character.

    May change `boxes` in place.
    """
    codes = _simplified(codes)
    if ((codes >= 0x300) & (codes <= 0x36F)).any():
        _compose_accents(codes, boxes)
    is_gap = (codes == NEWLINE) | (codes == SPACE)
    keep = is_gap | ((codes > SPACE) & _is_inside(boxes, width, height))
    keep &= ~_is_inner_soft_hyphen(codes, boxes)
    kept = np.flatnonzero(keep)
    follows_gap = np.concatenate((is_gap[kept[:1]], is_gap[kept[:-1]]))
    kept = kept[~((codes[kept] == SPACE) & follows_gap)]
    codes, boxes = codes[kept], boxes[kept]
    text = codes.astype("<u4").tobytes().decode("utf-32-le")
    if ((codes >= min(LIGATURES)) & (codes <= max(LIGATURES))).any():
        lengths = [len(LIGATURES.get(code, " ")) for code in codes.tolist()]
        text, boxes = text.translate(LIGATURES), np.repeat(boxes, lengths, axis=0)
    return text, boxes


def _simplified(codes: Codes) -> Codes:
    """One kind of space, one kind of line-end hyphen; 0 for what nobody can see."""
    simple = _SIMPLE[np.minimum(codes, 0xFFFF)]
    large = np.flatnonzero(codes > 0xFFFF)
    if len(large):
        found = codes[large]
        found[np.isin(found, INVISIBLE)] = 0
        found[found > 0x10FFFF] = 0xFFFD
        simple[large] = found
    return simple


def _simple_codes() -> Codes:
    """For each code of 16 bits the one that is written for it."""
    table = np.arange(0x10000, dtype=np.uint32)
    table[list(SPACES)] = SPACE
    table[list(LINE_END_HYPHENS)] = SOFT_HYPHEN
    table[[code for code in INVISIBLE if code <= 0xFFFF]] = 0
    table[0xD800:0xE000] = 0xFFFD
    return table


_SIMPLE = _simple_codes()
"""A table: looking each code up in lists took a tenth of the time of reading."""


def _is_inside(boxes: Boxes, width: float, height: float) -> Mask:
    """Whether the middle of a box lies on the page. Numbers that are none lie nowhere."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside: Mask = (x >= 0) & (x <= width) & (y >= 0) & (y <= height)
    return inside


def _is_inner_soft_hyphen(codes: Codes, boxes: Boxes) -> Mask:
    """A soft hyphen is drawn only at a line's end: one that is followed on its own line is not text."""
    found: Mask = codes == SOFT_HYPHEN
    if not found.any():
        return found
    next_on_line = np.zeros(len(codes), bool)
    same_height = np.abs(np.diff(boxes[:, 3])) < 0.5 * np.maximum(boxes[:-1, 3] - boxes[:-1, 1], 1)
    next_on_line[:-1] = (codes[1:] > SPACE) & same_height & (boxes[1:, 0] >= boxes[:-1, 0])
    inner: Mask = found & next_on_line
    return inner


def _compose_accents(codes: Codes, boxes: Boxes) -> None:
    """Write e + combining acute as é, in place: one character, the box of both; the accent becomes code 0."""
    for i in np.flatnonzero((codes[1:] >= 0x300) & (codes[1:] <= 0x36F)) + 1:
        composed = unicodedata.normalize("NFC", chr(codes[i - 1]) + chr(codes[i]))
        if len(composed) == 1:
            codes[i - 1], codes[i] = ord(composed), 0
            boxes[i - 1, :2] = np.minimum(boxes[i - 1, :2], boxes[i, :2])
            boxes[i - 1, 2:] = np.maximum(boxes[i - 1, 2:], boxes[i, 2:])
