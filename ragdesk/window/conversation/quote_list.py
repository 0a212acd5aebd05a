"""QuoteList: the quotes of one answer as cards, the best first, the rest behind a link."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ragdesk.protocol.records import Answer, Quote
from ragdesk.window.conversation.quote_card import QuoteCard
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_label, set_plain_tooltip
from ragdesk.window.widgets.translated import Translated
from ragdesk.window.words import fill, number

AT_FIRST = 3
"""More than so many and the answer under them is out of sight; then `FEWER` are shown."""
FEWER = 2


class QuoteList(Translated):
    """`show_quotes` may come twice: what is there already stays where it is."""

    quote_chosen = Signal(int)
    """The number of a quote."""

    def __init__(self, theming: Theming, question: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theming = theming
        self._question = question
        self._quotes: tuple[Quote, ...] = ()
        self._cards: list[QuoteCard] = []
        self._answer: Answer | None = None
        self._is_whole = False
        self._title = plain_label(role="section")
        self._more = QPushButton()
        self._more.setObjectName("more_quotes")
        self._more.setProperty("role", "link")
        self._more.clicked.connect(self.show_all)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)
        self._layout.addWidget(self._title)
        self._layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    def retranslate(self) -> None:
        hidden = len(self._quotes) - len(self._cards)
        self._title.setText(self.tr("Quotes"))
        self._more.setText(fill(self.tr("Show %1 more"), number(hidden)))
        self._more.setAccessibleName(fill(self.tr("Show %1 more quotes"), number(hidden)))
        set_plain_tooltip(self._more, self.tr("All quotes that were found"))
        self._more.setVisible(hidden > 0)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        return self._quotes

    def show_quotes(self, quotes: Sequence[Quote]) -> None:
        """The same ones as before, or those with some added at the end, as a checked answer adds what it rests on."""
        self._quotes = tuple(quotes)
        few = len(quotes) if self._is_whole or len(quotes) <= AT_FIRST else FEWER
        self._fill(max(few, len(self._cards)))

    def mark_used(self, answer: Answer) -> None:
        """Mark in each quote what the answer took from it, besides what was asked."""
        if answer.origin == "model":
            for card in self._cards:
                said = (sentence.text for sentence in answer.sentences if card.quote.n in sentence.citations)
                card.mark_words(" ".join((self._question, *said)))
        self._answer = answer

    def show_all(self) -> None:
        """The focus goes on to the first that was hidden."""
        self._is_whole = True
        first = len(self._cards)
        self._fill(len(self._quotes))
        if self._answer:
            self.mark_used(self._answer)
        if first < len(self._cards):
            self._cards[first].setFocus()

    def _fill(self, shown: int) -> None:
        for quote in self._quotes[len(self._cards) : shown]:
            card = QuoteCard(self._theming, quote, self._question, self)
            card.clicked.connect(lambda _=False, n=quote.n: self.quote_chosen.emit(n))
            self._layout.insertWidget(self._layout.count() - 1, card)
            card.show()
            self._cards.append(card)
        self.retranslate()
