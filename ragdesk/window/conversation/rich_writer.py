"""Blocks of Markdown -> a text document, by cursor and explicit formats: nothing is ever read as HTML.

Remembers where each piece of the source was drawn, and can take back what it drew last.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)

from ragdesk.window.conversation.code_colours import coloured
from ragdesk.window.conversation.fontless import insert_text
from ragdesk.window.conversation.line_height import set_line_height
from ragdesk.window.conversation.markdown_blocks import Block, Line, Side, cells, sides
from ragdesk.window.conversation.markdown_inline import Run, runs
from ragdesk.window.theme import Theme

TEXT_DRAWN = 14.5
LINE_HEIGHT = 1.6
_GAP = 10
_HEADINGS = {1: 18.0, 2: 17.0, 3: 16.0, 4: 14.5}
_ALIGNED: dict[Side, Qt.AlignmentFlag] = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "centre": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
_LINE_BREAK = "\u2028"
_SAME_WIDTH = re.compile("[^\U00010000-\U0010ffff]+|[\U00010000-\U0010ffff]+")
"""Qt counts the characters of the second kind, emoji among them, as two."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """`length` characters of the source from `start` on stand in the document from `at` on, each of them `wide`."""

    start: int
    length: int
    at: int
    wide: int = 1

    def position(self, source: int) -> int:
        """Where a character of the source stands in the document; at its end what is behind it."""
        return self.at + self.wide * min(source - self.start, self.length)


class RichWriter:
    """Appends blocks to a document."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        self._document = document
        self._theme = theme
        self._has_space = True
        """Whether the last paragraph of the document is empty and waits to be used."""
        self.drawn: list[Drawn] = []

    def mark(self) -> tuple[int, bool, int]:
        """What `take_back` returns to."""
        return self._document.characterCount() - 1, self._has_space, len(self.drawn)

    def take_back(self, mark: tuple[int, bool, int]) -> None:
        """Remove what was drawn after the mark; what is before it is not touched."""
        position, self._has_space, pieces = mark
        del self.drawn[pieces:]
        cursor = QTextCursor(self._document)
        cursor.setPosition(min(position, self._document.characterCount() - 1))
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def write(self, block: Block) -> None:
        """After all that is there."""
        cursor = QTextCursor(self._document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        match block.kind:
            case "code":
                self._code(cursor, block)
            case "table":
                self._table(cursor, block)
            case "rule":
                self._begin(cursor, self._paragraph())
                self._put(cursor, "―――", self._format(Run("", -1)), -1)
            case _:
                self._text(cursor, block)

    def document_position(self, source: int) -> int:
        """Where a character of the source stands; what is not drawn counts as at the end of what is before it."""
        at = bisect_right(self.drawn, source, key=lambda piece: piece.start) - 1
        if at < 0:
            return 0
        return self.drawn[at].position(source)

    def _text(self, cursor: QTextCursor, block: Block) -> None:
        paragraph = self._paragraph()
        style = Run("", -1, is_bold=block.kind == "heading")
        if block.kind == "item":
            paragraph.setLeftMargin(22 * (block.level + 1))
            paragraph.setTextIndent(-16 if block.mark == "•" else -22)
            paragraph.setBottomMargin(4)
        elif block.kind == "quote":
            paragraph.setLeftMargin(16)
        self._begin(cursor, paragraph)
        if block.kind == "item":
            self._put(cursor, f"{block.mark}\u00a0\u00a0", self._format(style), -1)
        drawn = _HEADINGS.get(block.level, TEXT_DRAWN) if block.kind == "heading" else TEXT_DRAWN
        for n, line in enumerate(block.lines):
            if n:
                self._put(cursor, " ", self._format(style), -1)
            self._line(cursor, line, drawn, style.is_bold, "dim" if block.kind == "quote" else "text")

    def _line(self, cursor: QTextCursor, line: Line, drawn: float, is_bold: bool, colour: str) -> None:
        for run in runs(line, keeps_citations=False):
            shown = self._format(run, drawn, colour)
            if is_bold:
                shown.setFontWeight(QFont.Weight.DemiBold)
            self._put(cursor, run.text, shown, run.start)

    def _code(self, cursor: QTextCursor, block: Block) -> None:
        framed = QTextFrameFormat()
        framed.setBackground(QColor(self._theme.colours.well))
        framed.setPadding(10)
        framed.setBottomMargin(_GAP)
        self._outline(framed)
        self._step_into(cursor)
        frame = cursor.insertFrame(framed)
        inside = frame.firstCursorPosition()
        inside.setBlockFormat(QTextBlockFormat())
        text = "\n".join(line.text for line in block.lines)
        source = block.lines[0].start if block.lines else -1
        shown = self._format(Run("", -1, is_code=True), 13)
        shown.clearBackground()
        for piece, role in coloured(text, block.mark):
            shown.setForeground(QColor(getattr(self._theme.colours, role)))
            self._put(inside, piece.replace("\n", _LINE_BREAK), shown, source)
            source += len(piece) if source >= 0 else 0
        self._leave()

    def _outline(self, framed: QTextFrameFormat) -> None:
        """Only where its ground does not show."""
        colours = self._theme.colours
        framed.setBorder(int(colours.well == colours.bg))
        framed.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        framed.setBorderBrush(QColor(colours.line))

    def _table(self, cursor: QTextCursor, block: Block) -> None:
        rows = [cells(line) for n, line in enumerate(block.lines) if n != 1]
        placed = dict(enumerate(sides(block.lines[1])))
        columns = max(1, min(len(rows[0]), 12))
        shape = QTextTableFormat()
        shape.setBorderCollapse(True)
        shape.setBorder(1)
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBorderBrush(QColor(self._theme.colours.line))
        shape.setCellPadding(6)
        shape.setCellSpacing(0)
        shape.setBottomMargin(_GAP)
        shape.setHeaderRowCount(1)
        shape.setWidth(QTextLength())
        self._step_into(cursor)
        table = cursor.insertTable(len(rows), columns, shape)
        for row, found in enumerate(rows):
            for column, cell in enumerate(found[:columns]):
                inside = table.cellAt(row, column).firstCursorPosition()
                paragraph = QTextBlockFormat()
                paragraph.setAlignment(_ALIGNED[placed.get(column, "left")])
                inside.setBlockFormat(paragraph)
                self._line(inside, cell, 14.0, row == 0, "text")
        self._leave()

    def _begin(self, cursor: QTextCursor, paragraph: QTextBlockFormat) -> None:
        if self._has_space:
            cursor.setBlockFormat(paragraph)
        else:
            cursor.insertBlock(paragraph)
        self._has_space = False

    def _step_into(self, cursor: QTextCursor) -> None:
        """A frame stands between two paragraphs of its own, which are to take no room."""
        self._begin(cursor, self._thin())
        cursor.setBlockCharFormat(_tiny())

    def _leave(self) -> None:
        cursor = QTextCursor(self._document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.setBlockFormat(self._thin())
        cursor.setBlockCharFormat(_tiny())
        self._has_space = True

    def _put(self, cursor: QTextCursor, text: str, shown: QTextCharFormat, source: int) -> None:
        text = text.replace("\u2029", " ").replace("\x00", "\ufffd").replace("\ufdd0", " ").replace("\ufdd1", " ")
        if source >= 0:
            at = cursor.position()
            for piece in _SAME_WIDTH.finditer(text):
                wide = 2 if piece[0] > "\uffff" else 1
                self.drawn.append(Drawn(source + piece.start(), len(piece[0]), at, wide))
                at += wide * len(piece[0])
        insert_text(cursor, text, shown)

    def _paragraph(self) -> QTextBlockFormat:
        paragraph = QTextBlockFormat()
        set_line_height(paragraph, self._document.defaultFont(), LINE_HEIGHT)
        paragraph.setBottomMargin(_GAP)
        return paragraph

    def _thin(self) -> QTextBlockFormat:
        paragraph = QTextBlockFormat()
        paragraph.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        return paragraph

    def _format(self, run: Run, drawn: float = TEXT_DRAWN, colour: str = "text") -> QTextCharFormat:
        colours = self._theme.colours
        shown = QTextCharFormat()
        shown.setFontPointSize(self._theme.points(drawn))
        shown.setForeground(QColor(getattr(colours, colour)))
        if run.is_bold:
            shown.setFontWeight(QFont.Weight.DemiBold)
        shown.setFontItalic(run.is_italic)
        if run.is_code:
            fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            shown.setFontFamilies([fixed.family(), "monospace"])
            shown.setFontPointSize(self._theme.points(drawn - 1.5))
            shown.setBackground(QColor(colours.well))
        if run.link:
            shown.setAnchor(True)
            shown.setAnchorHref(run.link)
            shown.setForeground(QColor(colours.accent))
            shown.setFontUnderline(True)
        return shown


def _tiny() -> QTextCharFormat:
    tiny = QTextCharFormat()
    tiny.setFontPointSize(1)
    return tiny
