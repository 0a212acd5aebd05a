"""The boxes of a PDF's characters: one for each, where PDFium itself finds and draws the words."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragdesk.engine.documents.page_boxes import boxes_of, unpack_boxes
from ragdesk.engine.documents.readers.pdf import PdfReader
from ragdesk.engine.documents.sections import Section
from tests.engine.documents.pdf_samples import STONE, TIDE, both, columns, cropped, lines, pdf, turned, wrapped

SHARED = Path(__file__).parents[4] / "shared"
REAL_PDFS = sorted((SHARED / "data" / "files").glob("**/*.pdf"))

TWO_COLUMNS = pdf(both(columns(wrapped(TIDE), wrapped(STONE), is_interleaved=True), lines(["x", "y"], x=40, y=90)))


def _ink(data: bytes, page: int) -> tuple[bytes, int, int]:
    """The page drawn in grey, one pixel a point; and its width and height."""
    with closing(pypdfium2.PdfDocument(data)) as document, closing(document[page - 1].render(grayscale=True)) as bitmap:
        pixels = bitmap.to_numpy()
        return pixels.tobytes(), pixels.shape[1], pixels.shape[0]


def _darkest(data: bytes, section: Section, word: str) -> int:
    """The darkest pixel inside the word's rectangle, 255 for white."""
    assert section.boxes is not None
    assert section.page is not None
    start = section.text.index(word)
    [(left, top, right, bottom)] = boxes_of(section.boxes, start, start + len(word))
    pixels, width, _ = _ink(data, section.page)
    rows = range(round(top), round(bottom))
    return min(pixels[y * width + x] for y in rows for x in range(round(left), round(right)))


def _searched(data: bytes, page: int, word: str) -> list[tuple[float, float, float, float]]:
    """Where PDFium's own search finds a word: left, top, right, bottom from the page's top left corner."""
    with closing(pypdfium2.PdfDocument(data)) as document, closing(document[page - 1]) as one:
        height = one.get_height()
        with closing(one.get_textpage()) as textpage:
            found = textpage.search(word, match_case=True, match_whole_word=True).get_next()
            assert found is not None
            count = textpage.count_rects(*found)
            rectangles = [textpage.get_rect(number) for number in range(count)]
    return [(left, height - top, right, height - bottom) for left, bottom, right, top in rectangles]


@pytest.mark.parametrize("word", ["pilots", "moonrise", "quarry", "mayor"])
def test_a_word_is_where_pdfium_finds_it(word):
    [section] = PdfReader().read(TWO_COLUMNS).sections
    assert section.boxes is not None
    start = section.text.index(word)
    [ours] = boxes_of(section.boxes, start, start + len(word))
    [theirs] = _searched(TWO_COLUMNS, 1, word)
    # Ours are as high as the line, theirs as high as the letters.
    assert ours[0] == pytest.approx(theirs[0], abs=1.0)
    assert ours[2] == pytest.approx(theirs[2], abs=1.0)
    assert ours[1] <= theirs[1] + 0.1
    assert ours[3] >= theirs[3] - 0.1


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (50, 400, 500, 800)])
def test_boxes_fit_the_drawn_page_however_it_is_turned_and_cropped(angle, crop):
    data = pdf(lines(["keystone"], x=200, y=600))
    data = turned(cropped(data, *crop) if crop else data, angle)
    [section] = PdfReader().read(data).sections
    assert section.boxes is not None
    pixels, width, height = _ink(data, 1)
    page = unpack_boxes(section.boxes)
    assert (page.width, page.height) == pytest.approx((width, height), abs=1)
    dark = [(i % width, i // width) for i, pixel in enumerate(pixels) if pixel < 200]
    left, top = page.boxes[:, :2].min(axis=0)
    right, bottom = page.boxes[:, 2:].max(axis=0)
    assert all(left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1 for x, y in dark)
    assert len(dark) > 50


def test_the_box_of_a_whole_word_holds_ink_and_a_separator_has_no_box():
    [section] = PdfReader().read(TWO_COLUMNS).sections
    assert section.boxes is not None
    assert _darkest(TWO_COLUMNS, section, "moonrise") < 128
    boxes = unpack_boxes(section.boxes).boxes
    gap = section.text.index("\n\n")
    assert not boxes[gap : gap + 2].any()
    assert boxes[gap + 2].any()


words = st.text(st.sampled_from("abcdefghij klmno-.éñü("), min_size=1, max_size=60)


@settings(max_examples=25, deadline=None)
@given(st.lists(words, min_size=1, max_size=12), st.sampled_from([6, 12, 30]), st.sampled_from([40, 300, 590]))
def test_every_character_has_its_box_whatever_the_page_holds(texts, leading, x):
    texts = ["Zebra", *texts]
    for section in PdfReader().read(pdf(lines(texts, x=x, leading=leading), lines(["Zebra"]))).sections:
        assert section.boxes is not None
        page = unpack_boxes(section.boxes)
        assert len(page.boxes) == len(section.text)
        seen = [bool(box.any()) for box, letter in zip(page.boxes, section.text, strict=True) if not letter.isspace()]
        assert all(seen)
        assert section.text == section.text.strip()


@pytest.mark.skipif(not REAL_PDFS, reason="needs the shared files")
@pytest.mark.parametrize("path", [path for path in REAL_PDFS if "scan" not in path.name], ids=lambda path: path.name)
def test_every_letter_of_real_files_has_a_box_on_its_page(path):
    for section in PdfReader().read(path.read_bytes()).sections:
        assert section.boxes is not None
        page = unpack_boxes(section.boxes)
        assert len(page.boxes) == len(section.text)
        middles = (page.boxes[:, :2] + page.boxes[:, 2:]) / 2
        assert (middles >= 0).all()
        assert (middles <= (page.width + 0.1, page.height + 0.1)).all()
