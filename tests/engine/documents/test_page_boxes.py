"""Boxes of characters: packed and unpacked, and merged into rectangles to draw."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ragdesk.engine.documents.page_boxes import boxes_of, pack_boxes, unpack_boxes

corners = arrays(np.float32, st.tuples(st.integers(0, 40), st.just(4)), elements=st.floats(-50, 20_000, width=32))
sizes = st.floats(1, 14_400, width=32)


def _line(text: str, left: float, top: float) -> list[list[float]]:
    return [[left + 5 * i, top, left + 5 * i + 5, top + 11] for i in range(len(text))]


@given(corners, sizes, sizes)
def test_boxes_come_back_to_a_tenth_of_a_point(corners, width, height):
    boxes = np.concatenate((np.minimum(corners[:, :2], corners[:, 2:]), np.maximum(corners[:, :2], corners[:, 2:])), 1)
    back = unpack_boxes(pack_boxes(boxes, width, height))
    assert back.boxes.shape == boxes.shape
    assert back.boxes.dtype == np.float32
    assert (back.width, back.height) == (width, height)
    assert np.abs(back.boxes - boxes).max(initial=0) <= 0.1


@given(st.lists(st.booleans(), max_size=50))
def test_separators_without_a_place_stay_without_one(is_separator):
    boxes = np.array([[0, 0, 0, 0] if gap else [70, 80, 75, 91] for gap in is_separator], np.float32).reshape(-1, 4)
    back = unpack_boxes(pack_boxes(boxes, 595, 842)).boxes
    assert [not box.any() for box in back] == is_separator


def test_a_page_of_prose_takes_about_two_bytes_a_character():
    widths = np.random.default_rng(7).choice([2.78, 4.44, 5.0, 7.22], size=(40, 80))
    rights = 72 + widths.cumsum(axis=1)
    tops = np.repeat(np.arange(40) * 12.0 + 70, 80)
    boxes = np.stack(((rights - widths).ravel(), tops, rights.ravel(), tops + 11.3), axis=1).astype(np.float32)
    assert len(pack_boxes(boxes, 595, 842)) < 2 * 40 * 80


CUT_OFF = pack_boxes(np.zeros((9, 4), np.float32), 1, 1)[:-4]


@pytest.mark.parametrize("data", [b"", b"\x01", b"\x09" + bytes(40), CUT_OFF])
def test_damaged_boxes_are_told_by_one_error(data):
    with pytest.raises(ValueError, match="boxes"):
        unpack_boxes(data)


def test_numbers_that_are_none_do_no_harm():
    boxes = np.array([[np.nan, np.inf, np.nan, np.inf], [1, 2, 3, 4]], np.float32)
    back = unpack_boxes(pack_boxes(boxes, 595, 842)).boxes
    assert back[1].tolist() == [1, 2, 3, 4]


def test_a_quote_over_two_lines_gives_one_rectangle_for_each():
    text = "first line" + " " + "second line"
    boxes = np.array([*_line("first line", 70, 100), [0, 0, 0, 0], *_line("second line", 60, 112)], np.float32)
    data = pack_boxes(boxes, 595, 842)
    start, end = text.index("line"), text.index("second") + len("second")
    assert boxes_of(data, start, end) == [(100, 100, 120, 111), (60, 112, 90, 123)]


def test_a_quote_from_one_column_to_the_next_does_not_cover_the_gutter():
    boxes = np.array([*_line("left", 70, 100), *_line("right", 310, 100)], np.float32)
    assert boxes_of(pack_boxes(boxes, 595, 842), 0, 9) == [(70, 100, 90, 111), (310, 100, 335, 111)]


def test_text_that_runs_down_the_page_gives_one_rectangle_for_each_line():
    lines = [[x, 100 + 5 * i, x + 11, 105 + 5 * i] for x in (300, 288) for i in range(8)]
    data = pack_boxes(np.array(lines, np.float32), 595, 842)
    assert boxes_of(data, 2, 12) == [(300, 110, 311, 140), (288, 100, 299, 120)]


def test_a_stretch_without_characters_on_the_page_has_no_rectangle():
    data = pack_boxes(np.zeros((4, 4), np.float32), 595, 842)
    assert boxes_of(data, 0, 4) == []
    assert boxes_of(data, 2, 2) == []
