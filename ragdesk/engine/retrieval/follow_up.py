"""A question and those before it in the conversation -> the texts to search with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ragdesk.engine.index.words import prepare_words

# Words that point back at what was said.
_POINTERS = {
    "en": "it its itself they them their theirs he him his she her hers this that these those there one ones both same"
    " other another else more instead also too former latter previous above then such first second neither either",
    "es": "él ella ello ellos ellas lo le les la su sus suyo suya este esta esto estos estas ese esa eso esos esas"
    " aquel aquella aquello ahí allí otro otra otros otras ambos ambas mismo misma más también tampoco además entonces",
}
_OPENINGS = {
    "en": r"and|or|but|so|then|what about|how about|if (?:not|so)|i mean(?:t)?|yes|no|ok(?:ay)?|why\W*$|who else",
    "es": r"y|e|o|u|pero|entonces|qué hay de|qué tal|si no|si es así|quiero decir|sí|no|vale|por qué\W*$|quién más",
}
# Spanish articles double as pronouns ("la casa", "la vi"): as pointers they count only before a verb, which cannot be
# told cheaply, so "la" and "lo" are left to the count of telling words.
_AMBIGUOUS = frozenset({"la", "lo"})
_TELLING_WORDS = 3
"""Fewer words that carry meaning do not make a question that stands alone; fitted on 149 MTRAG tasks."""
_WORD = re.compile(r"[^\W\d_]+")


def is_self_contained(question: str, language: str) -> bool:
    """Whether the question can be understood without those before it."""
    lowered = question.lower().lstrip(" ¿¡\"'")
    known = language if language in _POINTERS else "en"
    if re.match(rf"(?:{_OPENINGS[known]})\b", lowered):
        return False
    pointers = frozenset(_POINTERS[known].split()) - _AMBIGUOUS
    if not pointers.isdisjoint(_WORD.findall(lowered)):
        return False
    return len(prepare_words(question, language)) >= _TELLING_WORDS


def search_texts(question: str, history: Sequence[str], language: str) -> list[str]:
    """One text, or two whose results are to be fused. `history`: the user's earlier questions, oldest first.

    A follow-up is searched for with the question before it in front. Where a question seems to stand alone the two are
    searched for apart as well, because it may go on about the same thing or change the subject.
    """
    previous = next((earlier.strip() for earlier in reversed(history) if earlier.strip()), None)
    if previous is None or previous == question.strip():
        return [question]
    together = f"{previous} {question}"
    return [together, question] if is_self_contained(question, language) else [together]
