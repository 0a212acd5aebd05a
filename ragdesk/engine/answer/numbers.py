"""The numbers of a text in one form, so that 1,000 and 1.000 and 1000 are the same."""

from __future__ import annotations

import re

_THOUSANDS = r"[.,'’\u00a0\u202f]"
_NUMBER = re.compile(rf"\d{{1,3}}(?:{_THOUSANDS}\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d)|\d+(?:[.,]\d+)?")
_SPACED_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)")
_GROUPED = re.compile(rf"(\d{{1,3}}(?:{_THOUSANDS}\d{{3}})+)(?:[.,](\d{{1,2}}))?\Z")
_NOT_DIGITS = re.compile(r"\D")
_NUMBER_WORDS = {
    word: str(value)
    for words in (
        "zero one two three four five six seven eight nine ten eleven twelve",
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
    )
    for value, word in enumerate(words.split())
}
_WORD = re.compile(r"[^\W\d_]+")


def numbers_in(text: str) -> dict[str, frozenset[str]]:
    """Each number as the text writes it, with all that it may mean: 1.234 may be 1234, or one and 234 thousandths."""
    return {number: _meanings(number) for number in _NUMBER.findall(text)}


def known_numbers(text: str) -> frozenset[str]:
    """All that the numbers and number words of a text may mean."""
    meanings = frozenset[str]().union(*numbers_in(text).values())
    spaced = {_plain(_NOT_DIGITS.sub("", number)) for number in _SPACED_NUMBER.findall(text)}
    return meanings | spaced | {_NUMBER_WORDS[word] for word in _WORD.findall(text.lower()) if word in _NUMBER_WORDS}


def _meanings(number: str) -> frozenset[str]:
    meanings: set[str] = set()
    grouped = _GROUPED.match(number)
    if grouped:
        meanings.add(_plain(_NOT_DIGITS.sub("", grouped[1]), grouped[2] or ""))
    parts = _NOT_DIGITS.split(number)
    if len(parts) <= 2:
        meanings.add(_plain(*parts))
    return frozenset(meanings)


def _plain(whole: str, fraction: str = "") -> str:
    return f"{whole.lstrip('0') or '0'}.{fraction.rstrip('0')}".rstrip(".")
