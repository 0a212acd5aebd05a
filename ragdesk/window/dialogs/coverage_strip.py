"""CoverageStrip: each page of a document as a bar as tall as its text is long; striped by OCR, hollow if empty."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ragdesk.protocol.records import PageCoverage
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_tooltip
from ragdesk.window.words import fill, number

HEIGHT, GAP, WIDEST, LEAST = 64, 2, 16, 4
LONG_PAGE = 3000
"""Characters of a full page of text; longer ones are as tall."""


class CoverageStrip(QWidget):
    """One page is chosen: with the mouse, or with the arrow keys."""

    page_chosen = Signal(int)

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("coverage_strip")
        self._theming = theming
        self._pages: Sequence[PageCoverage] = ()
        self._chosen = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theming.changed.connect(self.update)

    @property
    def page(self) -> int | None:
        """The chosen one, counted from 1."""
        return self._pages[self._chosen].page if self._pages else None

    def show_pages(self, pages: Sequence[PageCoverage]) -> None:
        self._pages = pages
        self._chosen = min(self._chosen, max(0, len(pages) - 1))
        self.update()

    def choose(self, position: int) -> None:
        if self._pages:
            self._chosen = max(0, min(position, len(self._pages) - 1))
            self.setAccessibleDescription(page_words(self._pages[self._chosen]))
            self.update()
            self.page_chosen.emit(self._pages[self._chosen].page)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(300, HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.choose(self._position_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        last = len(self._pages) - 1
        to = {
            Qt.Key.Key_Left: self._chosen - 1,
            Qt.Key.Key_Right: self._chosen + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
            Qt.Key.Key_PageUp: self._chosen - 10,
            Qt.Key.Key_PageDown: self._chosen + 10,
        }.get(Qt.Key(event.key()))
        if to is None:
            super().keyPressEvent(event)
        else:
            self.choose(to)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._pages:
            page = self._pages[self._position_at(event.pos().x())]
            QToolTip.showText(event.globalPos(), plain_tooltip(page_words(page)), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = self._step()
        colours = self._theming.theme.colours
        for at, page in enumerate(self._pages):
            left = at * step
            bar = QRectF(left, 0, max(1.0, step - GAP), self.height() - 6)
            share = min(1.0, page.characters / LONG_PAGE)
            top = bar.bottom() - max(LEAST, share * bar.height())
            filled = QRectF(bar.left(), top, bar.width(), bar.bottom() - top)
            _paint_page(painter, filled, page, colours.dim, colours.warn)
            if at == self._chosen:
                painter.fillRect(QRectF(left, self.height() - 3, bar.width(), 3), QColor(colours.accent))

    def _step(self) -> float:
        return min(WIDEST, self.width() / max(1, len(self._pages)))

    def _position_at(self, x: float) -> int:
        return max(0, min(int(x / self._step()), len(self._pages) - 1))


def page_words(page: PageCoverage) -> str:
    """What was read of a page, as a line."""
    if page.how == "nothing" or page.characters == 0:
        return fill(QCoreApplication.translate("CoverageStrip", "Page %1: nothing"), number(page.page))
    text = QCoreApplication.translate("CoverageStrip", "Page %1: %2 characters")
    if page.how == "ocr":
        text = QCoreApplication.translate("CoverageStrip", "Page %1: %2 characters, by OCR")
    return fill(text, number(page.page), number(page.characters))


def _paint_page(painter: QPainter, bar: QRectF, page: PageCoverage, colour: str, empty: str) -> None:
    if page.how == "nothing" or page.characters == 0:
        painter.setPen(QPen(QColor(empty), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        return
    if page.how == "text":
        painter.fillRect(bar, QColor(colour))
        return
    bottom = bar.bottom()
    while bottom > bar.top():  # lines: finer hatching is a grey blur at this size
        painter.fillRect(QRectF(bar.left(), max(bar.top(), bottom - 2), bar.width(), 2), QColor(colour))
        bottom -= 4
