"""AnswerText: an answer while it is written and once it is checked, its sentences marked and their quotes numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
)
from PySide6.QtWidgets import QToolTip, QWidget

from ragdesk.protocol.records import Quote, Sentence
from ragdesk.window.conversation.markdown_blocks import BlockReader
from ragdesk.window.conversation.rich_writer import RichWriter
from ragdesk.window.conversation.sentence_places import citation_place, sentence_places
from ragdesk.window.conversation.turn_words import doubt_words, is_doubtful
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_tooltip
from ragdesk.window.widgets.safe_text import SafeText

_SCHEME = "quote"
_PILL = re.compile("[\u00a0 ]\u00a0(\\d+)\u00a0")
_PLAIN = {0x2028: "\n", 0x2029: "\n", 0xFDD0: "\n", 0xFDD1: "\n", 0xFFFC: "", 0xA0: " "}
"""How Qt writes the ends of lines, paragraphs, cells and frames in a selection."""
_DOUBTFUL = QTextCharFormat.Property.UserProperty.value + 1
"""The place of a sentence that is not in the documents, among all of the answer."""
_DASH, _DASH_GAP, _DASH_WIDTH = 4.0, 2.5, 1.3


class AnswerText(SafeText):
    """`write` appends what came; what was finished before is not laid out again. `check` marks it at the end."""

    citation_clicked = Signal(int)
    """The number of a quote."""
    _sentences: Sequence[Sentence] = ()

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent, own_schemes=(_SCHEME,))
        self.setObjectName("answer_text")
        self._theming = theming
        self._source = ""
        self._quotes: dict[int, Quote] = {}
        self._reader, self._writer = self._anew()
        self._open = self._writer.mark()
        self.link_clicked.connect(lambda link: self.citation_clicked.emit(int(link.rpartition(":")[2])))
        theming.changed.connect(self._draw_again)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Answer"))
        self._tell_doubts()

    @property
    def written(self) -> str:
        """The text as it was written."""
        return self._source

    def write(self, piece: str) -> None:
        """Append; blanks before the first word are left out, as they are in the checked answer."""
        if not self._source:
            piece = piece.lstrip()
        if not piece:
            return
        self._source += piece
        edit = QTextCursor(self.document())
        edit.beginEditBlock()
        self._append(piece)
        edit.endEditBlock()

    def clear_text(self) -> None:
        """Take back all that was written."""
        self._source, self._sentences, self._quotes = "", (), {}
        self._draw_again()

    def check(self, text: str, sentences: Sequence[Sentence], quotes: Sequence[Quote]) -> None:
        """The finished answer: drawn anew only where it is not what was written."""
        self._sentences, self._quotes = sentences, {quote.n: quote for quote in quotes}
        if self._source.rstrip() != text.rstrip():
            self._source = text
            self._draw_again()
        else:
            self._mark_sentences()

    def plain_text(self, cursor: QTextCursor) -> str:
        text = _PILL.sub(r" [\1]", cursor.selectedText())
        return text.translate(_PLAIN).strip("\n")

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """Qt would take a quote in a tooltip for HTML."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tooltip(self._told_at(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        self._paint_behind(event.rect().toRectF())
        super().paintEvent(event)

    def _anew(self) -> tuple[BlockReader, RichWriter]:
        self.document().clear()
        font = QFont(self.font())
        font.setPointSizeF(self._theming.theme.points(14.5))
        self.document().setDefaultFont(font)
        return BlockReader(), RichWriter(self.document(), self._theming.theme)

    def _append(self, piece: str) -> None:
        before = self._reader.closed
        blocks = self._reader.feed(piece)
        finished = self._reader.closed - before
        self._writer.take_back(self._open)
        for n, block in enumerate(blocks):
            if n == finished:
                self._open = self._writer.mark()
            self._writer.write(block)
        if finished >= len(blocks):
            self._open = self._writer.mark()

    def _draw_again(self) -> None:
        edit = QTextCursor(self.document())
        edit.beginEditBlock()
        self._reader, self._writer = self._anew()
        self._open = self._writer.mark()
        if self._source:
            self._append(self._source)
        edit.endEditBlock()
        self._mark_sentences()

    def _mark_sentences(self) -> None:
        """From the last to the first, so that a number put in moves no place that is still needed."""
        source = self._source
        places = sentence_places(source, self._sentences)
        edit = QTextCursor(self.document())
        edit.beginEditBlock()
        for n, (sentence, place) in reversed(list(enumerate(zip(self._sentences, places, strict=True)))):
            if place is None:
                continue
            if is_doubtful(sentence):
                self._underline(*place, n)
            if sentence.supported and sentence.citations:
                at = self._writer.document_position(citation_place(source, *place))
                self._put_numbers(at, [n for n in sentence.citations if n in self._quotes])
        edit.endEditBlock()
        self._tell_doubts()

    def _tell_doubts(self) -> None:
        """The dashes, for those who do not see them."""
        doubtful = (one for one in self._sentences if is_doubtful(one))
        self.setAccessibleDescription(" ".join(f"“{one.text.strip()}” {doubt_words(one)}" for one in doubtful))

    def _underline(self, start: int, end: int, sentence: int) -> None:
        dashed = QTextCharFormat()
        dashed.setProperty(_DOUBTFUL, sentence)
        for piece in self._writer.drawn:
            first, last = max(start, piece.start), min(end, piece.start + piece.length)
            if first < last:
                cursor = QTextCursor(self.document())
                cursor.setPosition(piece.position(first))
                cursor.setPosition(piece.position(last), QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(dashed)

    def _put_numbers(self, at: int, numbers: Sequence[int]) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(at)
        plain = QTextCharFormat()
        plain.setFontPointSize(self._theming.theme.points(10))
        pill = QTextCharFormat(plain)
        pill.setFontPointSize(self._theming.theme.points(12))
        pill.setFontWeight(QFont.Weight.DemiBold)
        pill.setForeground(QColor(self._theming.theme.colours.accent))
        pill.setAnchor(True)
        for n in numbers:
            pill.setAnchorHref(f"{_SCHEME}:{n}")
            cursor.insertText("\u00a0", plain)
            cursor.insertText(f"\u00a0{n}\u00a0", pill)

    def _told_at(self, at: QPoint) -> str:
        """The quote of a number, or why a sentence is marked."""
        number = self.anchorAt(at).rpartition(":")[2]
        quote = self._quotes.get(int(number)) if number.isdigit() else None
        if quote:
            return f"“{quote.text}”"
        under = (n for kind, rect, n in self._decorations(QRectF(at, QSizeF(1, 1))) if rect.contains(at) and n >= 0)
        return next((doubt_words(self._sentences[n]) for n in under), "")

    def _paint_behind(self, dirty: QRectF) -> None:
        colours = self._theming.theme.colours
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dashes = QPen(QColor(colours.warn), _DASH_WIDTH, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
        dashes.setDashPattern([_DASH / _DASH_WIDTH, _DASH_GAP / _DASH_WIDTH])
        for kind, rect, _ in self._decorations(dirty):
            if kind == "pill":
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colours.chip))
                painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
            else:
                painter.setPen(dashes)
                painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.end()

    def _decorations(self, dirty: QRectF) -> Iterator[tuple[str, QRectF, int]]:
        """What is drawn behind the text, where, and for which sentence; -1 for a pill."""
        block = self.document().begin()
        layout = self.document().documentLayout()
        while block.isValid():
            if layout.blockBoundingRect(block).intersects(dirty):
                yield from _decorations_of(block, layout.blockBoundingRect(block).topLeft())
            block = block.next()

    def link_rects(self) -> list[QRectF]:
        """Where the numbers of quotes stand, for tests and for finding them by eye."""
        return [rect for kind, rect, _ in self._decorations(QRectF(self.viewport().rect())) if kind == "pill"]


def _decorations_of(block: QTextBlock, origin: QPointF) -> Iterator[tuple[str, QRectF, int]]:
    for start, length, shown in _spans(block):
        is_pill = shown.anchorHref().startswith(_SCHEME + ":")
        if not is_pill and not shown.hasProperty(_DOUBTFUL):
            continue
        metrics = QFontMetricsF(shown.font())
        for rect in _line_rects(block.layout(), start, start + length, metrics):
            rect.translate(origin)
            if is_pill:
                yield "pill", rect.adjusted(0, -1.5, 0, 1.5), -1
            else:
                yield "dashes", rect, int(shown.property(_DOUBTFUL))


def _spans(block: QTextBlock) -> Iterator[tuple[int, int, QTextCharFormat]]:
    fragments = block.begin()
    while not fragments.atEnd():
        fragment = fragments.fragment()
        yield fragment.position() - block.position(), fragment.length(), fragment.charFormat()
        fragments += 1


def _line_rects(layout: QTextLayout, start: int, end: int, metrics: QFontMetricsF) -> Iterator[QRectF]:
    for n in range(layout.lineCount()):
        line = layout.lineAt(n)
        first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if first >= last:
            continue
        left, right = line.cursorToX(first)[0], line.cursorToX(last)[0]  # type: ignore[index]
        baseline = line.y() + line.ascent()
        yield QRectF(left, baseline - metrics.ascent(), right - left, metrics.height() + 1)
