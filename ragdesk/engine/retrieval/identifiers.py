"""Numbers and codes in a question, such as an invoice's: only the very same one will do, whatever looks alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

IDENTIFIER_WEIGHT = 1.0
"""As much as all else together: to an embedder one number is like another. Among 13 notes that each had a code, six
passages with other codes went before the right one."""
_LONG_NUMBER = 5
"""Digits; shorter ones are years, pages and amounts, which stand everywhere."""


def identifiers(words: Sequence[str]) -> list[str]:
    """The prepared words that name one thing: digits with letters among them, or many digits.

    >>> identifiers(["invoice", "20472", "2024", "ab12", "7"])
    ['20472', 'ab12']
    """
    return [
        word
        for word in words
        if any(c.isdigit() for c in word)
        and (sum(c.isdigit() for c in word) >= _LONG_NUMBER or (any(c.isalpha() for c in word) and len(word) > 3))
    ]


def with_identifiers(ranked: Mapping[int, float], shares: Mapping[int, float]) -> dict[int, float]:
    """The ranking with identifiers counted in, scores 0 to 1. `shares`: how many of the question's a chunk holds."""
    return {
        chunk: (score + IDENTIFIER_WEIGHT * shares.get(chunk, 0.0)) / (1 + IDENTIFIER_WEIGHT)
        for chunk, score in ranked.items()
    }
