"""Cuts a page's text where outline entries begin: text, boxes and entries in, a stretch of text per heading out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from ragdesk.engine.documents.page_boxes import Boxes
from ragdesk.engine.documents.readers.pdf_heading_places import HeadingPlace, HeadingPlaces
from ragdesk.engine.documents.readers.pdf_outline import Heading, OutlineEntry
from ragdesk.engine.documents.readers.pdf_paragraphs import SENTENCE_ENDS

FEWEST_WORDS = 2
"""A page number or a lone word is no section."""
LONGEST_RUNNING_LINE = 10
"""Words of a running header that stayed in the text because it changes from page to page."""
MOST_ENTRIES = 200
"""Of one page; the locating of more would only cost time."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Part:
    """Characters `start` to `end` of a page's text, which stand under one heading."""

    start: int
    end: int
    heading: Heading


@dataclass(frozen=True, slots=True)
class _Begin:
    """Where a heading takes effect, and where its text begins."""

    place: HeadingPlace
    heading: Heading


def cut_at_headings(
    text: str,
    boxes: Boxes | None,
    origin: tuple[float, float] | None,
    before: Heading,
    entries: Sequence[OutlineEntry],
) -> list[Part]:
    """`before` is the heading in force at the top of the page. No visible character is outside the parts."""
    if not entries:
        return [Part(0, len(text), before)]
    begins = [_Begin(HeadingPlace(0, 0), before), *_begins(text, boxes, origin, entries[:MOST_ENTRIES])]
    borders = [*(begin.place.start for begin in begins), len(text)]
    parts: list[Part] = []
    carried: _Begin | None = None
    for number, ((start, end), begin) in enumerate(zip(pairwise(borders), begins, strict=True)):
        if not text[start:end].strip():
            continue
        first = carried.place.start if carried is not None else start
        following = begins[number + 1].heading if number + 1 < len(begins) else ()
        if _is_too_little(text, begin, start, end, following):
            carried = _Begin(HeadingPlace(first, first), begin.heading)
            continue
        carried = None
        parts.append(_stripped(text, Part(first, end, begin.heading)))
    return _with_rest(text, parts, carried)


def _begins(
    text: str, boxes: Boxes | None, origin: tuple[float, float] | None, entries: Sequence[OutlineEntry]
) -> list[_Begin]:
    """In the order of the text."""
    places = HeadingPlaces(text, boxes, origin)
    begins: list[_Begin] = []
    for entry in entries:
        place = places.find(entry) or _guessed(text, entry, begins)
        begins.append(_Begin(place, entry.heading))
    return sorted(begins, key=lambda begin: begin.place.start)


def _guessed(text: str, entry: OutlineEntry, begins: list[_Begin]) -> HeadingPlace:
    """Entries of a page whose words stand nowhere on it: the first means the whole page, as on a slide."""
    if not begins:
        return HeadingPlace(0, 0)
    last = begins[-1]
    if entry.heading[: len(last.heading)] == last.heading:
        return last.place
    return HeadingPlace(len(text), len(text))


def _is_too_little(text: str, begin: _Begin, start: int, end: int, following: Heading) -> bool:
    """Less than a section: a lone word, a heading right above its first subsection, a running header."""
    body = max(begin.place.end, start)
    is_above = following[: len(begin.heading)] == begin.heading and len(following) > len(begin.heading)
    if is_above and begin.place.end > begin.place.start and _WORD.search(text, body, end) is None:
        return True
    is_running_line = start == 0 and begin.place.end == 0 and "\n" not in text[:end].strip()
    words = sum(1 for _ in islice(_WORD.finditer(text, start, end), LONGEST_RUNNING_LINE + 1))
    if is_running_line and not text[:end].rstrip().endswith(SENTENCE_ENDS):
        return words <= LONGEST_RUNNING_LINE
    return words < FEWEST_WORDS


def _with_rest(text: str, parts: list[Part], carried: _Begin | None) -> list[Part]:
    """What is too little and has nothing behind it stays with what stands before it."""
    if not parts:
        heading = carried.heading if carried is not None else ()
        return [_stripped(text, Part(0, len(text), heading))]
    if carried is not None:
        parts[-1] = _stripped(text, Part(parts[-1].start, len(text), parts[-1].heading))
    return parts


def _stripped(text: str, part: Part) -> Part:
    words = text[part.start : part.end]
    start = part.start + len(words) - len(words.lstrip())
    return Part(start, start + len(words.strip()), part.heading)
