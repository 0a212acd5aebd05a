"""A line of Markdown -> runs of text in one style each: bold, italic, code, links. Links show where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ragdesk.window.conversation.markdown_blocks import Line

# Spans end within 400 characters: without a bound, thousands of opening marks would be quadratic.
_SPAN = re.compile(
    r"(?P<escaped>\\[\\`*_{}\[\]()#+\-.!|>~])"
    r"|(?P<ticks>`+)(?P<code>[^`].{0,400}?|[^`])(?P=ticks)(?!`)"
    r"|!?\[(?P<label>[^\[\]\n]{0,400})\]\((?P<target>[^\s()<>]{1,1000})(?:\s+\"[^\"]{0,200}\")?\)"
    r"|(?P<address>\bhttps?://[^\s<>\"'`]{1,1000}[^\s<>\"'`.,;:!?)\]])"
    r"|(?P<strong>\*\*|(?<!\w)__)(?=\S)(?P<bold>.{1,400}?)(?<=\S)(?P=strong)(?!\w)"
    r"|(?P<stressed>\*|(?<!\w)_)(?=[^\s*_])(?P<italic>.{0,400}?[^\s*_])(?P=stressed)(?![\w*])"
    r"|(?P<citation>[ \u00a0]?\[\d{1,2}\])"
)
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style. It stands in the source as it is, from `start` on; -1 where it was put in by us."""

    text: str
    start: int
    is_bold: bool = False
    is_italic: bool = False
    is_code: bool = False
    link: str = ""


def runs(line: Line, *, keeps_citations: bool = True) -> list[Run]:
    """`keeps_citations`: whether "[1]" that a model wrote is shown; nobody checked it."""
    return list(_runs(line.text, Run("", line.start), keeps_citations, 0))


def _runs(text: str, style: Run, keeps_citations: bool, depth: int) -> Iterator[Run]:
    at = 0
    for span in _SPAN.finditer(text):
        if span["citation"] and keeps_citations:
            continue
        if span.start() > at:
            yield _piece(style, text, at, span.start())
        yield from _inside(span, style, keeps_citations, depth)
        at = span.end()
    if at < len(text):
        yield _piece(style, text, at, len(text))


def _inside(span: re.Match[str], style: Run, keeps_citations: bool, depth: int) -> Iterator[Run]:
    if span["escaped"]:
        yield _piece(style, span.string, span.start() + 1, span.end())
    elif span["code"] is not None:
        yield replace(_piece(style, span.string, *span.span("code")), is_code=True)
    elif span["target"]:
        yield from _link(span, style)
    elif span["address"]:
        yield replace(_piece(style, span.string, *span.span("address")), link=span["address"])
    elif span["citation"] is None:
        name = "bold" if span["bold"] is not None else "italic"
        inner = replace(style, start=style.start + span.start(name))
        inner = replace(inner, is_bold=True) if name == "bold" else replace(inner, is_italic=True)
        if depth < _DEEPEST:
            yield from _runs(span[name], inner, keeps_citations, depth + 1)
        else:
            yield _piece(inner, span[name], 0, len(span[name]))


def _link(span: re.Match[str], style: Run) -> Iterator[Run]:
    """Its words, and in brackets where it leads; only what may be opened can be clicked."""
    target = span["target"]
    opens = target.lower().startswith(("http://", "https://", "mailto:"))
    if span["label"]:
        yield replace(_piece(style, span.string, *span.span("label")), link=target if opens else "")
    if span["label"] != target:
        yield replace(style, text=f" ({target})" if span["label"] else target, start=-1)


def _piece(style: Run, text: str, start: int, end: int) -> Run:
    return replace(style, text=text[start:end], start=style.start + start)
