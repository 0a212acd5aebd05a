"""Where the sentences of an answer stand in its text: the engine gives them in order, cut out of it as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ragdesk.protocol.records import Sentence

CITATION = re.compile(r"[ \u00a0]?\[\d{1,2}\]")
"""A number that the model wrote: it counts passages, nobody checked it, and so it is not shown."""
_ENDING = re.compile(r"(?:[\s.!?…:;\"'”’»)\]*_`]|\[\d{1,2}\])+$")


def sentence_places(text: str, sentences: Sequence[Sentence]) -> list[tuple[int, int] | None]:
    """Start and end of each in the text, in order; None for one that is not there."""
    places: list[tuple[int, int] | None] = []
    at = 0
    for sentence in sentences:
        wanted = sentence.text.strip()
        start = text.find(wanted, at) if wanted else -1
        if start < 0:
            places.append(None)
            continue
        at = start + len(wanted)
        places.append((start, at))
    return places


def citation_place(text: str, start: int, end: int) -> int:
    """Where a sentence's numbers go: before the mark that ends it."""
    ending = _ENDING.search(text, start, end)
    return ending.start() if ending and ending.start() > start else end
