"""Which words of a quote the question asked about: what is marked on its card."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+(?:(?<=\d)(?:[.,'’](?=\d)|[\u00a0\u202f](?=\d{3}(?!\d)))\w+)*")
"""A number is one word with all that groups its digits: 1.700,50 is not a 1 and a 700."""
_STEM = 5
"""Words of one stem share about as many letters: lease, leases, leased."""
_LEAST = 4
"""Shorter words are compared whole."""
_BRIDGED = 2
"""So many unmarked words between two marked ones are marked with them: one mark reads better than three."""
_FUNCTION_WORDS = frozenset(
    _WORD.findall("""
a about after all also an and any are as at be been before but by can could did do does for from had has have how
i if in into is it its many much my no not of on one or our out over she should so some than that the their them
then there these they this those to under up was we were what when where which who whom whose why will with would
you your tell me find show al algo ante antes aquel aquella cada como con cual cuales cuando cuanta cuantas cuanto
cuantos de del desde donde durante e el ella ellas ellos en entre era es esa ese eso esta este esto estos fue ha
han hasta hay la las le les lo los mas mi mis muy ni nos o os para pero por porque puede pueden que quien quienes
se ser si sin sobre son su sus tu tus un una unas uno unos y ya dime tambien
""")
)
"""Folded; they say nothing about what was asked."""


def matched_ranges(text: str, question: str) -> list[tuple[int, int]]:
    """Start and end of each stretch to mark, in order, apart from each other."""
    asked = {_folded(word[0]) for word in _WORD.finditer(question) if _says_something(word[0])}
    words = list(_WORD.finditer(text))
    hits = [n for n, word in enumerate(words) if _says_something(word[0]) and _is_one_of(word[0], asked)]
    ranges: list[tuple[int, int]] = []
    last = None
    for n in hits:
        if last is not None and n - last - 1 <= _BRIDGED and not _has_stop(text[words[last].end() : words[n].start()]):
            ranges[-1] = (ranges[-1][0], words[n].end())
        else:
            ranges.append((words[n].start(), words[n].end()))
        last = n
    return ranges


def _has_stop(between: str) -> bool:
    return any(mark in between for mark in ".!?;:")


def _says_something(word: str) -> bool:
    return len(word) > 1 and _folded(word) not in _FUNCTION_WORDS


def _is_one_of(word: str, asked: set[str]) -> bool:
    """Also in another form: pays and paid differ, but lease, leases and leased are one, as are paga and pagan."""
    folded = _folded(word)
    return folded in asked or any(_is_same(folded, one) for one in asked)


def _is_same(one: str, other: str) -> bool:
    shared = min(len(one), len(other), _STEM)
    return shared >= _LEAST and not one[0].isdigit() and one[:shared] == other[:shared]


def _folded(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
