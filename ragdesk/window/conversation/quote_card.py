"""QuoteCard: a verbatim sentence, the words asked about marked, with its number and its place. Opens its page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QEnterEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ragdesk.protocol.records import Quote
from ragdesk.window.conversation.fontless import insert_text
from ragdesk.window.conversation.line_height import set_line_height
from ragdesk.window.conversation.matched_words import matched_ranges
from ragdesk.window.conversation.quote_words import place_in_words
from ragdesk.window.theme import Colours
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.one_line import one_line
from ragdesk.window.widgets.plain import set_plain_tooltip, shortened
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill

_LEFT, _RIGHT, _TOP, _BOTTOM, _BETWEEN = 16, 14, 11, 11, 7
_RADIUS, _ACCENT = 8.0, 3.0
_LINE_HEIGHT = 1.5
_LONGEST = 900
"""A longer sentence is a table or a list that was read as one; its page shows the rest."""


class QuoteCard(WithWords, QAbstractButton):
    """A button that paints itself; as high as its words need."""

    def __init__(self, theming: Theming, quote: Quote, question: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.quote = quote
        self._theming = theming
        self._asked_about = question
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(0)
        self.setObjectName(f"quote_{quote.n}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._compose()
        theming.changed.connect(self._compose)
        self.retranslate()

    def retranslate(self) -> None:
        where = place_in_words(self.quote)
        set_plain_tooltip(self, fill(self.tr("Open %1"), where))
        self.setAccessibleName(fill(self.tr("Quote %1: %2 %3"), self.quote.n, self.quote.text, where))
        self.update()

    def mark_words(self, words: str) -> None:
        """The words of the quote that these have are marked: the question's, then also those of what rests on it."""
        if words != self._asked_about:
            self._asked_about = words
            self._compose()

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        inside = max(width - _LEFT - _RIGHT, 40)
        if self._document.textWidth() != inside:
            self._document.setTextWidth(inside)
        return round(_TOP + self._document.size().height() + _BETWEEN + self._pill_side() + _BOTTOM)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def sizeHint(self) -> QSize:  # noqa: N802
        width = max(self.width(), 200)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(120, 40)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """What it asks for depends on its width, which layouts remember until they are told."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        self.heightForWidth(self.width())
        colours = self._theming.theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter, colours)
        painter.save()
        painter.translate(_LEFT, _TOP)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, QColor(colours.text))
        self._document.documentLayout().draw(painter, context)
        painter.restore()
        self._paint_place(painter, colours)
        painter.end()

    def _paint_card(self, painter: QPainter, colours: Colours) -> None:
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        card = QPainterPath()
        card.addRoundedRect(frame, _RADIUS, _RADIUS)
        painter.fillPath(card, QColor(colours.card))
        painter.setPen(QPen(QColor(colours.line2 if self.underMouse() else colours.line), 1))
        painter.drawPath(card)
        painter.save()
        painter.setClipRect(QRectF(0, 0, _ACCENT, self.height()))
        painter.fillPath(card, QColor(colours.accent))
        painter.restore()

    def _paint_place(self, painter: QPainter, colours: Colours) -> None:
        side = self._pill_side()
        top = self.height() - _BOTTOM - side
        small = self._font(12, QFont.Weight.DemiBold)
        number = str(self.quote.n)
        pill = QRectF(_LEFT, top, max(side, QFontMetricsF(small).horizontalAdvance(number) + 10), side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.chip))
        painter.drawRoundedRect(pill, side / 2, side / 2)
        painter.setPen(QColor(colours.accent))
        painter.setFont(small)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, number)
        painter.setPen(QColor(colours.dim))
        left = pill.right() + 8
        room = QRectF(QPointF(left, top), QPointF(self.width() - _RIGHT, top + side))
        line = one_line(place_in_words(self.quote), self._font(12.5), room.width())
        painter.setFont(line.font)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, line.shown)

    def _pill_side(self) -> float:
        return QFontMetricsF(self._font(12)).height() + 4

    def _font(self, drawn: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(self._theming.theme.points(drawn))
        font.setWeight(weight)
        return font

    def _compose(self) -> None:
        """The sentence in its quotation marks, in the colours of the moment."""
        colours = self._theming.theme.colours
        text = shortened(" ".join(self.quote.text.split()), _LONGEST)
        plain, marked = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(QColor(colours.text))
        marked.setForeground(QColor(colours.marktext))
        marked.setBackground(QColor(colours.mark))
        spaced = QTextBlockFormat()
        font = self._font(14)
        set_line_height(spaced, font, _LINE_HEIGHT)
        self._document.clear()
        self._document.setDefaultFont(font)
        cursor = QTextCursor(self._document)
        cursor.setBlockFormat(spaced)
        cursor.insertText("“", plain)
        at = 0
        for start, end in matched_ranges(text, self._asked_about):
            insert_text(cursor, text[at:start], plain)
            insert_text(cursor, text[start:end], marked)
            at = end
        insert_text(cursor, text[at:] + "”", plain)
        self.updateGeometry()
        self.update()
