"""The best passages of a question -> the sentences that answer it, verbatim, before and without any chat model."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ragdesk.engine.chunks.sentences import sentence_bounds
from ragdesk.engine.index.words import prepare_words
from ragdesk.protocol.records import Passage

# Fitted on every second article of the visible half of SQuAD; the others, and XQuAD, confirm them. Sentences embedded
# one by one (2 ms each) were not better than the spans that the search has compared with the question already.
_OWN_WORDS = 0.3
_WORDS_WITH_THE_SENTENCE_BEFORE = 0.3
_PASSAGE_SCORE = 0.4
_SPAN_COSINE = 0.5
_SPAN_COSINE_OF_UNKNOWN_LANGUAGE = 0.2
_OF_WHAT_SAYS_NOTHING_NEW = 0.5

_PASSAGES_READ = 6
_LONGEST_WORDS = 60
_CUT = re.compile(r"(?<=;)\s+|(?<!\s)\s*\n\s*")
_HEADING_MARKS = " #\t"


@dataclass(frozen=True, slots=True)
class SpanCosine:
    """How near the span from `start` to `end` of a passage's text is to the question."""

    start: int
    end: int
    cosine: float


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """Characters `start` to `end` of the text of passage `passage`, verbatim, with what speaks for it (0 to 1)."""

    passage: int
    start: int
    end: int
    text: str
    score: float
    coverage: float
    """Share of the question's words in the sentence, weighted by rarity."""
    cosine: float


def rank_sentences(
    question_words: Callable[[str | None], Collection[str]],
    passages: Sequence[Passage],
    span_cosines: Mapping[int, Sequence[SpanCosine]],
    idf: Callable[[str], float],
    *,
    is_language_known: bool = True,
    limit: int = 3,
) -> list[RankedSentence]:
    """The best sentences of the first passages, best first, no text twice.

    `question_words` gives the question's words as prepared for a passage of a language; `span_cosines` holds the spans
    of each passage by its `n`, and may lack some; `is_language_known` says whether the embedder reads the language of
    the passages.
    """
    languages = {passage.language for passage in passages[:_PASSAGES_READ]}
    weights = {language: {word: idf(word) for word in question_words(language)} for language in languages}
    cosine_weight = _SPAN_COSINE if is_language_known else _SPAN_COSINE_OF_UNKNOWN_LANGUAGE
    ranked = [
        sentence
        for passage in passages[:_PASSAGES_READ]
        for sentence in _scored(passage, span_cosines.get(passage.n, ()), weights[passage.language], cosine_weight)
    ]
    best: dict[str, RankedSentence] = {}
    for sentence in sorted(ranked, key=lambda sentence: -sentence.score):
        best.setdefault(" ".join(sentence.text.casefold().split()), sentence)
    return list(best.values())[:limit]


def _scored(
    passage: Passage, spans: Sequence[SpanCosine], weights: Mapping[str, float], cosine_weight: float
) -> Iterator[RankedSentence]:
    words_before: frozenset[str] = frozenset()
    headings = frozenset(passage.place.heading)
    for start, end in _quotable(passage.text, passage.language, headings):
        text = passage.text[start:end]
        words = frozenset(prepare_words(text, passage.language))
        coverage = _coverage(weights, words)
        cosine = max((span.cosine for span in spans if span.start < end and span.end > start), default=0.0)
        score = (
            _OWN_WORDS * coverage
            + _WORDS_WITH_THE_SENTENCE_BEFORE * _coverage(weights, words | words_before)
            + _PASSAGE_SCORE * passage.score
            + cosine_weight * max(cosine, 0.0)
        ) / (_OWN_WORDS + _WORDS_WITH_THE_SENTENCE_BEFORE + _PASSAGE_SCORE + cosine_weight)
        if text.endswith("?") or not words - weights.keys() or _is_heading(text, headings):
            # A heading, or the question itself in a list of questions: the answer stands after it.
            score *= _OF_WHAT_SAYS_NOTHING_NEW
        yield RankedSentence(passage.n, start, end, text, score, coverage, cosine)
        words_before = words


def _coverage(weights: Mapping[str, float], words: Collection[str]) -> float:
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in words) / total if total else 0.0


def _is_heading(text: str, headings: Collection[str]) -> bool:
    return " ".join(text.split()).strip(_HEADING_MARKS) in headings


def _without_rules(text: str, start: int, end: int) -> tuple[int, int]:
    """Without first and last lines that hold no word: the rule below a table's head, a line across the page."""
    at, first, last = start, None, start
    for line in text[start:end].splitlines(keepends=True):
        if any(character.isalnum() for character in line):
            first = at + len(line) - len(line.lstrip()) if first is None else first
            last = at + len(line.rstrip())
        at += len(line)
    return (start, start) if first is None else (first, last)


def _quotable(text: str, language: str | None, headings: Collection[str]) -> Iterator[tuple[int, int]]:
    """Sentences, without a heading that stands on the line above; very long ones are cut at semicolons and lines."""
    for start, end in sentence_bounds(text, language):
        line_end = text.find("\n", start, end)
        if line_end > 0 and _is_heading(text[start:line_end], headings):
            yield start, start + len(text[start:line_end].rstrip())
            start = line_end + len(text[line_end:end]) - len(text[line_end:end].lstrip())
        start, end = _without_rules(text, start, end)
        if start == end:
            continue
        if len(text[start:end].split()) <= _LONGEST_WORDS:
            yield start, end
            continue
        for cut in _CUT.finditer(text, start, end):
            yield start, cut.start()
            start = cut.end()
        yield start, end
