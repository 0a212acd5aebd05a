"""What a Word style means: the heading level and the list membership of a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ragdesk.engine.documents.readers.docx_package import W

_TITLE_LEVEL = 0
# Word's own names are English in every language; other programs and templates write translated ones.
_HEADING_NAME = re.compile(
    r"(?:heading|título|titulo|titre|überschrift|titolo|kop|cabeçalho|rubrik|overskrift|otsikko|nagłówek|заголовок)"
    r"[ _-]?([1-9])",
    re.IGNORECASE,
)
_TITLE_NAMES = frozenset(("title", "título", "titulo", "titel", "titre", "titolo"))
_LAST_OUTLINE_LEVEL = 8
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class _Style:
    level: int | None
    is_list: bool | None
    based_on: str | None


class Styles:
    """Looks through a style and those that it is based on."""

    def __init__(self, styles: Any) -> None:
        self._styles: dict[str, _Style] = {}
        self._default: str | None = None
        for style in styles.iterfind(f"{W}style") if styles is not None else ():
            if style.get(f"{W}type") in (None, "paragraph"):
                self._add(style)

    def _add(self, style: Any) -> None:
        style_id = style.get(f"{W}styleId") or ""
        properties = style.find(f"{W}pPr")
        level = _level_of_name(_value(style, "name") or style_id)
        if level is None and properties is not None:
            level = _outline_level(properties)
        self._styles[style_id] = _Style(level, _is_numbered(properties), _value(style, "basedOn"))
        if style.get(f"{W}default") in ("1", "true", "on"):
            self._default = style_id

    def level(self, properties: Any) -> int | None:
        """The heading level of a paragraph with these properties; 0 for the title, None for text."""
        if properties is None:
            return None
        own = properties.find(f"{W}outlineLvl")
        if own is not None:
            return _outline_level(properties)
        style_id = _value(properties, "pStyle")
        if style_id is not None and style_id not in self._styles:
            return _level_of_name(style_id)
        return next((style.level for style in self._chain(style_id) if style.level is not None), None)

    def is_list_item(self, properties: Any) -> bool:
        if properties is None:
            return False
        own = _is_numbered(properties)
        if own is not None:
            return own
        chain = self._chain(_value(properties, "pStyle"))
        return next((style.is_list for style in chain if style.is_list is not None), False)

    def _chain(self, style_id: str | None) -> list[_Style]:
        chain: list[_Style] = []
        style = self._styles.get(style_id or self._default or "")
        while style is not None and len(chain) < _LONGEST_CHAIN:
            chain.append(style)
            style = self._styles.get(style.based_on or "")
        return chain


def _level_of_name(name: str) -> int | None:
    if name.strip().lower() in _TITLE_NAMES:
        return _TITLE_LEVEL
    match = _HEADING_NAME.fullmatch(name.strip())
    return int(match.group(1)) if match else None


def _outline_level(properties: Any) -> int | None:
    value = _value(properties, "outlineLvl")
    is_level = value is not None and value.isascii() and value.isdigit() and int(value) <= _LAST_OUTLINE_LEVEL
    return int(value) + 1 if value is not None and is_level else None


def _is_numbered(properties: Any) -> bool | None:
    """None where the properties do not say."""
    numbering = properties.find(f"{W}numPr") if properties is not None else None
    if numbering is None:
        return None
    number = _value(numbering, "numId")
    return None if number is None else number != "0"


def _value(element: Any, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    value: str | None = child.get(f"{W}val") if child is not None else None
    return value
