"""BudgetBar: how much of what the model can read at once an answer took; opens what it read."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ragdesk.protocol.records import Budget
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import set_plain_tooltip
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill, number

_BAR, _LEAST_BAR, _HEIGHT, _GAP = 110, 28, 6, 8


class BudgetBar(WithWords, QAbstractButton):
    """Hidden until an answer of a model was shown. Prompt in the accent, answer in grey, and the figures in words."""

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theming = theming
        self._budget = Budget()
        self.setObjectName("budget_bar")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()
        theming.changed.connect(self._fit)
        self.retranslate()

    def retranslate(self) -> None:
        budget = self._budget
        words = fill(
            self.tr("The model read %1 tokens and wrote %2, of %3 that it can hold. Click for what it read."),
            number(budget.prompt_tokens),
            number(budget.answer_tokens),
            number(budget.context_tokens),
        )
        set_plain_tooltip(self, words)
        self.setAccessibleName(words)

    def show_budget(self, budget: Budget) -> None:
        """All zero where no model was asked: nothing to show."""
        self._budget = budget
        self.setVisible(budget.context_tokens > 0)
        self.retranslate()
        self._fit()
        self.update()

    def words(self) -> str:
        """1,120 / 2,048."""
        budget = self._budget
        return fill("%1 / %2", number(budget.prompt_tokens + budget.answer_tokens), number(budget.context_tokens))

    def sizeHint(self) -> QSize:  # noqa: N802
        """Little, as the pills beside it come first; it takes what is left, up to its full length."""
        return QSize(_LEAST_BAR, 28)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    @property
    def has_room_for_words(self) -> bool:
        """Where it has not, the tooltip alone says them."""
        return self.width() >= _LEAST_BAR + _GAP + self._words_width()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        colours, budget = self._theming.theme.colours, self._budget
        width = min(_BAR, self.width() - (_GAP + self._words_width() if self.has_room_for_words else 1))
        bar = QRectF(0, (self.height() - _HEIGHT) / 2, width, _HEIGHT)
        outline = QPainterPath()
        outline.addRoundedRect(bar, _HEIGHT / 2, _HEIGHT / 2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._theming.theme.name != "contrast":  # where lines and grey are both white
            painter.fillPath(outline, QColor(colours.line))
        painter.setClipPath(outline)
        read = width * min(1.0, budget.prompt_tokens / max(1, budget.context_tokens))
        written = width * min(1.0, budget.answer_tokens / max(1, budget.context_tokens))
        painter.fillRect(QRectF(0, bar.y(), read, _HEIGHT), QColor(colours.accent))
        painter.fillRect(QRectF(read + 1.5, bar.y(), max(written, 2.0), _HEIGHT), QColor(colours.dim))
        painter.setClipping(False)
        painter.setPen(QColor(colours.line))
        painter.drawPath(outline)
        if self.has_room_for_words:
            self._write(painter, round(width) + _GAP)
        painter.end()

    def _write(self, painter: QPainter, left: int) -> None:
        painter.setPen(QColor(self._theming.theme.colours.dim))
        painter.setFont(self._small())
        words = self.rect().adjusted(left, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, self.words())

    def _fit(self) -> None:
        self.setMaximumWidth(_BAR + _GAP + self._words_width())
        self.updateGeometry()

    def _words_width(self) -> int:
        return QFontMetrics(self._small()).horizontalAdvance(self.words()) + 2

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(self._theming.theme.points(12.5))
        return font
