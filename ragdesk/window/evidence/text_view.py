"""TextView: the extracted text of a document as plain text, with its headings, and the words in question marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from ragdesk.window.evidence.document_words import DocumentWords
from ragdesk.window.evidence.gentle_scroll import GentleScroll
from ragdesk.window.evidence.word_places import Span
from ragdesk.window.theming import Theming

SLICE = 50_000
"""Characters put in at once, and the window paints in between: 14 to 22 ms of work in the longest of 600 pages, where
200,000 took 29 to 49."""

FAINT = 0.4
MARGIN = 16
MOST_MARKED = 500


class TextView(QPlainTextEdit):
    """Read only; offsets are those of `Place`. Large texts come in slices, and the goal is shown once it is in."""

    page_changed = Signal(int)
    """The text a third down the view, where places are brought to, is that of another page."""

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence_text")
        self.setProperty("role", "paper")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(MARGIN)
        self._theming = theming
        self.words: DocumentWords | None = None
        self._put_in = 0
        self._strong: Span | None = None
        self._faint: Sequence[Span] = ()
        self._goal: int | None = None
        self.page = 0
        self._gentle = GentleScroll(self.verticalScrollBar(), theming, self)
        self._filling = QTimer(self, interval=0)
        self._filling.timeout.connect(self._put_in_slice)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theming.changed.connect(self._mark)

    def set_words(self, words: DocumentWords | None) -> None:
        """Another text, from its beginning."""
        self._filling.stop()
        self._gentle.stop()
        self.words, self._put_in, self._goal, self.page = words, 0, None, 0
        self._strong, self._faint = None, ()
        self.clear()
        if words is not None:
            self._put_in_slice()

    @property
    def is_complete(self) -> bool:
        """Whether all of the text is in."""
        return self.words is None or self._put_in >= len(self.words.text)

    def set_marks(self, strong: Span | None, faint: Sequence[Span]) -> None:
        """The words in question, and others, fainter."""
        self._strong, self._faint = strong, faint[:MOST_MARKED]
        self._mark()

    def go_to(self, offset: int) -> None:
        """Bring a place into the upper third."""
        self._goal = offset
        self._approach()

    def _put_in_slice(self) -> None:
        words = self.words
        if words is None:
            return
        end = self._slice_end(words)
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for text, is_heading in _stretches(words, self._put_in, end):
            cursor.insertText(text, _heading_format() if is_heading else QTextCharFormat())
        cursor.endEditBlock()
        before, self._put_in = self._put_in, end
        if self.is_complete:
            self._filling.stop()
        elif not self._filling.isActive():
            self._filling.start()
        if any(before < span[1] <= end for span in (*self._faint, *([self._strong] if self._strong else []))):
            self._mark()
        self._approach()

    def _slice_end(self, words: DocumentWords) -> int:
        end = words.text.find("\n", self._put_in + SLICE)
        return end + 1 if 0 <= end <= self._put_in + 2 * SLICE else min(len(words.text), self._put_in + SLICE)

    def _approach(self) -> None:
        if self._goal is None or self.words is None or self._put_in < min(self._goal + 1, len(self.words.text)):
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.words.in_qt(min(self._goal, len(self.words.text))))
        self._goal = None
        bar, before = self.verticalScrollBar(), self.verticalScrollBar().value()
        self.setTextCursor(cursor)
        self.centerCursor()
        line = max(1, self.fontMetrics().lineSpacing())
        lines = self.viewport().height() / line
        value = bar.value() + round((self.cursorRect().top() - self.viewport().height() / 3) / line)
        value = min(bar.maximum(), max(0, value))
        is_near = abs(value - before) < 1.5 * lines
        if is_near:
            bar.setValue(before)
        self._gentle.to(value, gently=is_near)

    def _mark(self) -> None:
        words = self.words
        if words is None:
            self.setExtraSelections([])
            return
        shown = [self._selection(words, span, is_faint=True) for span in self._faint if span[1] <= self._put_in]
        if self._strong and self._strong[1] <= self._put_in:
            shown.append(self._selection(words, self._strong, is_faint=False))
        self.setExtraSelections(shown)

    def _selection(self, words: DocumentWords, span: Span, *, is_faint: bool) -> QTextEdit.ExtraSelection:
        colours = self._theming.theme.colours
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(words.in_qt(span[0]))
        cursor.setPosition(words.in_qt(span[1]), QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        if not is_faint:
            look.setBackground(QColor(colours.mark))
            look.setForeground(QColor(colours.marktext))
        elif self._theming.theme.name == "contrast":
            look.setFontUnderline(True)
            look.setUnderlineColor(QColor(colours.mark))
        else:
            look.setBackground(_mixed(QColor(colours.mark), QColor(colours.card)))
        selection.cursor, selection.format = cursor, look
        return selection

    def _scrolled(self) -> None:
        if self.words is None:
            return
        looked_at = QPoint(20, self.viewport().height() // 3 + self.fontMetrics().height())
        position = self.cursorForPosition(looked_at).position()
        page = self.words.page_at(self.words.from_qt(position)) or 0
        if page != self.page:
            self.page = page
            self.page_changed.emit(page)


def _stretches(words: DocumentWords, start: int, end: int) -> Iterator[tuple[str, bool]]:
    """The text between two offsets, cut where headings begin and end."""
    at = start
    for first, last in words.headings:
        if last <= at or first >= end:
            continue
        if first > at:
            yield words.text[at:first], False
        yield words.text[max(at, first) : min(last, end)], True
        at = min(last, end)
    if at < end:
        yield words.text[at:end], False


def _heading_format() -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.Bold)
    return look


def _mixed(colour: QColor, paper: QColor) -> QColor:
    parts = zip(colour.getRgb()[:3], paper.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(FAINT * one + (1 - FAINT) * other) for one, other in parts))
