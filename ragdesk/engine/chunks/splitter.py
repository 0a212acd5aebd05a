"""Cuts a section into chunks of about 100 words (shown and read) and those into spans of about 40 (embedded)."""

from __future__ import annotations

from dataclasses import dataclass

from ragdesk.engine.chunks.borders import PARAGRAPH, SENTENCE, Words, find_words

CHUNK_WORDS = 100
CHUNK_MAX = 180
CHUNK_MIN = 20
SPAN_WORDS = 40
SPAN_MAX = 60


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of the section's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Characters `start` to `end` (exclusive) of the section's text, and the spans inside, in the same count."""

    start: int
    end: int
    spans: tuple[Span, ...]


def split_section(text: str, language: str | None) -> list[Chunk]:
    """Chunks in order, disjoint, without white space at their ends; only white space lies between them.

    The same holds for the spans of a chunk.
    """
    words = find_words(text, language, SPAN_WORDS)
    return [_chunk(words, first, last) for first, last in _join_short(_paragraphs(words))]


def _paragraphs(words: Words) -> list[tuple[int, int]]:
    if not len(words):
        return []
    pieces: list[tuple[int, int]] = []
    for first, last in words.cut_at(0, len(words), PARAGRAPH):
        pieces += _even_cuts(words, first, last, CHUNK_WORDS, CHUNK_MAX)
    return pieces


def _join_short(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A short piece (a heading, a line of a dialogue) goes with what follows; at the end, with what stands before."""
    joined: list[tuple[int, int]] = []
    for first, last in pieces:
        before = joined[-1] if joined else None
        is_short = before is not None and before[1] - before[0] < CHUNK_MIN
        is_last = last == pieces[-1][1] and last - first < CHUNK_MIN
        if before is not None and (is_short or is_last) and last - before[0] <= CHUNK_MAX:
            joined[-1] = (before[0], last)
        else:
            joined.append((first, last))
    return joined


def _chunk(words: Words, first: int, last: int) -> Chunk:
    spans: list[tuple[int, int]] = []
    for sentence in words.cut_at(first, last, SENTENCE):
        for begin, end in _even_cuts(words, *sentence, SPAN_WORDS, SPAN_MAX):
            if spans and end - spans[-1][0] <= SPAN_WORDS:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((begin, end))
    placed = tuple(Span(words.starts[begin], words.ends[end - 1]) for begin, end in spans)
    return Chunk(placed[0].start, placed[-1].end, placed)


def _even_cuts(words: Words, first: int, last: int, aim: int, most: int) -> list[tuple[int, int]]:
    """Pieces of about `aim` words and never more than `most`, about equally long, cut at the best borders near by."""
    pieces: list[tuple[int, int]] = []
    while last - first > most:
        ideal = (last - first) / max(2, round((last - first) / aim))
        cut = _best_cut(words, first + max(1, int(0.6 * ideal)), first + min(most, int(1.4 * ideal)), first + ideal)
        pieces.append((first, cut))
        first = cut
    return [*pieces, (first, last)]


def _best_cut(words: Words, low: int, high: int, ideal: float) -> int:
    return max(range(low, high + 1), key=lambda i: (words.borders[i], -abs(i - ideal)))
