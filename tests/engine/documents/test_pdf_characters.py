"""The characters of a PDF page as the reader takes them over from PDFium."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.documents.clean_text import clean_text
from ragdesk.engine.documents.readers.pdf_page_text import tidied

MARKS = "\ufffe\u0002\u00ad\ufb01\ufb03\u0301\u200b\u202e\u00a0\r\n\t\ue000\U000e0041\ufeff e"
characters = st.one_of(st.integers(0, 0x10FFFF), st.sampled_from([ord(mark) for mark in MARKS]))


def _tidied(text: str) -> str:
    """The text as written on one line, each character 5 points wide."""
    boxes = np.array([[20 + 5 * i, 50, 25 + 5 * i, 60] for i in range(len(text))], np.float32).reshape(-1, 4)
    tidy, kept = tidied(np.array([ord(letter) for letter in text], np.uint32), boxes, 595, 842)
    assert len(tidy) == len(kept)
    return tidy


@given(st.lists(characters, max_size=60))
def test_whatever_pdfium_says_becomes_text_that_can_be_seen_with_a_box_each(codes):
    boxes = np.tile(np.array([[20, 50, 25, 60]], np.float32), (len(codes), 1))
    text, kept = tidied(np.array(codes, np.uint32), boxes, 595, 842)
    assert len(text) == len(kept)
    visible = text.replace("\u00ad", "-")
    assert clean_text(visible) == visible
    assert "  " not in text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("e\u0301te\u0301", "été"),
        ("\ufb01nd the di\ufb00erence", "find the difference"),
        ("a\u00a0 \tb", "a b"),
        ("se\u200bcret \u202eorders\U000e0041", "secret orders"),
        ("some\u00adtimes", "sometimes"),
        ("one\r\n two", "one\ntwo"),
    ],
)
def test_characters_are_read_as_a_person_would_write_them(written, read):
    assert _tidied(written) == read


def test_a_composed_accent_has_the_box_of_both_parts():
    boxes = np.array([[20, 50, 25, 60], [21, 46, 24, 49]], np.float32)
    text, kept = tidied(np.array([ord("e"), 0x301], np.uint32), boxes, 595, 842)
    assert (text, kept.tolist()) == ("é", [[20, 46, 25, 60]])


def test_characters_outside_the_page_are_left_out():
    boxes = np.array([[20, 50, 25, 60], [700, 50, 705, 60], [20, -30, 25, -20], [np.nan, 0, 0, 0]], np.float32)
    assert tidied(np.array([65, 66, 67, 68], np.uint32), boxes, 595, 842)[0] == "A"
