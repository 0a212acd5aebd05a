"""Which language a text or a question is written in (ISO 639-1)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


KNOWN_LANGUAGES = (
    "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl", "he", "hi", "hr",
    "hu", "hy", "id", "it", "ja", "ko", "lt", "lv", "ne", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv",
    "ta", "th", "tr", "uk", "vi", "zh",
)  # fmt: skip
"""What Snowball stems, and other common languages, so that their texts are not taken for one of those."""

_SAMPLED_CHARACTERS = 4000
_FEWEST_LETTERS = 12
_FEWEST_LETTERS_NOT_LATIN = 4
_SURE = 0.8

_WORDS = re.compile(r"[^\W\d_]+")

# The detector needs 0.9 s to load and 120 MB. English and Spanish prose shows itself without it: by words that are
# frequent there (25 % and 15 % of the words of SQuAD and XQuAD) and next to never seen in the other (0.1 %).
_ENGLISH_MARKS = _set_of("the of and to is was that for with are by as from this which it")
_SPANISH_MARKS = _set_of("y los las el del una por su como más para")
_SPANISH_ONLY = _set_of("y los las")
_FEWEST_WORDS_FOR_MARKS = 30
_ENGLISH_SHARE = 0.12
_SPANISH_SHARE = 0.08
_SPANISH_ONLY_SHARE = 0.02
_MOST_OF_THE_OTHER = 0.02

_SPANISH_LETTERS = re.compile(r"[¿¡ñ]")
_SPANISH_CUES = _set_of(
    "quién quiénes cuál cuáles cuándo cuánto cuánta cuántos cuántas dónde cómo el la los las un una unos del al y en es"
    " fue fueron son está están hay qué por para con que se su sus según cual cuando donde como quien cuanto de"
)
_ENGLISH_CUES = _set_of(
    "what who whom whose when where which why how the of and is are was were does did do has have to for with from that"
    " this in on by can should would my your their his her"
)
_CUES_OF_OTHERS = _set_of("el la un una en es por para con como que se su de del al as in on was to do is van")
"""Cues that are words of other languages too: they do not count where the library holds such a language."""


def detect_language(text: str, among: Sequence[str] | None = None) -> str | None:
    """The language of a text, out of `among` where given; None where the text is too short to tell."""
    sample = _sample(text)
    words = _WORDS.findall(sample.lower())
    candidates = set(KNOWN_LANGUAGES if among is None else among)
    marked = _language_by_marks(words)
    if marked in candidates:
        return marked
    letters = "".join(words)
    if len(letters) < (_FEWEST_LETTERS if letters.isascii() else _FEWEST_LETTERS_NOT_LATIN):
        return None
    likelihoods = {language: value for language, value in _detector().rank(sample) if language in candidates}
    best = max(likelihoods, key=likelihoods.__getitem__, default=None)
    return best if best and likelihoods[best] >= _SURE * sum(likelihoods.values()) else None


def question_language(question: str, library_languages: Collection[str]) -> str:
    """The language of a question, which may be three words long: English, Spanish or one of the library's."""
    lowered = question.lower()
    if _SPANISH_LETTERS.search(lowered):
        return "es"
    others = set(library_languages) - {"en", "es"}
    by_cues = _language_by_cues(_WORDS.findall(lowered), are_others_possible=bool(others))
    if by_cues:
        return by_cues
    detected = detect_language(question, sorted({"en", "es"} | others))
    if detected:
        return detected
    return next(iter(library_languages)) if len(library_languages) == 1 else "en"


def _language_by_marks(words: Sequence[str]) -> str | None:
    if len(words) < _FEWEST_WORDS_FOR_MARKS:
        return None
    counts = Counter(words)
    english, spanish, only_spanish = (
        sum(counts[word] for word in marks) / len(words) for marks in (_ENGLISH_MARKS, _SPANISH_MARKS, _SPANISH_ONLY)
    )
    if english >= _ENGLISH_SHARE and spanish <= _MOST_OF_THE_OTHER:
        return "en"
    if spanish >= _SPANISH_SHARE and only_spanish >= _SPANISH_ONLY_SHARE and english <= _MOST_OF_THE_OTHER:
        return "es"
    return None


def _language_by_cues(words: Sequence[str], *, are_others_possible: bool) -> str | None:
    shared = _CUES_OF_OTHERS if are_others_possible else frozenset[str]()
    spanish = sum(word in _SPANISH_CUES - shared for word in words)
    english = sum(word in _ENGLISH_CUES - shared for word in words)
    if spanish == english:
        return None
    return "es" if spanish > english else "en"


def _sample(text: str) -> str:
    """The beginning, middle and end: a title page or a bibliography in another language must not decide alone."""
    if len(text) <= _SAMPLED_CHARACTERS:
        return text
    part, middle = _SAMPLED_CHARACTERS // 4, len(text) // 2
    return " ".join((text[:part], text[middle - part : middle + part], text[-part:]))


@lru_cache(maxsize=1)
def _detector() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
