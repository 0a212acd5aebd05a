"""The characters that section text may hold: text in, the same text without controls and invisible marks out."""

from __future__ import annotations

import re

_LINE_ENDS = dict.fromkeys(map(ord, "\x0b\x0c\x85\u2028\u2029"), "\n")
# Everything that can be seen stays. Left out: controls, byte-order marks, soft hyphens, zero-width spaces, marks inside
# formulas, marks that turn the reading direction round, and the invisible "tag" letters, in which orders to a model can
# be hidden.
_INVISIBLE = (
    *range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xAD, 0x200B, *range(0x2060, 0x2065),
    *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xFFFE, 0xFFFF, *range(0xE0000, 0xE0080),
)  # fmt: skip
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_DROPPED: dict[int, str | None] = {**dict.fromkeys(_INVISIBLE), **_LINE_ENDS, **_SURROGATES}
_REPLACED = {**dict.fromkeys((*_INVISIBLE, 0x0D), " "), **_LINE_ENDS, **_SURROGATES}
# The letters of _DROPPED as ranges: named one by one they made the search 20 times slower.
_SUSPECT = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\xad\\u200b\\u2028-\\u202e\\u2060-\\u2069\\ud800-\\udfff\\ufeff\\ufffe\\uffff]"
    "|[\\U000e0000-\\U000e007f]"
)


def clean_text(text: str) -> str:
    """The text with `\\n` line ends and without characters that nobody can see; always encodable as UTF-8."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_DROPPED) if _SUSPECT.search(text) else text


def clean_in_place(text: str) -> str:
    """As `clean_text`, but of the same length, so that what counts its characters stays right."""
    return text.translate(_REPLACED) if "\r" in text or _SUSPECT.search(text) else text


def one_line(text: str) -> str:
    """The text cleaned, with every run of white space as one space: for titles and headings."""
    return " ".join(clean_text(text).split())
