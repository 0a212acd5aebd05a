"""TurnBody: what a turn is made of while it is near: each part is made when there is something for it to say.

Knows no state: `TurnView` tells it what to show. A widget costs half a millisecond, and few turns need all parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ragdesk.protocol.records import Answer, Quote
from ragdesk.window.conversation.answer_text import AnswerText
from ragdesk.window.conversation.icon_line import IconLine
from ragdesk.window.conversation.nothing_card import NothingCard
from ragdesk.window.conversation.question_row import QuestionRow
from ragdesk.window.conversation.quote_list import QuoteList
from ragdesk.window.conversation.turn_footer import TurnFooter
from ragdesk.window.conversation.turn_words import unread_words
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import Translated

Part = TypeVar("Part", bound=QWidget)

_ORDER = (
    "question", "quotes", "section", "text", "waiting", "unsupported", "note", "problem", "nothing", "unread", "retry",
    "footer",
)  # fmt: skip
"""From top to bottom."""
_LINES = {
    "unsupported": ("triangle-alert", "warn", "unsupported"),
    "note": ("info", "dim", "answer_note"),
    "problem": ("circle-alert", "bad", "answer_problem"),
}
"""Icon, role and name of what is said in a line of its own."""


class TurnBody(Translated):
    """As high as its parts need; tells when that changes."""

    changed = Signal()
    """Its parts want another height."""
    quote_chosen = Signal(int)
    """By its number, at the quote itself or where the answer names it."""
    document_chosen = Signal(str, str, object)
    commanded = Signal(str)
    """As `TurnFooter.commanded`, and "try_again"."""

    def __init__(self, theming: Theming, question: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theming = theming
        self._asked = question
        self._parts: dict[str, QWidget] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)
        self._question = self._put_in("question", QuestionRow(theming, question, self))
        self._question.edit_asked.connect(lambda: self.commanded.emit("edit_question"))

    def retranslate(self) -> None:
        if section := self._there("section", QLabel):
            section.setText(QCoreApplication.translate("TurnView", "Answer"))
        if retry := self._there("retry", QPushButton):
            retry.setText(QCoreApplication.translate("TurnView", "Try again"))
            retry.setToolTip(QCoreApplication.translate("TurnView", "Ask this question again"))

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.changed.emit()
        return done

    def height_for(self, width: int) -> int:
        return self._layout.totalHeightForWidth(width)

    def focus_stops(self) -> list[QWidget]:
        """What Tab goes through, from top to bottom; parts are made in another order."""
        stops = [
            one
            for one in self.findChildren(QWidget)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisibleTo(self)
        ]
        return sorted(stops, key=lambda one: (one.mapTo(self, QPoint()).y(), one.mapTo(self, QPoint()).x()))

    @property
    def written(self) -> str:
        """The model's words that stand in it."""
        text = self._there("text", AnswerText)
        return text.written if text else ""

    # what TurnView tells

    def offer_editing(self, is_offered: bool) -> None:
        self._question.offer_editing(is_offered)

    def show_quotes(self, quotes: Sequence[Quote], answer: Answer | None = None) -> None:
        """`answer`: what rests on them, once it is there."""
        if quotes:
            shown = self._there("quotes", QuoteList) or self._make_quotes()
            shown.show_quotes(quotes)
            if answer:
                shown.mark_used(answer)
            shown.show()
        else:
            self._hide("quotes")

    def write(self, piece: str) -> None:
        """A further piece of the answer."""
        text = self._there("text", AnswerText) or self._make_text()
        text.write(piece)
        self._show_text(bool(text.written))

    def take_words_back(self) -> None:
        if text := self._there("text", AnswerText):
            text.clear_text()
            self._show_text(False)

    def show_checked(self, answer: Answer) -> None:
        """The model's words, their sentences marked and their quotes numbered."""
        text = self._there("text", AnswerText) or self._make_text()
        text.check(answer.text, answer.sentences, answer.quotes)
        self._show_text(True)

    def show_nothing(self, answer: Answer, unread: Mapping[str, int]) -> None:
        """That it is not in the documents; which are nearest; and how many were not read."""
        there = self._there("nothing", NothingCard)
        if there and there.answer is not answer:
            self.hide_nothing()
        if "nothing" not in self._parts:
            card = self._put_in("nothing", NothingCard(answer, self))
            card.document_chosen.connect(self.document_chosen)
            card.show()
        said = unread_words(unread)
        if said and "unread" not in self._parts:
            self._put_in("unread", plain_label(role="small", wraps=True, parent=self)).setObjectName("unread")
        if line := self._there("unread", QLabel):
            line.setText(said)
            line.setVisible(bool(said))

    def hide_nothing(self) -> None:
        if card := self._parts.pop("nothing", None):
            card.hide()
            card.deleteLater()
        self._hide("unread")

    def say_waiting(self, said: str) -> None:
        """What goes on; "" when nothing does."""
        if said and "waiting" not in self._parts:
            self._put_in("waiting", plain_label(role="dim", wraps=True, parent=self)).setObjectName("waiting")
        if waiting := self._there("waiting", QLabel):
            waiting.setText(said)
            waiting.setVisible(bool(said))

    def say(self, name: str, said: str) -> None:
        """What is "unsupported", a "note" or a "problem"; "" where there is nothing to say."""
        if said and name not in self._parts:
            icon, role, known_as = _LINES[name]
            self._put_in(name, IconLine(self._theming, icon, role, self)).setObjectName(known_as)
        if line := self._there(name, IconLine):
            line.say(said)

    def offer_again(self, is_offered: bool) -> None:
        """Whether it can be asked once more."""
        if is_offered and "retry" not in self._parts:
            retry = self._put_in("retry", QPushButton(self))
            retry.setObjectName("try_again")
            retry.clicked.connect(lambda: self.commanded.emit("try_again"))
            self._layout.setAlignment(retry, Qt.AlignmentFlag.AlignLeft)
            self.retranslate()
        if there := self._there("retry", QPushButton):
            there.setVisible(is_offered)

    def show_footer(self, answer: Answer, *, is_stored: bool) -> None:
        footer = self._there("footer", TurnFooter)
        if footer is None:
            footer = self._put_in("footer", TurnFooter(self._theming, self))
            footer.commanded.connect(self.commanded)
        footer.show_answer(answer, is_stored=is_stored)
        footer.show()

    # parts

    def _there(self, name: str, kind: type[Part]) -> Part | None:
        part = self._parts.get(name)
        return part if isinstance(part, kind) else None

    def _put_in(self, name: str, part: Part) -> Part:
        """Where it belongs among those that are there."""
        self._layout.insertWidget(sum(one in self._parts for one in _ORDER[: _ORDER.index(name)]), part)
        self._parts[name] = part
        return part

    def _hide(self, name: str) -> None:
        if name in self._parts:
            self._parts[name].hide()

    def _make_quotes(self) -> QuoteList:
        made = self._put_in("quotes", QuoteList(self._theming, self._asked, self))
        made.quote_chosen.connect(self.quote_chosen)
        return made

    def _make_text(self) -> AnswerText:
        section = self._put_in("section", plain_label(role="section", parent=self))
        section.hide()
        made = self._put_in("text", AnswerText(self._theming, self))
        made.hide()
        made.citation_clicked.connect(self.quote_chosen)
        self.retranslate()
        return made

    def _show_text(self, is_shown: bool) -> None:
        for name in ("section", "text"):
            self._parts[name].setVisible(is_shown)
