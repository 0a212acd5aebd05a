"""Markdown: bytes in, one section per heading out. Headings and text stay verbatim, with their markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from ragdesk.engine.documents.clean_text import clean_text, one_line
from ragdesk.engine.documents.readers.outline import Block, sections_of
from ragdesk.engine.documents.readers.plain_text import decoded
from ragdesk.engine.documents.sections import Reading

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_NO_PARAGRAPH = re.compile(r" {0,3}([-+*>|#]|\d{1,9}[.)]|<)|\t| {4}")
_CLOSING_MARKS = re.compile(r"(?:^|[ \t])#+$")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_ANCHOR = re.compile(r"\{#[^{}]*\}$")
_TITLE = re.compile(r"title[ \t]*[:=][ \t]*(.+)", re.IGNORECASE)
_LONGEST_HEADING = 500
_MOST_BLOCKS = 40_000
"""A heading and its text are two. A reader may answer with 20,000 sections; the rest would be read for nothing."""
_LONGEST_FRONT_MATTER_LINES = 200
_LONGEST_COMMENT_LINES = 200


class MarkdownReader:
    """Headings (underlined ones too) give the sections; front matter and paragraphs that are comments are left out."""

    name = "markdown"

    def read(self, data: bytes) -> Reading:
        lines = clean_text(decoded(data)).split("\n")
        front_matter = _front_matter(lines)
        parts = iter(_Blocks(lines[len(front_matter) :]))
        blocks = list(islice(parts, _MOST_BLOCKS))
        first = next((one_line(block.text) for block in blocks if block.level == 1), None)
        is_cut = next(parts, None) is not None
        shortfall = "The file has far more headings than a person writes: only its beginning was read."
        title = _named_title(front_matter) or first
        return Reading(sections_of(blocks), title=title, shortfall=shortfall if is_cut else None, type=self.name)


def _front_matter(lines: list[str]) -> list[str]:
    fence = lines[0].rstrip()
    if fence not in ("---", "+++"):
        return []
    for index, line in enumerate(lines[1:_LONGEST_FRONT_MATTER_LINES], start=1):
        if line.rstrip() in (fence, "..."):
            return lines[: index + 1] if any(":" in inner or "=" in inner for inner in lines[1:index]) else []
    return []


def _named_title(front_matter: list[str]) -> str | None:
    for line in front_matter:
        if match := _TITLE.fullmatch(line.rstrip()):
            return match.group(1).strip().strip("\"'") or None
    return None


class _Blocks:
    """One pass over the lines; yields a block per heading and one for all the lines between two headings."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._body: list[str] = []
        self._paragraph_lines = 0
        self._fence = ""

    def __iter__(self) -> Iterator[Block]:
        index = 0
        while index < len(self._lines):
            line = self._lines[index]
            end_of_comment = self._end_of_comment(index)
            if end_of_comment:
                index = end_of_comment
                continue
            if heading := self._heading(line):
                yield from self._text()
                yield heading
            else:
                self._keep(line)
            index += 1
        yield from self._text()

    def _heading(self, line: str) -> Block | None:
        if self._fence:
            return None
        if match := _HEADING.fullmatch(line):
            text = _CLOSING_MARKS.sub("", (match.group(2) or "").rstrip()[:_LONGEST_HEADING])
            return Block(_plain(text), level=len(match.group(1)), source=line)
        # One or two short lines over the underline: below a longer paragraph "---" is meant as a rule.
        if 0 < self._paragraph_lines <= 2 and (match := _UNDERLINE.fullmatch(line)):
            above = self._body[-self._paragraph_lines :]
            del self._body[-self._paragraph_lines :]
            words = _plain(" ".join(above)[:_LONGEST_HEADING])
            return Block(words, level=1 if match.group(1)[0] == "=" else 2, source="\n".join((*above, line)))
        return None

    def _keep(self, line: str) -> None:
        self._body.append(line)
        fence = _FENCE.fullmatch(line)
        if fence and not self._fence and not (fence.group(1)[0] == "`" and "`" in fence.group(2)):
            self._fence = fence.group(1)
            self._paragraph_lines = 0
        elif fence and self._fence and fence.group(1).startswith(self._fence) and not fence.group(2).strip():
            self._fence = ""
        elif self._fence or not line.strip():
            self._paragraph_lines = 0
        elif self._paragraph_lines or self._starts_paragraph(line):
            self._paragraph_lines += 1

    def _starts_paragraph(self, line: str) -> bool:
        is_first = len(self._body) < 2 or not self._body[-2].strip()
        return is_first and not _NO_PARAGRAPH.match(line)

    def _text(self) -> Iterator[Block]:
        yield Block("\n".join(self._body))
        self._body.clear()
        self._paragraph_lines = 0

    def _end_of_comment(self, index: int) -> int | None:
        """The line after a comment that is a paragraph of its own; None where no such comment begins here."""
        line = self._lines[index]
        is_start = not self._fence and line.lstrip().startswith("<!--") and not (self._body and self._body[-1].strip())
        if not is_start:
            return None
        for end, inner in enumerate(self._lines[index : index + _LONGEST_COMMENT_LINES], start=index):
            if "-->" in inner:
                follows_blank = end + 1 == len(self._lines) or not self._lines[end + 1].strip()
                return end + 1 if follows_blank and inner.rstrip().endswith("-->") else None
        return None


def _plain(text: str) -> str:
    """A heading's words without emphasis, code marks and link targets."""
    text = _ANCHOR.sub("", _LINK.sub(r"\1", text).rstrip())
    return one_line(text.replace("**", "").replace("__", "").replace("`", "").replace("*", ""))
