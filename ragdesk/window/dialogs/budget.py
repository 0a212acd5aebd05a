"""BudgetDialog: what the model really read for an answer, what was left out, and how full its context was."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ragdesk.protocol.records import Answer, Passage
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill, number


class BudgetDialog(WithWords, QDialog):
    """Follows the answer that the window shows last."""

    def __init__(
        self, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setObjectName("budget_dialog")
        self.resize(620, 600)
        self._figures = plain_label(role="header", wraps=True)
        self._times = plain_label(role="dim", wraps=True)
        self._passages = QVBoxLayout()
        self._passages.setSpacing(12)
        inner = QWidget()
        inner.setProperty("role", "page")
        inner.setLayout(self._passages)
        area = QScrollArea()
        area.setObjectName("budget_passages")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        self._close = QPushButton()
        self._close.setObjectName("budget_close")
        self._close.setProperty("role", "primary")
        self._close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(self._figures)
        column.addWidget(self._times)
        column.addWidget(area, 1)
        column.addWidget(self._close, 0, Qt.AlignmentFlag.AlignRight)
        desk.answer_shown.connect(lambda _: self.retranslate())
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("What the model read"))
        self._close.setText(self.tr("Close"))
        self._close.setToolTip(self.tr("Close this page"))
        while (item := self._passages.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        answer = self._desk.answer
        self._figures.setText(self._figures_of(answer))
        self._times.setText(self._times_of(answer) if answer else "")
        if answer:
            self._list(answer)
        self._passages.addStretch(1)

    def _figures_of(self, answer: Answer | None) -> str:
        if answer is None:
            return self.tr("Nothing was asked yet.")
        if answer.model is None:
            return self.tr("No model was asked: the answer is made of quotes.")
        budget = answer.budget
        return fill(
            self.tr("%1 read %2 tokens and wrote %3. It can hold %4 at once."),
            answer.model, number(budget.prompt_tokens), number(budget.answer_tokens), number(budget.context_tokens),
        )  # fmt: skip

    def _times_of(self, answer: Answer) -> str:
        timings = answer.timings
        parts = [fill(self.tr("quotes after %1 s"), number(timings.quotes / 1000, 2))]
        if timings.first_token is not None:
            parts.append(fill(self.tr("first word after %1 s"), number(timings.first_token / 1000, 2)))
        parts.append(fill(self.tr("done after %1 s"), number(timings.total / 1000, 2)))
        return " · ".join(parts)

    def _list(self, answer: Answer) -> None:
        read = answer.budget.passages_read
        groups = (
            (self.tr("Read by the model, best first"), [one for one in answer.passages if one.n in read]),
            (self.tr("Found, not given to the model"), [one for one in answer.passages if one.n not in read]),
        )
        for title, passages in groups:
            if passages:
                self._passages.addWidget(plain_label(title, role="section"))
            for passage in passages:
                self._passages.addWidget(_card(passage, self._place(passage)))

    def _place(self, passage: Passage) -> str:
        parts = [passage.title]
        if passage.place.page is not None:
            parts.append(fill(self.tr("page %1"), number(passage.place.page)))
        return " · ".join([*parts, *passage.place.heading[-1:]])


def _card(passage: Passage, place: str) -> QWidget:
    card = QFrame()
    card.setObjectName("budget_passage")
    card.setProperty("role", "card")
    text: QLabel = plain_label(passage.text, wraps=True)
    text.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    text.setAccessibleName(passage.text)
    column = QVBoxLayout(card)
    column.setContentsMargins(12, 12, 12, 12)
    column.addWidget(text)
    column.addWidget(plain_label(place, role="small", wraps=True))
    return card
