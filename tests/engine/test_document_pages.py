"""Words are found on the pages where they stand, as shares of the page, and every page tells what was read of it."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.document_pages import coverage, marks
from ragdesk.engine.documents.page_boxes import pack_boxes
from ragdesk.engine.storage.contents import SectionBoxes
from ragdesk.protocol.errors import StorageError
from ragdesk.protocol.records import DocumentId, DocumentRecord, PageMarks

WIDTH, HEIGHT, ROW = 200.0, 300.0, 10
"""A page of lines of ten characters, each 20 by 20 points."""


def page_of(characters: int, *, shift: float = 0.0) -> bytes:
    """A page full of letters, one beside the other; with `shift` moved to the right by so many points."""
    boxes = [
        (20 * (i % ROW) + shift, 20 * (i // ROW), 20 * (i % ROW) + 19 + shift, 20 * (i // ROW) + 18)
        for i in range(characters)
    ]
    return pack_boxes(np.array(boxes, np.float32).reshape(-1, 4), WIDTH, HEIGHT)


def sections(lengths: list[int]) -> list[SectionBoxes]:
    starts = accumulate((length + 2 for length in lengths), initial=0)
    return [SectionBoxes(n, next(starts), page_of(length)) for n, length in enumerate(lengths, 1)]


def held(found: list[PageMarks]) -> int:
    """How many characters the boxes are wide together."""
    return sum(round((box.right - box.left) * WIDTH / 20 + 0.05) for page in found for box in page.boxes)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=4), st.data())
def test_every_stretch_is_marked_whole_line_by_line_within_the_pages(lengths: list[int], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, sum(lengths)))
    end = data.draw(st.integers(start + 1, sum(lengths) + 2 * len(lengths)))
    pages = sections(lengths)
    found = marks(pages, start, end)

    covered = [
        range(max(start, one.start), min(end, one.start + length)) for one, length in zip(pages, lengths, strict=True)
    ]
    assert held(found) == sum(map(len, covered))
    assert [one.page for one in found] == [n for n, part in enumerate(covered, 1) if part]
    lines = [len({(at - one.start) // ROW for at in part}) for one, part in zip(pages, covered, strict=True) if part]
    assert [len(one.boxes) for one in found] == lines
    for box in (box for one in found for box in one.boxes):
        assert 0 <= box.left < box.right <= 1
        assert 0 <= box.top < box.bottom <= 1


def test_what_lies_beside_the_page_is_clipped_or_left_out() -> None:
    (partly,) = marks([SectionBoxes(1, 0, page_of(10, shift=100))], 0, 10)
    assert (partly.boxes[0].left, partly.boxes[0].right) == (0.5, 1.0)
    assert marks([SectionBoxes(1, 0, page_of(10, shift=500))], 0, 10) == []


def test_two_sections_of_one_page_are_marked_together() -> None:
    first, second = SectionBoxes(4, 0, page_of(10)), SectionBoxes(4, 12, page_of(10))
    (found,) = marks([first, second], 5, 17)
    assert (found.page, len(found.boxes)) == (4, 2)


@pytest.mark.parametrize("size", [(0.0, 0.0), (float("nan"), 10.0)])
def test_a_page_without_a_size_has_no_marks(size: tuple[float, float]) -> None:
    boxes = pack_boxes(np.array([[0, 0, 5, 5]], np.float32), *size)
    assert marks([SectionBoxes(1, 0, boxes)], 0, 1) == []


@pytest.mark.parametrize("data", [b"", b"nonsense of some length"])
def test_damaged_boxes_are_told(data: bytes) -> None:
    with pytest.raises(StorageError):
        marks([SectionBoxes(1, 0, data)], 0, 1)


def test_pages_tell_what_was_read_of_them() -> None:
    def record(by_ocr: int) -> DocumentRecord:
        return DocumentRecord(
            DocumentId(1), "/scan.pdf", "scan", "partly", None, "pdf", 1, 3, 2, 1, "en", None, pages_by_ocr=by_ocr
        )

    found = coverage(record(0), {1: 40, 3: 7})
    assert [(one.page, one.characters, one.how) for one in found] == [
        (1, 40, "text"),
        (2, 0, "nothing"),
        (3, 7, "text"),
    ]
    assert [one.how for one in coverage(record(2), {1: 40, 3: 7})] == ["ocr", "nothing", "ocr"]
