"""Text -> the words that the word index holds and that questions, quotes and answers are compared by.

In this order: lower case, split, drop stop words, stem, fold accents (the Spanish stemmer needs the accents).
Every prepared word passes through FTS5's unicode61 tokenizer as it is.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ragdesk.engine.index.stop_words import STOP_WORDS

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

SNOWBALL_NAMES = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""Languages (ISO 639-1) that are stemmed."""

_REMEMBERED_WORDS = 100_000
"""About 30 MB when full; a 600-page book holds 20,000 to 40,000 different words."""
_LONGEST_WORD = 40
"""Longer ones are runs of signs, addresses or encoded data: neither stemmed nor remembered."""

# Marks stand inside words in Hebrew, Arabic, the Indic scripts and Thai, and after a letter wherever Unicode has no
# composed form; unicode61 would cut there, so they are kept while splitting and dropped with the accents.
_MARKS = "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0981-\u0dff\u0e31-\u0e4e"
_WORD = re.compile(rf"(?:[^\W_][{_MARKS}]*)+")
_GROUPED_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?!\d|[.,]\d{3})")
_SIGNS = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAS_SIGNS = re.compile(f"[{_SIGNS}]")
_RUNS = re.compile(f"[{_SIGNS}]+|[^{_SIGNS}]+")
_LETTERS_WITHOUT_ACCENT = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ς": "σ"}
)


def prepare_words(text: str, language: str | None) -> list[str]:
    """The prepared words in order, repetitions kept; an unknown language is neither stemmed nor freed of stop words.

    Stop words stay where a text holds nothing else.
    """
    words = _split(text)
    return _prepare(_without_stop_words(words, language) or words, language)


def telling_words(text: str, language: str | None) -> list[str]:
    """As `prepare_words`, but nothing where the text holds stop words only."""
    return _prepare(_without_stop_words(_split(text), language), language)


def fts_text(text: str, language: str | None) -> str:
    """What the word index holds in place of `text`."""
    return " ".join(prepare_words(text, language))


def question_words(question: str, language: str | None, text_language: str | None) -> list[str]:
    """The telling words of a question as a text in `text_language` holds them, in order.

    What is telling is decided by the question's own `language`; so both kinds of words stand at the same places.
    """
    words = _split(question)
    return _prepare(_without_stop_words(words, language) or words, text_language)


def query_words(question: str, languages: Sequence[str | None]) -> list[str]:
    """The words to search for, each once: the first language is the question's, all are those of the texts."""
    own = languages[0] if languages else None
    return list(dict.fromkeys(w for one in languages or (None,) for w in question_words(question, own, one)))


def match_expression(words: Iterable[str]) -> str:
    """The words as an FTS5 expression that finds any of them; it is valid for any words, also for none."""
    quoted = ('"' + word.replace('"', '""').replace("\0", " ") + '"' for word in words)
    return " OR ".join(quoted) or '""'


def fold_accents(text: str) -> str:
    """Letters and digits only, lower case, without accents."""
    if text.isascii() and text.isalnum():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS_WITHOUT_ACCENT))
    return "".join(letter for letter in decomposed if letter.isalnum())


def _split(text: str) -> list[str]:
    lowered = text.lower()
    if not lowered.isascii():
        lowered = unicodedata.normalize("NFKC", lowered)
    return _WORD.findall(_GROUPED_NUMBER.sub(_without_separators, lowered))


def _without_stop_words(words: Sequence[str], language: str | None) -> list[str]:
    stop_words = STOP_WORDS.get(language or "", frozenset())
    return [word for word in words if word not in stop_words]


def _prepare(words: Iterable[str], language: str | None) -> list[str]:
    prepared: list[str] = []
    for word in words:
        prepared += _prepare_word(word, language) if len(word) <= _LONGEST_WORD else _fold(word)
    return prepared


def _without_separators(number: re.Match[str]) -> str:
    """1,234 and 1.234 become the same word; other numbers are split at their points, on both sides alike."""
    return number[0].replace(".", "").replace(",", "")


@lru_cache(maxsize=_REMEMBERED_WORDS)
def _prepare_word(word: str, language: str | None) -> tuple[str, ...]:
    if language not in SNOWBALL_NAMES:
        return _fold(word)
    return _fold(_stemmer(language).stem(word)) or _fold(word)


def _fold(word: str) -> tuple[str, ...]:
    folded = fold_accents(word)
    if not _HAS_SIGNS.search(folded):
        return (folded,) if folded else ()
    return tuple(part for run in _RUNS.findall(folded) for part in _parts(run))


def _parts(run: str) -> Iterable[str]:
    """Chinese and Japanese write no spaces: pairs of neighbours find parts of a phrase."""
    if len(run) > 1 and _HAS_SIGNS.match(run):
        return (first + second for first, second in pairwise(run))
    return (run,)


class _Stemmer:
    """A Snowball stemmer that several threads may use: the library's own keeps the word in itself while it works."""

    def __init__(self, stemmer: BaseStemmer) -> None:
        self._stemmer = stemmer
        self._lock = threading.Lock()

    def stem(self, word: str) -> str:
        with self._lock:
            return str(self._stemmer.stemWord(word))


@lru_cache(maxsize=len(SNOWBALL_NAMES))
def _stemmer(language: str) -> _Stemmer:
    import snowballstemmer

    return _Stemmer(snowballstemmer.stemmer(SNOWBALL_NAMES[language]))
