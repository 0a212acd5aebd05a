"""Text -> where its sentences stand. Paragraphs, list items, table rows and headings are borders too."""

from __future__ import annotations

import re
from collections.abc import Iterator


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NEVER_AT_THE_END = _set_of(
    "dr mr mrs ms prof st hon gen col lt sgt capt gov sen rep pres rev e.g i.e cf vs viz messrs"
    " dra sra srta d dña profa lic ing arq gral cnel sto sta p.ej ej excmo excma ilmo ilma vid apdo avda c/"
)
_ONLY_BEFORE_A_NUMBER = _set_of(
    "no nos nº n p pp fig figs vol vols ch sec sect art arts par para approx ca ed eds tel eq ver v"
    " jan feb mar apr jun jul aug sep sept oct nov dec ene abr ago dic"
    " núm núms num pág págs pag cap caps párr aprox ord expte lám"
)
_PERHAPS_AT_THE_END = _set_of(
    "etc al inc ltd co corp bros sr sres jr dept est a.m p.m u.s u.k u.n e.u ph.d b.c a.d d.c"
    " s.a s.l s.r.l ee.uu a.c d.c ud uds vd vds cía ltda dpto univ assn"
)
_OPENING_WORDS = _set_of(
    "the a an this that these those it its he she they we you i there in on at by for from with as if when while after"
    " before since although however but and so his her their our my most many some all no one two what who where why"
    " how el la los las un una unos unas este esta esto estos estas ese esa eso él ella ellos ellas en por para con de"
    " desde según cuando donde como si aunque pero y también no su sus se lo al del más muchos algunos todos tras"
)
"""Words that open a sentence but do not follow an abbreviation inside one, when they have a capital."""

_ORDINAL_LANGUAGES = frozenset({"cs", "da", "de", "et", "fi", "hr", "hu", "lv", "no", "pl", "sk", "sl", "sr", "tr"})
"""They write ordinals as a number and a point: "am 3. Mai"."""

_ITEM = r"[ \t]*(?:[-*+•‣◦▪·–—][ \t]|\(?(?:\d{1,3}|[a-zA-Z])[.)][ \t]|#{1,6}[ \t]|\|)"
_TABLE_ROW = r"[^\n]{0,500}?(?:\t| \| )"
_BLOCK_BORDER = re.compile(
    rf"\n[ \t]*\n\s*|\n(?={_ITEM}|{_TABLE_ROW})|(?m:^(?=[ \t]*(?:#{{1,6}}[ \t]|\|)|{_TABLE_ROW})[^\n]*+\n)"
)
_STOP = re.compile(r"(?<![.!?…؟۔।॥])[.!?…؟۔।॥]++(?:[\"'”’»)\]]|\[\d{1,3}\])*+(?=\s)|[。！？]++[」』”）]*+")
_WHOLE = re.compile(r"(?:[.!?…؟۔।॥](?:[\"'”’»)\]]|\[\d{1,3}\])*|[。！？]+[」』”）]*)\Z")
_LAST_WORD_CHARACTERS = 24
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘«—–]+\Z")
_FIRST_WORD = re.compile(r"\s*[\"'“‘«(\[¿¡*_—–-]*([^\W_]*)")


def sentence_bounds(text: str, language: str | None) -> list[tuple[int, int]]:
    """Start and end of each sentence in order, without the white space around it; they cover everything else."""
    has_ordinals = language in _ORDINAL_LANGUAGES
    bounds: list[tuple[int, int]] = []
    for block_start, block_end in _blocks(text):
        start = _skip_spaces(text, block_start, block_end)
        for stop in _STOP.finditer(text, start, block_end):
            if _ends_sentence(text, start, stop, block_end, has_ordinals=has_ordinals):
                _append(text, bounds, start, stop.end())
                start = _skip_spaces(text, stop.end(), block_end)
        if start < block_end:
            _append(text, bounds, start, start + len(text[start:block_end].rstrip()))
    return bounds


def end_of_whole_sentences(text: str, language: str | None) -> int:
    """Where the last sentence that has come to its end ends; 0 where none has. For a text that is still written."""
    bounds = sentence_bounds(text, language)
    if bounds and not _WHOLE.search(text, *bounds[-1]):
        bounds.pop()
    return bounds[-1][1] if bounds else 0


def _append(text: str, bounds: list[tuple[int, int]], start: int, end: int) -> None:
    """Stray signs ("* * *", a lone closing quotation mark) belong to the sentence before them."""
    if bounds and not any(character.isalnum() for character in text[start:end]):
        start = bounds.pop()[0]
    bounds.append((start, end))


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for border in _BLOCK_BORDER.finditer(text):
        yield start, border.end()
        start = border.end()
    yield start, len(text)


def _skip_spaces(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int, *, has_ordinals: bool) -> bool:
    following = _FIRST_WORD.match(text, stop.end(), end)
    next_word = following[1] if following else ""
    if next_word[:1].islower():
        return False
    if not stop[0].startswith(".") or stop[0].startswith(".."):
        return True
    found = _LAST_WORD.search(text, max(start, stop.start() - _LAST_WORD_CHARACTERS), stop.start())
    if found is None:
        return True
    if found[0].isdigit() and len(found[0]) <= 3 and (found.start() == start or has_ordinals):
        return False
    return _may_end(found[0], next_word)


def _may_end(last_word: str, next_word: str) -> bool:
    word = last_word.lower()
    if word in _NEVER_AT_THE_END:
        return False
    if word in _ONLY_BEFORE_A_NUMBER:
        return not (next_word[:1].isdigit() or (next_word.isupper() and set(next_word) <= set("IVXLCDM")))
    is_initial = len(last_word) == 1 and last_word.isupper()
    if is_initial or word in _PERHAPS_AT_THE_END:
        return next_word.lower() in _OPENING_WORDS
    return True
