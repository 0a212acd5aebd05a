"""Text of a model -> blocks of a small Markdown: paragraphs, headings, lists, quotes, code, tables; no HTML, no images.

Every character of a block knows where it stands in the text, so that sentences can be found again after drawing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["paragraph", "heading", "item", "quote", "code", "table", "rule"]

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})\s*([\w+#.-]*)[^`]*$")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)")
_ITEM = re.compile(r"([ \t]*)([-*+•]|\d{1,3}[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r" {0,3}>[ \t]?")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_TABLE_LINE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
Side = Literal["left", "centre", "right"]
_SIDES: dict[tuple[bool, bool], Side] = {
    (False, False): "left", (True, False): "left", (True, True): "centre", (False, True): "right",
}  # fmt: skip
"""By whether a colon stands at the beginning and at the end."""
DEEPEST = 4
"""Lists and headings are drawn no deeper than this."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the marks that made it part of its block; `start` is where it stands in the text."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """`start` and `end` are those of its lines in the text, marks included."""

    kind: Kind
    start: int
    end: int
    lines: tuple[Line, ...]
    level: int = 0
    """Of a heading, 1 to 4, or how deep an item stands."""
    mark: str = ""
    """Of an item: "•" or its number; of code: its language."""
    is_open: bool = False
    """Whether code still waits for its closing fence."""


class BlockReader:
    """Reads a text that grows: `feed` gives the blocks from the first one that may have changed."""

    def __init__(self) -> None:
        self.text = ""
        self.closed = 0
        """As many blocks will never change again."""
        self._open_at = 0

    def feed(self, piece: str) -> list[Block]:
        """The blocks after the first `closed` of before this call; those before them are as they were."""
        self.text += piece
        whole_lines = self.text[: self.text.rfind("\n") + 1]
        settled = split_blocks(whole_lines, self._open_at)
        blocks = split_blocks(self.text, self._open_at)
        if settled:
            last = settled[-1]
            is_ended = not last.is_open and whole_lines.count("\n", last.end) > 1  # a blank line is after it
            self.closed += len(settled) - (not is_ended)
            self._open_at = len(whole_lines) if is_ended else last.start
        return blocks


def split_blocks(text: str, start: int = 0) -> list[Block]:
    """All blocks from `start` on. Never fails: what is no Markdown is a paragraph."""
    lines = _lines(text, start)
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        if not lines[at].text.strip():
            at += 1
            continue
        block, at = _block(lines, at)
        blocks.append(block)
    return blocks


def _lines(text: str, start: int) -> list[Line]:
    lines = []
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        lines.append(Line(start, text[start:end].rstrip("\r")))
        start = end + 1
    return lines


def _block(lines: list[Line], at: int) -> tuple[Block, int]:
    line = lines[at]
    if fence := _FENCE.match(line.text):
        return _code(lines, at, fence)
    if _RULE.match(line.text):
        return Block("rule", line.start, _end(line), ()), at + 1
    if heading := _HEADING.match(line.text):
        level = min(len(heading[1]), DEEPEST)
        return Block("heading", line.start, _end(line), (_rest(line, heading.end(), " \t#"),), level), at + 1
    if _is_table(lines, at):
        return _table(lines, at)
    if item := _ITEM.match(line.text):
        level = min(len(item[1].expandtabs(4)) // 2, DEEPEST)
        mark = item[2] if item[2][0].isdigit() else "•"
        inner, after = _running(lines, at, item.end())
        return Block("item", line.start, _end(lines[after - 1]), inner, level, mark), after
    if _QUOTE.match(line.text):
        return _quoted(lines, at)
    inner, after = _running(lines, at, 0)
    return Block("paragraph", line.start, _end(lines[after - 1]), inner), after


def _running(lines: list[Line], at: int, skipped: int) -> tuple[tuple[Line, ...], int]:
    """The lines of a paragraph or item: up to a blank line or the beginning of something else."""
    inner = [_rest(lines[at], skipped)]
    after = at + 1
    while after < len(lines) and lines[after].text.strip() and not _begins_anew(lines, after):
        inner.append(_rest(lines[after], len(lines[after].text) - len(lines[after].text.lstrip())))
        after += 1
    return tuple(inner), after


def _begins_anew(lines: list[Line], at: int) -> bool:
    text = lines[at].text
    marks = (_FENCE, _RULE, _HEADING, _ITEM, _QUOTE)
    return any(mark.match(text) for mark in marks) or _is_table(lines, at)


def _code(lines: list[Line], at: int, fence: re.Match[str]) -> tuple[Block, int]:
    first = lines[at]
    inner: list[Line] = []
    for after in range(at + 1, len(lines)):
        bare = lines[after].text.strip()
        if bare.startswith(fence[1]) and not bare.strip(fence[1][0]):
            return Block("code", first.start, _end(lines[after]), tuple(inner), mark=fence[2]), after + 1
        inner.append(lines[after])
    return Block("code", first.start, _end(lines[-1]), tuple(inner), mark=fence[2], is_open=True), len(lines)


def _quoted(lines: list[Line], at: int) -> tuple[Block, int]:
    inner = []
    after = at
    while after < len(lines) and (mark := _QUOTE.match(lines[after].text)):
        inner.append(_rest(lines[after], mark.end()))
        after += 1
    return Block("quote", lines[at].start, _end(lines[after - 1]), tuple(inner)), after


def _is_table(lines: list[Line], at: int) -> bool:
    if at + 1 >= len(lines) or "|" not in lines[at].text or "|" not in lines[at + 1].text:
        return False
    return bool(_TABLE_LINE.match(lines[at + 1].text))


def _table(lines: list[Line], at: int) -> tuple[Block, int]:
    after = at + 2
    while after < len(lines) and "|" in lines[after].text:
        after += 1
    inner = (lines[at], *lines[at + 1 : after])
    return Block("table", lines[at].start, _end(lines[after - 1]), inner), after


def cells(line: Line) -> list[Line]:
    """The cells of a row, each knowing where it stands."""
    found = []
    start = 0
    text = line.text
    for end in [*(mark.start() for mark in re.finditer(r"(?<!\\)\|", text)), len(text)]:
        found.append(_trimmed(Line(line.start + start, text[start:end])))
        start = end + 1
    if text.lstrip().startswith("|"):
        found = found[1:]
    if len(found) > 1 and text.rstrip().endswith("|"):
        found = found[:-1]
    return found


def sides(line: Line) -> list[Side]:
    """To which side the line under a table's head sets each column."""
    marks = [cell.text for cell in cells(line)]
    return [_SIDES[mark[:1] == ":", mark[-1:] == ":"] for mark in marks]


def _trimmed(line: Line) -> Line:
    bare = line.text.lstrip()
    return Line(line.start + len(line.text) - len(bare), bare.rstrip())


def _rest(line: Line, skipped: int, trimmed: str = " \t") -> Line:
    return Line(line.start + skipped, line.text[skipped:].rstrip(trimmed))


def _end(line: Line) -> int:
    return line.start + len(line.text)
