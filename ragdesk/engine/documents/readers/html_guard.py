"""Limits for web pages, checked before the parser: its time grows with the square of the nesting depth, and of the
number of attributes of one element.
"""

from __future__ import annotations

import re

MAX_HTML_BYTES = 32 * 1024 * 1024
# Pages that people write stay below 100. Measured: 1,000 open elements cost nothing, 100,000 minutes.
MAX_DEPTH = 1_000

# The parser compares each attribute with all others of its element. Measured: 10,000 take 0.1 s, a million minutes.
MAX_ATTRIBUTES = 10_000
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*")
# Elements that never hold others, and those that the next of their kind closes, so that they do not nest by themselves.
_NOT_NESTING = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "dt", "dd", "option", "optgroup", "colgroup",
    "rt", "rp", "html", "head", "body",
))  # fmt: skip
_SELF_CLOSING = frozenset((
    "path", "rect", "circle", "ellipse", "line", "polygon", "polyline", "use", "stop", "image", "g",
))  # fmt: skip
_UNSEEN = ("script", "style")


def has_attribute_flood(html: str) -> bool:
    """Whether an element has more attributes than any honest page's. One that hides them runs into the time limit."""
    return any(
        match.end() - match.start() > 2 * MAX_ATTRIBUTES
        and len(_QUOTED.sub("", match.group()).split()) > MAX_ATTRIBUTES
        for match in _TAG.finditer(html)
    )


def is_too_deep(html: str) -> bool:
    """Whether more elements are open at once than any honest page has."""
    open_counts: dict[str, int] = {}
    depth = 0
    for match in _TAG.finditer(html):
        name = match.group(2).lower()
        if name in _NOT_NESTING or (name in _SELF_CLOSING and match.group().endswith("/")):
            continue
        count = open_counts.get(name, 0)
        step = 1 if not match.group(1) else -1 if count else 0
        open_counts[name] = count + step
        depth += step
        if depth > MAX_DEPTH:
            return True
    return False


def without_tags(html: str) -> str:
    """The bare words of a page that is too deep for the parser. Takes time in proportion to its length only."""
    for name in _UNSEEN:
        html = _without_element(html, name)
    return re.sub(r"\n\s*\n", "\n\n", re.sub(r"<[^<>]*>", "\n", html)).strip()


def _without_element(html: str, name: str) -> str:
    kept: list[str] = []
    position = 0
    lower = html.lower()
    while (start := lower.find(f"<{name}", position)) >= 0:
        kept.append(html[position:start])
        end = lower.find(f"</{name}", start)
        position = len(html) if end < 0 else end
    kept.append(html[position:])
    return "".join(kept)
