"""A PDF page is cut where the entries of the outline begin, and each part has the boxes of its own characters."""

from __future__ import annotations

import logging
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragdesk.engine.documents.page_boxes import boxes_of, unpack_boxes
from ragdesk.engine.documents.readers.pdf import PdfReader
from ragdesk.engine.documents.readers.pdf_outline import OutlineEntry
from ragdesk.engine.documents.readers.pdf_sections import cut_at_headings
from tests.engine.documents.pdf_samples import (
    HEIGHT,
    LEADING,
    STONE,
    TIDE,
    WIDTH,
    Draw,
    both,
    columns,
    lines,
    pdf,
    turned,
    with_outline,
    wrapped,
)

TIDES, STONES = wrapped(TIDE, 80), wrapped(STONE, 80)
TOP = 760.0


def _page(*blocks: list[str]) -> Draw:
    """Blocks of lines, the first from the top of the page, each 3 lines below the one before."""
    draws, y = [], TOP
    for block in blocks:
        draws.append(lines(block, y=y))
        y -= (len(block) + 2) * LEADING
    return both(*draws)


def _found(data: bytes) -> list[tuple[int | None, tuple[str, ...], str]]:
    """Page, heading path and first words of each section."""
    return [(s.page, s.heading, " ".join(s.text.split()[:3])) for s in PdfReader().read(data).sections]


def test_text_above_a_heading_stays_under_the_heading_before_it():
    data = pdf(_page(["1 Harbour"], TIDES), _page(TIDES, ["2 Quarry"], STONES))
    assert _found(with_outline(data, (0, "1 Harbour", 1), (0, "2 Quarry", 2))) == [
        (1, ("1 Harbour",), "1 Harbour The"),
        (2, ("1 Harbour",), "The tide tables"),
        (2, ("2 Quarry",), "2 Quarry The"),
    ]


def test_text_above_the_first_heading_has_none_and_pages_are_counted_once():
    data = pdf(_page(TIDES, ["Quarry"], STONES), _page(TIDES))
    reading = PdfReader().read(with_outline(data, (0, "Quarry", 1)))
    assert [(section.page, section.heading) for section in reading.sections] == [
        (1, ()),
        (1, ("Quarry",)),
        (2, ("Quarry",)),
    ]
    assert (reading.pages, reading.pages_read) == (2, 2)


def test_a_chapter_and_its_first_subsection_are_one_section_with_the_deeper_path():
    data = pdf(_page(["1 Harbour"], ["1.1 Tides"], TIDES, ["1.2 Pilots"], STONES))
    data = with_outline(data, (0, "1 Harbour", 1), (1, "1.1 Tides", 1), (1, "1.2 Pilots", 1))
    assert _found(data) == [
        (1, ("1 Harbour", "1.1 Tides"), "1 Harbour 1.1"),
        (1, ("1 Harbour", "1.2 Pilots"), "1.2 Pilots The"),
    ]


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("Old quarry", ["2.3 OLD QUARRY"]),
        ("2.3 Old quarry", ["Old quarry"]),
        ("2.3 Old  quarry", ["2.3", "Old quarry"]),
        ("Old quarry", ["Chapter 2", "Old quarry"]),
        ("Capítulo II. La vieja cantera", ["La vieja cantera"]),
        ("The very old quarry above the town", ["The very old quarry", "above the town"]),
    ],
)
def test_a_heading_is_found_however_it_is_numbered_and_set(title, printed):
    data = with_outline(pdf(_page(TIDES, printed, STONES)), (0, title, 1))
    [above, section] = PdfReader().read(data).sections
    assert (above.heading, section.heading) == ((), (" ".join(title.split()),))
    assert above.text.endswith("the month was over.")
    assert section.text.startswith(printed[0])


def test_words_of_a_title_in_the_running_text_are_not_taken_for_the_heading():
    data = pdf(_page(TIDES, ["Old tide tables"], STONES))
    assert "tide tables" in TIDE
    assert [path for _, path, _ in _found(with_outline(data, (0, "Tide tables", 1)))] == [("Tide tables",)]
    data = pdf(_page(TIDES, ["Tide tables"], STONES))
    assert _found(with_outline(data, (0, "Tide tables", 1)))[1] == (1, ("Tide tables",), "Tide tables The")


def test_of_two_lines_with_the_same_words_the_one_at_the_destination_is_the_heading():
    page = _page(["Tides", "Stones"], TIDES, ["Stones"], STONES)
    y = TOP - (4 + len(TIDES) + 2) * LEADING
    data = with_outline(pdf(page), (0, "Stones", 1, 72.0, y + 20))
    assert _found(data) == [(1, (), "Tides Stones The"), (1, ("Stones",), "Stones The quarry")]


def test_a_heading_whose_words_are_elsewhere_is_found_by_its_height():
    y = TOP - (len(TIDES) + 2) * LEADING
    data = with_outline(pdf(_page(TIDES, STONES), _page(TIDES)), (0, "A picture", 1, 0.0, y + 60))
    assert _found(data) == [
        (1, (), "The tide tables"),
        (1, ("A picture",), "The quarry on"),
        (2, ("A picture",), "The tide tables"),
    ]


def test_a_height_is_looked_for_in_the_column_of_the_destination():
    page = columns(wrapped(TIDE)[:4] + [""] * 2 + wrapped(TIDE), wrapped(STONE)[:6] + [""] * 3 + wrapped(STONE), False)
    data = with_outline(pdf(page), (0, "A picture", 1, 310.0, 700 - 8 * LEADING + 10))
    text_before, text = (section.text for section in PdfReader().read(data).sections)
    assert text_before.startswith("The tide tables")
    assert text.startswith("The quarry")
    assert "The tide tables" not in text


def test_an_entry_at_the_foot_of_a_page_counts_from_the_next():
    data = with_outline(pdf(_page(TIDES), _page(STONES)), (0, "A picture", 1, 0.0, 40.0))
    assert [(page, path) for page, path, _ in _found(data)] == [(1, ()), (2, ("A picture",))]


def test_on_a_slide_the_first_entry_means_the_whole_page_and_others_what_follows():
    data = with_outline(pdf(_page(TIDES), _page(STONES)), (0, "One", 1), (1, "Inner", 1), (0, "Two", 1))
    assert [(page, path) for page, path, _ in _found(data)] == [(1, ("One", "Inner")), (2, ("Two",))]


def test_a_lone_word_is_no_section():
    data = pdf(_page(["17"], ["Harbour"], TIDES, ["Quarry"]), _page(STONES))
    assert _found(with_outline(data, (0, "Harbour", 1), (0, "Quarry", 1))) == [
        (1, ("Harbour",), "17 Harbour The"),
        (2, ("Quarry",), "The quarry on"),
    ]


def test_a_running_header_that_changes_is_no_section():
    data = pdf(_page(STONES), _page(["Chapter 2: The harbour    17"], ["Tides"], TIDES))
    assert [(page, path) for page, path, _ in _found(with_outline(data, (0, "Tides", 2)))] == [(1, ()), (2, ("Tides",))]


def test_an_outline_made_to_waste_time_wastes_little():
    text = "a " * 50_000
    wanted = [OutlineEntry(1, ("a " * 150 + "b" * (number % 2),), 10.0, 700.0) for number in range(20_000)]
    started = time.perf_counter()
    [part] = cut_at_headings(text, np.ones((len(text), 4), np.float32), (0.0, 842.0), (), wanted)
    assert (part.start, part.end) == (0, len(text) - 1)
    assert time.perf_counter() - started < 5


def test_boxes_are_cut_with_the_text():
    data = pdf(_page(TIDES, ["Quarry"], STONES))
    [whole] = PdfReader().read(data).sections
    parts = PdfReader().read(with_outline(data, (0, "Quarry", 1))).sections
    assert len(parts) == 2
    assert whole.boxes is not None
    for part, word in zip(parts, ("pilots", "mayor"), strict=True):
        assert part.boxes is not None
        page = unpack_boxes(part.boxes)
        assert (page.width, page.height) == pytest.approx((WIDTH, HEIGHT), abs=0.1)
        assert len(page.boxes) == len(part.text)
        here, there = part.text.index(word), whole.text.index(word)
        assert boxes_of(part.boxes, here, here + 5) == boxes_of(whole.boxes, there, there + 5)


def test_a_turned_page_is_cut_by_its_words():
    data = turned(pdf(_page(TIDES, ["Quarry"], STONES)), 90)
    data = with_outline(data, (0, "Quarry", 1, 72.0, HEIGHT))
    assert [path for _, path, _ in _found(data)] == [(), ("Quarry",)]


def test_an_outline_without_end_is_read_without_a_warning(caplog):
    data = with_outline(pdf(_page(TIDES)), *((depth, f"Level {depth}", 1) for depth in range(30)))
    with caplog.at_level(logging.DEBUG):
        [section] = PdfReader().read(data).sections
    assert section.heading == tuple(f"Level {depth}" for depth in range(12))
    assert not caplog.records


blocks = st.lists(st.sampled_from(["Tides", "2 Stones", "17", "•", "Tides come and go", "stones are old"]), min_size=1)
entries = st.lists(st.tuples(st.sampled_from(["Tides", "2 Stones", "Nowhere", "•"]), st.none() | st.floats(-50, 900)))


@settings(max_examples=200, deadline=None)
@given(blocks, entries, st.sampled_from(["\n\n", "\n", " "]))
def test_no_character_is_lost_whatever_the_outline_says(texts, wanted, joint):
    text = joint.join(texts)
    boxes = np.array([[10 + i, 20 * (i // 40), 11 + i, 20 * (i // 40) + 12] for i in range(len(text))], np.float32)
    found = [OutlineEntry(1, (title,), 10.0, top) for title, top in wanted]
    parts = cut_at_headings(text, boxes, (0.0, 842.0), ("Before",), found)
    assert "".join("".join(text[part.start : part.end].split()) for part in parts) == "".join(text.split())
    assert all(text[part.start : part.end].strip() == text[part.start : part.end] for part in parts)
    assert all(part.heading in {("Before",), *(entry.heading for entry in found)} for part in parts)
    assert len(parts) == 1 or all(len(text[part.start : part.end].split()) > 1 for part in parts)
