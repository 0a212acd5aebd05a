"""How well a text fits what somebody typed of it: letters in order, better at the beginnings of words and in a row."""

from __future__ import annotations

import unicodedata

LONGEST = 200
"""Characters of a text that are looked at; names are shorter."""


def fit(typed: str, text: str) -> float:
    """0 where it does not fit; higher is better. Case and accents do not matter.

    >>> fit("ncv", "New conversation") > 0, fit("xyz", "New conversation")
    (True, 0.0)
    """
    wanted, within = folded(typed).split(), folded(text[:LONGEST])
    scores = [_fit(word, within) for word in wanted]
    return 0.0 if 0.0 in scores else sum(scores) + 1 / (1 + len(within))


def folded(text: str) -> str:
    """Without case and accents."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _fit(word: str, within: str) -> float:
    place = within.find(word)
    if place >= 0:
        return 3.0 if _begins_word(within, place) else 2.0
    begun, at = 0, -1
    for letter in word:
        at = within.find(letter, at + 1)
        if at < 0:
            return 0.0
        begun += _begins_word(within, at)
    return begun / len(word) if begun * 2 >= len(word) else 0.0


def _begins_word(within: str, place: int) -> bool:
    return place == 0 or not within[place - 1].isalnum()
