"""What the catalogue knows of a document's pages: what was read of each, and where its words stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ragdesk.engine.documents.page_boxes import HEADER, Rectangle, boxes_of
from ragdesk.engine.storage.contents import SectionBoxes
from ragdesk.protocol.errors import StorageError
from ragdesk.protocol.records import Box, DocumentRecord, PageCoverage, PageMarks


def coverage(record: DocumentRecord, characters: dict[int, int]) -> tuple[PageCoverage, ...]:
    """Every page of a document in order, those without text too; `characters` are those of each page."""
    how: Literal["ocr", "text"] = "ocr" if record.pages_by_ocr and record.pages_by_ocr == record.pages_read else "text"
    return tuple(
        PageCoverage(page, characters.get(page, 0), how if characters.get(page) else "nothing")
        for page in range(1, (record.pages or 0) + 1)
    )


def marks(sections: Sequence[SectionBoxes], start: int, end: int) -> list[PageMarks]:
    """Where characters `start` to `end` of a document's text stand, page by page; `sections` are those that hold them.

    Raises StorageError.
    """
    found: dict[int, list[Box]] = {}
    for section in sections:
        found.setdefault(section.page, []).extend(_boxes(section, start, end))
    return [PageMarks(page, tuple(boxes)) for page, boxes in found.items() if boxes]


def _boxes(section: SectionBoxes, start: int, end: int) -> list[Box]:
    try:
        rectangles = boxes_of(section.boxes, max(start - section.start, 0), max(end - section.start, 0))
        _, _, _, width, height = HEADER.unpack_from(section.boxes)
    except ValueError as problem:
        message = "The catalogue's note of where the words of this page stand is damaged."
        raise StorageError(message, "Read the document again.", str(problem)) from problem
    if not (width > 0 and height > 0):
        return []
    boxes = [_share(rectangle, width, height) for rectangle in rectangles]
    return [box for box in boxes if box.left < box.right and box.top < box.bottom]


def _share(rectangle: Rectangle, width: float, height: float) -> Box:
    """Clipped to the page: what lies outside is not drawn either."""
    left, top, right, bottom = rectangle
    return Box(_clip(left / width), _clip(top / height), _clip(right / width), _clip(bottom / height))


def _clip(share: float) -> float:
    return min(max(share, 0.0), 1.0)
