"""Headings and openings -> topics that a question may be about; noise and what every book has are none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ragdesk.engine.index.words import fold_accents, telling_words

_SHORTEST = 4
_LONGEST = 70
_MOST_WORDS = 10
_LETTERS_AT_LEAST = 0.75
"""Of all signs but blanks: below, a heading is a formula, a date or a table's row."""
_LONGEST_TITLE = 60

_NUMBERING = re.compile(
    r"\s*(?:(?:chapter|section|part|appendix|article|capítulo|sección|parte|anexo|artículo)\s+[\divxlc]{1,6}\b[.):–—-]*"
    r"|§+\s*\d+[.)]?|\d{1,2}(?:\.\d{1,3})*[.):]?(?=\s)|(?:[ivxlc]{1,6}|[a-z])[.):](?=\s))\s*",
    re.IGNORECASE,
)
_NOISE = re.compile(r"[@/\\|{}<>=#\t]|\.\.|…|https?:|www\.")
_WORD = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"\b[a-zà-ÿ]+,? ([^\W\d_a-zà-ÿ][^\W\d_]+(?: [^\W\d_a-zà-ÿ][^\W\d_]+)+)")
"""Two or more words with capitals, behind one without."""
_ENGLISH_BEGINNING = re.compile(
    r"(?:by|for|from|to|in|into|on|at|of|with|without|and|or|but|if|when|while|as|after|before|since|until)\b",
    re.IGNORECASE,
)
_SPANISH_BEGINNING = re.compile(
    r"(?:para|por|con|sin|de|del|desde|en|a|al|y|e|o|u|pero|si|cuando|mientras|como|tras|según|hasta)\b",
    re.IGNORECASE,
)
"""Words that cannot follow "about" or "sobre"."""
_STATEMENT = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|can|cannot|will|must|should|may|isn['’]t|don['’]t"
    r"|es|son|está|están|era|fue|fueron|tiene|tienen|puede|pueden|debe|deben|hay|será)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?:how|what|when|where|who|which|why|cómo|qué|cuándo|dónde|quién|cuál|cuánto)", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[_-]+")


def _set_of(headings: str) -> frozenset[str]:
    return frozenset(fold_accents(heading) for heading in headings.split("|"))


_IN_EVERY_BOOK = _set_of(
    "contents|table of contents|index|introduction|summary|abstract|references|bibliography|appendix|appendices|notes"
    "|footnotes|preface|foreword|glossary|figures|list of figures|tables|list of tables|copyright|license|licence"
    "|acknowledgements|acknowledgments|conclusion|conclusions|overview|background|discussion|results|methods|about"
    "|general|other|miscellaneous|untitled|document|page|title|details|more|see also|further reading|external links"
    "|contact|changelog|frequently asked questions|questions|example|examples"
    "|índice|contenido|contenidos|tabla de contenido|introducción|resumen|referencias|bibliografía|anexo|anexos"
    "|apéndice|notas|prólogo|prefacio|glosario|figuras|índice de figuras|tablas|licencia|agradecimientos|conclusión"
    "|conclusiones|antecedentes|discusión|resultados|métodos|generalidades|otros|varios|documento|página|título"
    "|detalles|véase también|enlaces externos|contacto|preguntas frecuentes|preguntas|ejemplo|ejemplos"
)


def topic_of(heading: str, language: str | None, title: str, text: str) -> str | None:
    """What a heading speaks of, as it is written within a sentence; None where no question can be made of it.

    `text` is that of its document: it shows which words have a capital there.
    """
    topic = " ".join(_NUMBERING.sub("", heading, count=1).split()).strip(" *_`:;,.–—-\"'“”«»")
    if not _is_readable(topic) or topic.isupper() or fold_accents(topic) in _IN_EVERY_BOOK | {fold_accents(title)}:
        return None
    if not telling_words(topic, language) or topic.endswith(("?", "!")):
        return None
    beginning = _SPANISH_BEGINNING if language == "es" else _ENGLISH_BEGINNING
    if beginning.match(topic) or (_STATEMENT.search(topic) and not _ASKS.match(topic)):
        return None
    return _within_a_sentence(topic, text)


def title_of(title: str) -> str | None:
    """A title that can stand in a question; None for the name of a scan or a photograph."""
    spoken = title if " " in title else _BETWEEN_WORDS.sub(" ", title)
    is_name = len(spoken) <= _LONGEST_TITLE and len(_WORD.findall(spoken)) >= 2 and not spoken.isupper()
    return spoken if is_name and _share_of_letters(spoken) >= _LETTERS_AT_LEAST else None


def name_in(opening: str) -> str | None:
    """A name within the opening of a text, the most frequent one; of equal ones the first."""
    names = [found[1] for found in _NAME.finditer(opening) if len(found[1]) <= _LONGEST]
    return max(names, key=names.count, default=None)


def _is_readable(topic: str) -> bool:
    words = topic.split()
    return (
        _SHORTEST <= len(topic) <= _LONGEST
        and len(words) <= _MOST_WORDS
        and _share_of_letters(topic) >= _LETTERS_AT_LEAST
        and max(map(len, _WORD.findall(topic)), default=0) >= _SHORTEST
        and not _NOISE.search(topic)
    )


def _share_of_letters(text: str) -> float:
    signs = "".join(text.split())
    return sum(sign.isalpha() for sign in signs) / len(signs) if signs else 0.0


def _within_a_sentence(topic: str, text: str) -> str:
    first, *others = topic.split()
    is_title_case = bool(others) and _all_have_capitals(others)
    if is_title_case or first == "I" or not first.istitle():
        return topic
    if re.search(rf"(?<=[a-zà-ÿ,] ){re.escape(first)}\b", text):
        return topic
    return topic[0].lower() + topic[1:]


def _all_have_capitals(words: Sequence[str]) -> bool:
    long = [word for word in words if len(word) >= _SHORTEST]
    return bool(long) and all(word[0].isupper() for word in long)
