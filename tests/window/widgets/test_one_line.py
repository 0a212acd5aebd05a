from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from ragdesk.window.theming import Theming
from ragdesk.window.widgets.elided_label import ElidedLabel
from ragdesk.window.widgets.one_line import MOST_MEASURED, line_font, line_width, one_line

MIDDLE = Qt.TextElideMode.ElideMiddle
MANY_SCRIPTS = "a\u0905\u0e01\u10d0\u1200\u1780\u13a0\u1401"


@pytest.fixture
def font(theming: Theming) -> QFont:
    return QFont("Inter", 10)


def test_what_fits_is_shown_whole(font: QFont) -> None:
    line = one_line("lease-2024.pdf", font, 400)
    assert (line.shown, line.is_whole) == ("lease-2024.pdf", True)


def test_what_does_not_fit_gives_way(font: QFont) -> None:
    line = one_line("a long name of a file.pdf", font, 80)
    assert (line.shown[-1], line.is_whole) == ("…", False)
    assert line_width(line.shown, font) <= 80


def test_beginning_and_end_stay_where_the_middle_gives_way(font: QFont) -> None:
    shown = one_line(f"begin{'x' * 100_000}.pdf", font, 120, MIDDLE).shown
    assert (shown[:3], shown[-4:]) == ("beg", ".pdf")


def test_no_text_is_measured_beyond_what_a_window_shows(font: QFont) -> None:
    assert line_width("x" * 1_000_000, font) == line_width("x" * (MOST_MEASURED + 1), font)
    assert len(one_line("\u200b" * 1_000_000, font, 500).shown) <= MOST_MEASURED + 1


def test_a_cut_that_would_not_be_seen_is_marked(font: QFont) -> None:
    line = one_line("\u0301" * 10_000, font, 500)
    assert (line.shown[-1], line.is_whole) == ("…", False)


@pytest.mark.parametrize(
    "text",
    [
        "plain", "señor Ñandú", "Отчёт αβγ", "報告書 ひらがな カタカナー 한국어 ＡＢ", "تقرير report",
        "दस्तावेज़ ไทย עברית", "🏳️‍🌈👩‍👩‍👧 −→∑",
    ],
)  # fmt: skip
def test_texts_of_people_keep_all_their_fonts(text: str, font: QFont) -> None:
    assert line_font(text, font) == font


def test_a_line_of_very_many_scripts_does_without_other_fonts(font: QFont) -> None:
    assert one_line(MANY_SCRIPTS, font, 500).font.styleStrategy() == QFont.StyleStrategy.NoFontMerging
    assert one_line(MANY_SCRIPTS, font, 500).shown == MANY_SCRIPTS


def test_a_label_keeps_and_tells_the_whole_text(show: Callable[[QWidget], QWidget], theming: Theming) -> None:
    text = MANY_SCRIPTS * 100
    label = ElidedLabel(text)
    label.setFixedWidth(120)
    show(label)
    assert label.is_elided
    assert (label.text(), label.accessibleName()) == (text, text)
    assert text in label.toolTip()
