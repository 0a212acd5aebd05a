"""Contrast as WCAG computes it, of every pair of colours that the window puts on each other."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton

from ragdesk.paths import asset
from ragdesk.window.style_sheet import style_sheet
from ragdesk.window.theme import PAGE_MARK, THEMES, Colours, Theme, ThemeName

TEXT_ON = [
    *((text, ground) for text in ("text", "dim") for ground in ("bg", "side", "card", "field", "sel")),
    *((state, ground) for state in ("ok", "warn", "bad", "accent") for ground in ("bg", "side", "card")),
    ("text", "well"), ("dim", "well"), ("on", "accent"), ("marktext", "mark"), ("accent", "chip"), ("text", "chip"),
]  # fmt: skip
names = pytest.mark.parametrize("name", list(THEMES))


@names
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_can_be_read(name: ThemeName, text: str, ground: str) -> None:
    assert contrast(THEMES[name], text, ground) >= 4.5


@names
@pytest.mark.parametrize("ground", ["bg", "side", "card", "field"])
@pytest.mark.parametrize("border", ["line2", "accent"])
def test_what_can_be_pressed_and_what_has_the_focus_stands_out(name: ThemeName, border: str, ground: str) -> None:
    assert contrast(THEMES[name], border, ground) >= 3


def test_words_on_a_marked_page_can_be_read() -> None:
    assert ratio(QColor("#000000"), QColor(PAGE_MARK)) >= 4.5


def test_the_high_contrast_palette_is_far_above_that() -> None:
    assert contrast(THEMES["contrast"], "text", "bg") >= 15


@names
@pytest.mark.parametrize("ground", ["bg", "side", "card", "field"])
def test_what_cannot_be_chosen_can_be_read_and_looks_like_it(name: ThemeName, ground: str) -> None:
    colours = THEMES[name]
    assert contrast(colours, "off", ground) >= 3
    assert contrast(colours, "text", "off") >= 1.4


@names
@pytest.mark.parametrize("role", ["", "primary", "danger"])
def test_a_button_that_cannot_be_pressed_can_be_read_and_looks_like_it(
    name: ThemeName, role: str, qapp: QApplication
) -> None:
    qapp.setStyleSheet(Theme(name, THEMES[name]).style_sheet())
    button = QPushButton("MMMM")
    button.setProperty("role", role)
    letters = []
    for is_enabled in (True, False):
        button.setEnabled(is_enabled)
        picture = button.grab().toImage()
        y = picture.height() // 2
        ground = picture.pixelColor(6, y)
        row = [picture.pixelColor(x, y) for x in range(8, picture.width() - 8)]
        most = max(ratio(colour, ground) for colour in row)
        assert most >= 3
        letters.append(next(colour for colour in row if ratio(colour, ground) == most))
    assert letters[0] != letters[1]


def test_type_follows_the_systems_size() -> None:
    assert Theme("light", THEMES["light"], text_pt=10).points(13) == 10
    assert Theme("light", THEMES["light"], text_pt=20).points(14.5) == pytest.approx(22.31)


def test_no_size_of_type_is_in_pixels_and_no_colour_is_written_out() -> None:
    sheet = style_sheet({name: f"<{name}>" for name in Colours.__slots__}, lambda drawn: drawn, int, str)
    assert "font-size" in sheet
    assert "#" not in sheet
    assert not [line for line in sheet.splitlines() if "font-size" in line and "pt" not in line]


@names
@pytest.mark.parametrize(("picture", "colour"), [("tick", "on"), ("up", "dim"), ("down", "dim")])
def test_pictures_of_controls_are_in_the_colours_of_the_palette(name: ThemeName, picture: str, colour: str) -> None:
    drawn = asset("icons", "controls", f"{picture}-{name}.svg")
    assert f'stroke="{getattr(THEMES[name], colour)}"' in drawn.read_text("utf-8")
    assert drawn.as_posix() in Theme(name, THEMES[name]).style_sheet()


def contrast(colours: Colours, one: str, other: str) -> float:
    return ratio(QColor(getattr(colours, one)), QColor(getattr(colours, other)))


def ratio(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(share: float) -> float:
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())
