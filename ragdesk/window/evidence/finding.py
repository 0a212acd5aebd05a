"""Finding words in a document's text, whatever their case and accents. Plain text in, spans out; nothing of Qt."""

from __future__ import annotations

import re
import unicodedata

from ragdesk.window.evidence.word_places import Span

MOST_HITS = 5000
"""Nobody steps through more; counting on would only take time."""

AT_ONCE = 50_000
"""One long call would hold the window up, though it runs in another thread."""

_MARKS = "[\u0300-\u036f]*"


def find_all(text: str, words: str) -> list[Span]:
    """Where `words` stand in `text`; a space fits any break between words, also the end of a line.

    >>> find_all("La Reunión\\nanual", "reunion ANUAL")
    [(3, 16)]
    """
    pattern = _pattern(words)
    if pattern is None:
        return []
    spans: list[Span] = []
    for match in pattern.finditer(folded(text)):
        spans.append(match.span())
        if len(spans) == MOST_HITS:
            break
    return spans


def folded(text: str) -> str:
    """Small letters without accents, each in the place of the character that it comes from."""
    return "".join(_folded(text[at : at + AT_ONCE]) for at in range(0, len(text), AT_ONCE))


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    return text.translate({ord(character): _fold(character) for character in set(text)})


def _fold(character: str) -> str:
    decomposed = unicodedata.normalize("NFD", character)
    first = decomposed[0]
    if not all(unicodedata.combining(mark) for mark in decomposed[1:]):  # parts of a Korean syllable are no accents
        first = character
    small = first.lower()
    return small if len(small) == 1 else first


def _pattern(words: str) -> re.Pattern[str] | None:
    composed = folded(unicodedata.normalize("NFC", words).strip())
    parts = [_MARKS.join(re.escape(character) for character in part) + _MARKS for part in composed.split()]
    return re.compile(r"\s+".join(parts)) if parts else None
