"""Sentences of the engine in the user's language. The engine speaks English; what it says is translated here, by
templates: `assets/translations/engine_<language>.json` holds template -> translation, with {} for each value.

In a translation {2} is the second value, {~} or {~2} one that is words of the engine itself, translated too, and {#} or
{#2} a number, perhaps with its unit. What it says inside an answer it says in the language of the question, so that
`engine_en.json` has these few sentences the other way round.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QLocale

from ragdesk.paths import asset
from ragdesk.protocol.errors import RagdeskError

_VALUE = "{}"
_PLACE = re.compile(r"\{([~#]?)(\d?)\}")
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?( \w{1,6})?")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-Z“`])")
_MOST_IN_ONE = 6
"""Sentences of the longest template, and some more for values that hold what looks like an end of one."""
_MOST_SENTENCES = 50
"""The engine says ten at most; longer text is none of its own, and trying each sentence of it takes a second."""


@dataclass(frozen=True, slots=True)
class _Template:
    parts: tuple[str, ...]
    """What stands before, between and after its values."""
    translation: str
    is_open: bool
    """It begins or ends with words of the engine, which may be several sentences."""

    def values(self, text: str) -> tuple[str, ...] | None:
        """None where it is not this sentence. By one pass over the text: names in it may be hostile to a pattern."""
        first, *between, last = self.parts
        at, end = len(first), len(text) - len(last)
        if at >= end or not (text.startswith(first) and text.endswith(last)):
            return None
        found = []
        for part in between:
            next_part = text.find(part, at + 1, end)
            if next_part < 0:
                return None
            found.append(text[at:next_part])
            at = next_part + len(part)
        return (*found, text[at:end]) if at < end else None


def said(sentence: str) -> str:
    """A sentence, or several, of the engine as they should be shown; unchanged where no translation is known."""
    return _translated(sentence, QLocale().name())


def said_of(problem: RagdeskError) -> str:
    """What happened, and what to do, in one line."""
    return " ".join(said(part) for part in (problem.message, problem.hint) if part)


@lru_cache(maxsize=2_000)
def _translated(text: str, locale: str) -> str:
    if (whole := _by_template(text, locale, may_hold_sentences=False)) is not None:
        return whole
    sentences = _BETWEEN_SENTENCES.split(text)
    return " ".join(_each(sentences, locale)) if len(sentences) <= _MOST_SENTENCES else text


def _each(sentences: list[str], locale: str) -> Iterator[str]:
    """Sentence after sentence; as many together as one template needs."""
    at = 0
    while at < len(sentences):
        for end in range(at + 1, min(at + _MOST_IN_ONE, len(sentences)) + 1):
            known = _by_template(" ".join(sentences[at:end]), locale, may_hold_sentences=True)
            if known is not None:
                yield known
                at = end
                break
        else:
            yield sentences[at]
            at += 1


def _by_template(text: str, locale: str, *, may_hold_sentences: bool) -> str | None:
    exact, templates = _templates(locale)
    if text in exact:
        return exact[text]
    for template in templates:
        values = template.values(text)
        if values is None:
            continue
        # What looks like a value with a sentence in it is, more often, a sentence after that of the template.
        if may_hold_sentences or template.is_open or not any(map(_BETWEEN_SENTENCES.search, values)):
            return _filled(template.translation, values, locale)
    return None


def _filled(translation: str, values: tuple[str, ...], locale: str) -> str:
    """In one pass: a value may hold "{}" itself."""
    numbers = iter(range(len(values)))

    def value(place: re.Match[str]) -> str:
        at = int(place[2]) - 1 if place[2] else next(numbers, len(values))
        if at >= len(values):
            return place[0]
        written = {"~": _of_the_engine, "#": _number}.get(place[1])
        return written(values[at], locale) if written else values[at]

    return _PLACE.sub(value, translation)


def _of_the_engine(value: str, locale: str) -> str:
    """A sentence, some words, or a list of words."""
    whole = _translated(value, locale)
    return whole if whole != value else ", ".join(_translated(part, locale) for part in value.split(", "))


def _number(value: str, locale: str) -> str:
    """1,234.5 MB as the language writes it; unchanged where it is anything else."""
    found = _NUMBER.fullmatch(value)
    if found is None or not set(value) & {",", "."}:
        return value
    whole, decimals, unit = found[1].replace(",", ""), found[2] or "", found[3] or ""
    return QLocale(locale).toString(float(f"{whole}.{decimals or 0}"), "f", len(decimals)) + unit


@lru_cache(maxsize=4)
def _templates(locale: str) -> tuple[dict[str, str], tuple[_Template, ...]]:
    path = asset("translations", f"engine_{locale.partition('_')[0]}.json")
    if not path.is_file():
        return {}, ()
    told: dict[str, str] = json.loads(path.read_text("utf-8"))
    exact = {template: translation for template, translation in told.items() if _VALUE not in template}
    with_values = [template for template in told if _VALUE in template and template.replace(_VALUE, "").strip()]
    # The most telling first: a template with much text of its own must win over one that is nearly all values.
    with_values.sort(key=lambda template: -len(template.replace(_VALUE, "")))
    return exact, tuple(_template(template, told[template]) for template in with_values)


def _template(template: str, translation: str) -> _Template:
    is_open = "{~" in translation and (template.startswith(_VALUE) or template.endswith(_VALUE))
    return _Template(tuple(template.split(_VALUE)), translation, is_open)
