"""The words of the command line, or the lines of standard input, as questions."""

from __future__ import annotations

import locale
import sys
from collections.abc import Iterator, Sequence

from ragdesk.cli.failures import usage

FROM_STANDARD_INPUT = ["-"]


def one_question(words: Sequence[str]) -> str:
    """The words joined; quotation marks around a question are not needed."""
    question = as_text(" ".join(words))
    if not question:
        usage("The question is empty.")
    return question


def question_lines() -> Iterator[str]:
    """Every line of standard input, as soon as it is there; an empty line is an empty question."""
    if sys.stdin is None:
        return
    for number, line in enumerate(sys.stdin.buffer):
        text = _decoded(line)
        yield as_text(text.removeprefix("\ufeff") if number == 0 else text)


def as_text(words: str) -> str:
    """Without outer white space. What the system's encoding could not read is read as UTF-8, or shown as U+FFFD."""
    try:
        raw = words.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = words.encode("utf-8", "replace")
    return raw.decode("utf-8", "replace").strip()


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        # Windows pipes text in the console's old code page.
        return line.decode(locale.getpreferredencoding(False), "replace")
