"""Where each character of a page's text stands, packed: about 2 bytes a character; out come line rectangles to draw.

All coordinates are points (1/72 inch) from the top left corner of the page as it is drawn: cropped and turned.
A space, and a character that is not on the page (a separator that the reader put in), has the box 0, 0, 0, 0.

The format, version 1: a header (`HEADER`: version, 1 if the columns are 32 bit, number of characters, page width,
page height), then, deflated, a bit per character that says whether it has a box, and for those that have one, four
columns in tenths of a point: left edge as distance from the right edge before it, width, top as difference from the
top before it, height as difference. Tenths are 7 times finer than a pixel at 100 dpi.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float32]
"""Shape (n, 4): left, top, right, bottom."""

Rectangle = tuple[float, float, float, float]

HEADER = struct.Struct("<BBIff")
VERSION = 1
TENTHS = 10.0
FARTHEST = 1e7
"""Points; a hostile file may name any number, and tenths of a point must fit 32 bits."""


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """The size of a page and the boxes of the characters of its text, in the same order."""

    width: float
    height: float
    boxes: Boxes


def pack_boxes(boxes: Boxes, page_width: float, page_height: float) -> bytes:
    """Exact to 0.05 point. Boxes need left <= right and top <= bottom."""
    edges = boxes.reshape(-1, 4).T
    # A comparison with what is no number is false, too.
    if edges.size and not np.abs(edges).max() <= FARTHEST:
        edges = np.clip(np.nan_to_num(edges), -FARTHEST, FARTHEST)
    tenths = np.rint(np.multiply(edges, TENTHS, order="C")).astype(np.int32)
    on_page = tenths.any(axis=0)
    left, top, right, bottom = tenths[:, on_page]
    previous_right = np.concatenate(([0], right[:-1])) if len(right) else right
    columns = np.stack((left - previous_right, right - left, _steps(top), _steps(bottom - top)))
    is_wide = bool(columns.size and np.abs(columns).max() > np.iinfo(np.int16).max)
    payload = np.packbits(on_page).tobytes() + columns.astype("<i4" if is_wide else "<i2").tobytes()
    return HEADER.pack(VERSION, is_wide, len(boxes), page_width, page_height) + zlib.compress(payload, 1)


def unpack_boxes(data: bytes) -> PageBoxes:
    """Raises ValueError where the bytes are not a page's boxes."""
    try:
        version, is_wide, count, width, height = HEADER.unpack_from(data)
        if version != VERSION:
            raise ValueError(f"unknown version {version} of page boxes")
        payload = zlib.decompress(data[HEADER.size :])
        mask_bytes = (count + 7) // 8
        on_page = np.unpackbits(np.frombuffer(payload[:mask_bytes], np.uint8), count=count).astype(bool)
        columns = np.frombuffer(payload[mask_bytes:], "<i4" if is_wide else "<i2").astype(np.int64).reshape(4, -1)
        tenths = np.zeros((count, 4), np.int64)
        tenths[on_page] = _edges(columns)
    except (struct.error, zlib.error) as error:
        raise ValueError("these bytes are not the boxes of a page") from error
    return PageBoxes(width, height, (tenths / TENTHS).astype(np.float32))


def boxes_of(data: bytes, start: int, end: int) -> list[Rectangle]:
    """One rectangle per line for the characters `start` to `end` of the section's text, in reading order."""
    boxes = unpack_boxes(data).boxes[start:end]
    boxes = boxes[(boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])]
    if not len(boxes):
        return []
    first = np.concatenate(([0], np.flatnonzero(_begins_line(boxes)) + 1))
    lowest, highest = np.minimum.reduceat(boxes, first), np.maximum.reduceat(boxes, first)
    edges = zip(lowest[:, :2].tolist(), highest[:, 2:].tolist(), strict=True)
    return [(left, top, right, bottom) for (left, top), (right, bottom) in edges]


def _begins_line(boxes: Boxes) -> NDArray[np.bool_]:
    """For each box but the first, whether it stands on another line, or in another column, than the one before."""
    size = boxes[:, 2:] - boxes[:, :2]
    larger = np.maximum(size[1:], size[:-1])
    tallest = larger[:, 1]
    across, down = np.abs(np.diff((boxes[:, :2] + boxes[:, 2:]) / 2, axis=0)).T
    gap = boxes[1:, 0] - boxes[:-1, 2]
    is_new = (down > 0.5 * tallest) | (gap < -1.5 * tallest) | (gap > 2 * tallest)
    # Text that runs up or down goes on where the next box stands straight above or below.
    goes_on = (across < 0.1 * larger.max(axis=1)) & (down < 2 * larger.max(axis=1))
    begins: NDArray[np.bool_] = is_new & ~goes_on
    return begins


def _steps(values: NDArray[np.int32]) -> NDArray[np.int32]:
    """Each value less the one before it; the first as it is."""
    return np.diff(values, prepend=np.int32(0))


def _edges(columns: NDArray[np.int64]) -> NDArray[np.int64]:
    gap, width, top_step, height_step = columns
    right = np.cumsum(gap + width)
    top = np.cumsum(top_step)
    return np.stack((right - width, top, right, top + np.cumsum(height_step)), axis=1)
