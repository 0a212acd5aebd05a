"""Code -> pieces with the role that their colour has in the palette. The language is named, never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

Role = Literal["text", "dim", "accent", "ok", "warn", "bad"]

LONGEST = 20_000
"""Longer code is shown in one colour: some of Pygments' expressions take long over unusual text."""


def prepare() -> None:
    """Import what colours the most usual languages. Takes a tenth of a second, so not while something is drawn."""
    for language in ("python", "bash", "javascript", "json", "sql", "html"):
        list(coloured("x", language))


def coloured(code: str, language: str) -> Iterator[tuple[str, Role]]:
    """All of the code, in order."""
    if not language or len(code) > LONGEST:
        yield code, "text"
        return
    # Only here: most answers hold no code, and the window should open quickly.
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
    from pygments.util import ClassNotFound  # type: ignore[import-untyped]

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        yield code, "text"
        return
    yield from ((piece, _role(str(kind))) for kind, piece in lexer.get_tokens(code))


def _role(kind: str) -> Role:
    for beginning, role in _ROLES:
        if kind.startswith(beginning):
            return role
    return "text"


_ROLES: tuple[tuple[str, Role], ...] = (
    ("Token.Comment", "dim"),
    ("Token.Keyword", "accent"),
    ("Token.Operator.Word", "accent"),
    ("Token.Name.Tag", "accent"),
    ("Token.Name.Decorator", "warn"),
    ("Token.Literal.String", "ok"),
    ("Token.Literal.Number", "warn"),
    ("Token.Generic.Deleted", "bad"),
    ("Token.Generic.Inserted", "ok"),
    ("Token.Error", "text"),
)
