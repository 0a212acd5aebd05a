"""An answer and the passages that the model read -> each of its sentences with what it rests on, or a mark.

By words, not by a model: a sentence counts as supported if the words that say something stand close together in a
passage. That cannot see every change of meaning, but it is exact about where the words are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ragdesk.engine.answer.numbers import known_numbers, numbers_in
from ragdesk.engine.chunks.sentences import sentence_bounds
from ragdesk.engine.index.words import prepare_words, telling_words
from ragdesk.protocol.records import Passage


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Fitted on the BEGIN statements of the visible half; tests/benchmarks/support.py prints what they reach.
SUPPORTED = 0.70
"""Smallest share of a sentence's words, weighted by rarity, that one place of a passage must hold."""
SUPPORTED_BY_TWO_PLACES = 0.85
NEW_WORDS_OF_SECOND_PLACE = 0.20
_SMALLEST_WEIGHT = 0.1
_AS_GOOD = 0.05
_FRAGMENT_WORDS = 2

_PERSONAL = {
    "en": _set_of("i me my mine myself we us our ours you your yours"),
    "es": _set_of("yo mí mi mis mío mía conmigo nosotros nosotras nuestro nuestra tú usted ustedes"),
}
"""Words for the speaker and the listener: a claim about those two is not in a document that does not mention them."""
_FILLERS = {
    "en": "yes yeah yea yep sure ok okay indeed well oh wow hi hello really actually",
    "es": "vale bueno claro efectivamente hola pues",
}
_MARKS = re.compile(r"\[\d{1,2}\]|^\s*(?:\d{1,2}[.)]|[-*+•])\s+")
"""Citation marks that a model wrote, and list marks: neither is a claim."""
_DENIAL = re.compile(
    r"\b(?:not|cannot|never|nor|neither|none|nothing|nobody|without|no|nunca|jamás|sin|ni|ning[uú]n[ao]?|nada|nadie|tampoco)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_OPENER = re.compile(r"^\s*(?:no|not really)\s*[,;:—–-]\s*", re.IGNORECASE)
_ABOUT_AS_LONG = 1.2
"""Longer sentences often deny something else than what the claim is about; BEGIN gets worse from 1.5 on."""
_WORD = re.compile(r"[^\W\d_]+")
_PERSONAL_PREFIX = "·"


@dataclass(frozen=True, slots=True)
class SupportingText:
    """Characters `start` to `end` of the text of passage `passage` hold `share` (0 to 1) of a sentence's words."""

    passage: int
    start: int
    end: int
    share: float


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """Characters `start` to `end` of the answer, and what supports them, best first; empty where nothing does."""

    text: str
    start: int
    end: int
    share: float
    supported: bool
    supports: tuple[SupportingText, ...] = ()
    unknown_numbers: tuple[str, ...] = ()
    """Numbers of the sentence that stand in no passage."""


@dataclass(frozen=True, slots=True)
class _Place:
    """One sentence of a passage, or two that follow each other."""

    passage: int
    rank: int
    start: int
    end: int
    is_single: bool
    words: frozenset[str]
    denials: tuple[int, ...]
    """Lengths of its sentences that deny something."""


def check_answer(
    answer: str, question: str, language: str | None, passages: Sequence[Passage], idf: Callable[[str], float]
) -> list[CheckedSentence]:
    """The sentences of the answer in order, each checked against the passages that the model read, best first.

    Answer and passages are prepared in the language of the answer, so that names match across languages. A sentence
    that claims nothing ("Yes.") shares the verdict of the sentence after it, or before it at the end.
    """
    places = [place for rank, passage in enumerate(passages) for place in _places(passage, rank, language)]
    asked = frozenset(prepare_words(question, language))
    numbers = frozenset[str]().union(*(known_numbers(passage.text) for passage in passages))
    verdicts: list[CheckedSentence | None] = []
    bounds = sentence_bounds(answer, language)
    for start, end in bounds:
        claim = _MARKS.sub(" ", answer[start:end])
        weights = _weights(claim, language, idf)
        if not weights:
            verdicts.append(None)
            continue
        share, supports = _supports(claim, weights, places, asked)
        unknown = tuple(number for number, meanings in numbers_in(claim).items() if not meanings & numbers)
        verdicts.append(CheckedSentence(answer[start:end], start, end, share, bool(supports), supports, unknown))
    return [
        verdict or _like_neighbour(answer, start, end, [*verdicts[n:], *reversed(verdicts[:n])])
        for n, (verdict, (start, end)) in enumerate(zip(verdicts, bounds, strict=True))
    ]


def _like_neighbour(answer: str, start: int, end: int, neighbours: Sequence[CheckedSentence | None]) -> CheckedSentence:
    spoken = next((verdict for verdict in neighbours if verdict), None)
    if spoken is None:
        return CheckedSentence(answer[start:end], start, end, 0.0, supported=False)
    return replace(spoken, text=answer[start:end], start=start, end=end, unknown_numbers=())


def _places(passage: Passage, rank: int, language: str | None) -> Iterator[_Place]:
    bounds = sentence_bounds(passage.text, passage.language)
    words = [frozenset(_telling_words(passage.text[start:end], language)) for start, end in bounds]
    denials = [(end - start,) if _denies(passage.text[start:end]) else () for start, end in bounds]
    for n, (start, end) in enumerate(bounds):
        yield _Place(passage.n, rank, start, end, True, words[n], denials[n])
        if n:
            both = words[n - 1] | words[n]
            yield _Place(passage.n, rank, bounds[n - 1][0], end, False, both, denials[n - 1] + denials[n])


def _denies(text: str) -> bool:
    return bool(_DENIAL.search(_OPENER.sub("", text, count=1)))


def _says_the_opposite(claim: str, place: _Place) -> bool:
    """One of them denies, and the other is the same without it, as far as words can tell."""
    if _denies(claim):
        return not place.denials
    return any(length <= _ABOUT_AS_LONG * len(claim) for length in place.denials)


def _telling_words(text: str, language: str | None) -> list[str]:
    fillers = prepare_words(_FILLERS.get(language or "", ""), language)
    personal = _PERSONAL.get(language or "", frozenset())
    spoken = [word for word in _WORD.findall(text.lower()) if word in personal]
    words = [word for word in telling_words(text, language) if word not in fillers]
    return words + [_PERSONAL_PREFIX + word for word in spoken]


def _weights(claim: str, language: str | None, idf: Callable[[str], float]) -> dict[str, float]:
    """The words that say something, with their weights; empty where only stop words and fillers are left."""
    words = dict.fromkeys(_telling_words(claim, language))
    telling = {word: max(idf(word), _SMALLEST_WEIGHT) for word in words if not word.startswith(_PERSONAL_PREFIX)}
    if not telling:
        return {}
    personal = sum(telling.values()) / len(telling)
    return {word: telling.get(word, personal) for word in words}


def _supports(
    claim: str, weights: Mapping[str, float], places: Sequence[_Place], asked: Collection[str]
) -> tuple[float, tuple[SupportingText, ...]]:
    """The share of the words that is found, and the places to cite: none if that is too little."""
    places = [place for place in places if not _says_the_opposite(claim, place)]
    if not places or claim.rstrip().endswith("?"):
        return 0.0, ()
    is_fragment = len(weights) <= _FRAGMENT_WORDS
    needed = 1.0 if is_fragment else SUPPORTED
    shares = [_share(weights, place.words) for place in places]
    first = _best(places, shares, needed, asked)
    share, cited = shares[first], [first]
    if not is_fragment:
        found = places[first]
        added = [0.0 if _overlap(place, found) else _share(weights, place.words - found.words) for place in places]
        second = _best(places, added, NEW_WORDS_OF_SECOND_PLACE, asked)
        if added[second] >= NEW_WORDS_OF_SECOND_PLACE and share + added[second] >= SUPPORTED_BY_TWO_PLACES:
            share = min(1.0, share + added[second])
            cited.append(second)
    if share < needed:
        return share, ()
    return share, tuple(SupportingText(places[n].passage, places[n].start, places[n].end, shares[n]) for n in cited)


def _overlap(one: _Place, other: _Place) -> bool:
    return one.passage == other.passage and one.start < other.end and other.start < one.end


def _share(weights: Mapping[str, float], found: Collection[str]) -> float:
    share = sum(weight for word, weight in weights.items() if word in found) / sum(weights.values())
    return round(share, 6)


def _best(places: Sequence[_Place], shares: Sequence[float], needed: float, asked: Collection[str]) -> int:
    """One sentence rather than two if it is about as good; then what holds more of the question; then the rank."""
    most = max(shares)
    least = max(most - _AS_GOOD, min(most, needed))
    good = [n for n, share in enumerate(shares) if share >= least]
    return max(
        good,
        key=lambda n: (places[n].is_single, shares[n], len(places[n].words.intersection(asked)), -places[n].rank),
    )
