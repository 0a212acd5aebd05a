"""A page of a PDF as a picture: what is on it is seen, and whatever the file says its size is bounded."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from ragdesk.engine.documents.readers.pdf_drawing import DrawingLimits, fitting_scale
from ragdesk.engine.documents.sandbox import Readers, Workers
from ragdesk.engine.documents.workers.forked_workers import ForkedWorkers
from ragdesk.engine.documents.workers.limits import Limits
from ragdesk.engine.documents.workers.recycled_workers import RecycledWorkers
from ragdesk.engine.documents.workers.wire import MOST_PIXELS, MOST_SIDE
from ragdesk.protocol.errors import BadRequest, CannotRead
from ragdesk.protocol.records import PageImage
from tests.bad_files import encrypted_pdf
from tests.engine.documents.pdf_samples import pdf
from tests.hostile.drawn_bombs import giant_page, thin_page, tiny_tiles

LIMITS = DrawingLimits(5.0, MOST_PIXELS, MOST_SIDE)


@pytest.fixture(scope="module", params=["forked", "recycled"])
def readers(request: pytest.FixtureRequest) -> Iterator[Readers]:
    if request.param == "forked" and sys.platform == "win32":
        pytest.skip("Windows cannot fork")
    limits = Limits()
    workers: Workers = ForkedWorkers(limits) if request.param == "forked" else RecycledWorkers(limits, 1)
    with Readers(limits, workers, parallel=1) as opened:
        yield opened


def red_square(canvas: Canvas) -> None:
    """Ten points from the left and from the bottom, twenty wide."""
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(10, 10, 20, 20, stroke=0, fill=1)


def empty(canvas: Canvas) -> None:
    """Nothing on it."""


SQUARE = pdf(empty, red_square, pagesize=(101, 60))


def rows(image: PageImage) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    return np.frombuffer(image.pixels, np.uint8).reshape(image.height, image.width, 3)


def test_a_page_is_drawn_as_it_looks(readers: Readers) -> None:
    image = readers.render_page(SQUARE, "a.pdf", 2, 2.0)
    assert (image.page, image.pages, image.width, image.height) == (2, 2, 202, 120)
    pixels = rows(image)
    assert (pixels[70:90, 30:50] == (255, 0, 0)).all()
    assert (pixels[:55] == 255).all()
    assert (pixels[105:] == 255).all()
    assert (rows(readers.render_page(SQUARE, "a.pdf", 1, 1.0)) == 255).all()


def test_a_scale_that_is_too_large_is_lowered(readers: Readers) -> None:
    assert readers.render_page(SQUARE, "a.pdf", 1, 1e9).width == 505
    giant = readers.render_page(giant_page(), "a.pdf", 1, 1.5)
    assert giant.width * giant.height <= MOST_PIXELS
    assert readers.render_page(thin_page(), "a.pdf", 1, 1.5).height == MOST_SIDE


@pytest.mark.parametrize(
    ("data", "page", "scale", "told"),
    [
        (SQUARE, 3, 1.0, "has 2 pages"),
        (pdf(empty), 2, 1.0, "one page only"),
        (SQUARE, 0, 1.0, "no such page"),
        (SQUARE, 1, float("nan"), "no such page"),
        (b"words", 1, 1.0, "only the pages of PDFs"),
    ],
)
def test_what_cannot_be_drawn_is_said(data: bytes, page: int, scale: float, told: str, readers: Readers) -> None:
    with pytest.raises(BadRequest) as caught:
        readers.render_page(data, "a.pdf", page, scale)
    assert told in caught.value.message
    assert caught.value.hint


def test_a_locked_or_damaged_pdf_is_not_drawn(readers: Readers) -> None:
    for data, code in ((encrypted_pdf(), "encrypted"), (SQUARE[:200], "broken")):
        with pytest.raises(CannotRead) as caught:
            readers.render_page(data, "a.pdf", 1, 1.0)
        assert caught.value.code == code


def test_a_page_that_takes_too_long_is_given_up() -> None:
    with Readers(Limits(drawing_seconds=0.5), parallel=1) as readers, pytest.raises(CannotRead) as caught:
        readers.render_page(tiny_tiles(), "a.pdf", 1, 1.0)
    assert caught.value.message == "This page was not drawn: it takes too long."


@pytest.mark.skipif(sys.platform != "linux", reason="a captured worker is one of Linux's tests")
def test_a_page_does_not_wait_for_files_that_are_read() -> None:
    limits = Limits(seconds=60)
    with Readers(limits, ForkedWorkers(limits, "tests.hostile.captured_host"), parallel=1) as readers:
        pending = [readers.submit(b'{"answer": "never"}', "a.dat") for _ in range(3)]
        assert readers.render_page(SQUARE, "a.pdf", 1, 1.0).width == 101
        readers.close()
        for one in pending[:1]:
            with pytest.raises(CannotRead):
                one.result()


@given(width=st.floats(1e-6, 1e12), height=st.floats(1e-6, 1e12), scale=st.floats(1e-6, 1e6))
def test_no_page_is_drawn_larger_than_the_limits(width: float, height: float, scale: float) -> None:
    found = fitting_scale(width, height, scale, LIMITS)
    drawn_width, drawn_height = int(-(-width * found // 1)), int(-(-height * found // 1))
    assert 0 < found <= min(scale, 5)
    assert drawn_width * drawn_height <= MOST_PIXELS
    assert max(drawn_width, drawn_height) <= MOST_SIDE
