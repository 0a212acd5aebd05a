"""Draws a page of a PDF: bytes, page and scale in, RGB pixels out, of a size that is bounded whatever the page says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from ragdesk.engine.documents.readers.pdf_page_text import PdfiumFile
from ragdesk.protocol.errors import CannotRead


@dataclass(frozen=True, slots=True)
class DrawingLimits:
    """The most that a drawn page may measure."""

    scale: float
    pixels: int
    side: int


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """`pixels` are RGB, rows from the top without padding; empty, with no size, where the file lacks that page."""

    pages: int
    width: int = 0
    height: int = 0
    pixels: bytes = b""


def draw_page(data: bytes, page: int, scale: float, limits: DrawingLimits) -> DrawnPage:
    """`page` counts from 1. A scale that is too large for the page is lowered. Raises CannotRead: encrypted, broken."""
    with PdfiumFile.opened(data) as file:
        if not 1 <= page <= file.pages:
            return DrawnPage(file.pages)
        with file.opened_page(page - 1) as opened:
            if opened is None:
                raise _undrawable("PDFium cannot open the page")
            return _drawn(opened, file.pages, scale, limits)


def _drawn(page: Any, pages: int, scale: float, limits: DrawingLimits) -> DrawnPage:
    width, height = page.get_size()
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        raise _undrawable(f"a page of {width} x {height}")
    bitmap = page.render(scale=fitting_scale(width, height, scale, limits), rev_byteorder=True, prefer_bgrx=False)
    try:
        row_bytes, stride = bitmap.width * 3, bitmap.stride
        if bitmap.n_channels != 3:
            raise _undrawable(f"a picture of {bitmap.n_channels} channels")
        view = memoryview(bitmap.buffer).cast("B")
        pixels = b"".join(view[row * stride : row * stride + row_bytes] for row in range(bitmap.height))
        view.release()
        return DrawnPage(pages, bitmap.width, bitmap.height, pixels)
    finally:
        bitmap.close()


def fitting_scale(width: float, height: float, scale: float, limits: DrawingLimits) -> float:
    """The scale that was asked for, or the greatest at which a page of that size keeps within the limits."""
    scale = min(scale, limits.scale, limits.side / max(width, height), math.sqrt(limits.pixels / (width * height)))
    # Sides are rounded up to whole pixels.
    while math.ceil(width * scale) * math.ceil(height * scale) > limits.pixels or _longest(width, height, scale) > (
        limits.side
    ):
        scale *= 0.999
    return scale


def _longest(width: float, height: float, scale: float) -> int:
    return math.ceil(max(width, height) * scale)


def _undrawable(detail: str) -> CannotRead:
    return CannotRead("broken", "This page is damaged and cannot be drawn.", "Its text may still be readable.", detail)
