"""OneLine: what is seen of a text in one line, measured and drawn at a cost that no text can choose."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics

MOST_MEASURED = 400
"""Characters: no line of the window has room for more."""

MOST_SCRIPTS = 3
"""The first letter of a script costs 3 to 9 ms at each size of each font (241 families installed): the system is asked
of each family whether it has it. A line of sixty random characters took 0.3 s. No name in real life mixes as many."""

_OUR_OWN = frozenset({"LATIN", "GREEK", "CYRILLIC", "COMBINING", "MODIFIER"})
_EASTERN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH", "HALFWIDTH", "HANGUL", "BOPOMOFO"})
"""One font has them all."""


@dataclass(frozen=True, slots=True)
class OneLine:
    """`shown` is to be drawn in `font`; where it mixes many scripts, boxes stand for what the font itself lacks."""

    shown: str
    font: QFont
    is_whole: bool


def one_line(text: str, font: QFont, width: float, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> OneLine:
    """As much of `text` as there is room for. All of it belongs into a tooltip, or whatever it names shows it."""
    bounded = _bounded(text, mode)
    used = line_font(bounded, font)
    shown = QFontMetrics(used).elidedText(bounded, mode, max(0, int(width)))
    return OneLine(shown, used, shown == text)


def line_width(text: str, font: QFont) -> int:
    """The room that `one_line` needs to show it whole, up to a line that is longer than any window."""
    bounded = _bounded(text, Qt.TextElideMode.ElideRight)
    return QFontMetrics(line_font(bounded, font)).horizontalAdvance(bounded)


def line_font(text: str, font: QFont) -> QFont:
    """The font in which a line is measured and drawn."""
    if not _has_many_scripts(text):
        return font
    alone = QFont(font)
    alone.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return alone


def _bounded(text: str, mode: Qt.TextElideMode) -> str:
    if len(text) <= MOST_MEASURED:
        return text
    half = MOST_MEASURED // 2
    return f"{text[:half]}…{text[-half:]}" if mode == Qt.TextElideMode.ElideMiddle else f"{text[:MOST_MEASURED]}…"


@lru_cache(maxsize=4096)
def _has_many_scripts(text: str) -> bool:
    if text.isascii():
        return False
    return len({_script(one) for one in set(text) if not one.isascii()} - {""}) > MOST_SCRIPTS


def _script(character: str) -> str:
    """The first word of its name, which for letters is that of their script; empty where it costs nothing."""
    if unicodedata.category(character)[0] not in "LC":
        return ""
    word = unicodedata.name(character, "UNKNOWN").split()[0].split("-")[0]
    return "" if word in _OUR_OWN else "CJK" if word in _EASTERN else word
