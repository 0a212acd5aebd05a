"""TurnFooter: what an answer rests on, in one line, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ragdesk.protocol.records import Answer
from ragdesk.window.conversation.turn_words import facts_words
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.elided_label import ElidedLabel
from ragdesk.window.widgets.icon_button import IconButton
from ragdesk.window.widgets.translated import Translated


class TurnFooter(Translated):
    """`show_answer` fills it."""

    commanded = Signal(str)
    """The name of what should be done: "copy_answer", "regenerate", or an entry of `menu`."""

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer: Answer | None = None
        self._label = ElidedLabel(role="small")
        self._label.setObjectName("turn_facts")
        self._copy = IconButton(theming, "copy")
        self._copy.setObjectName("copy_answer")
        self._copy.clicked.connect(lambda: self.commanded.emit("copy_answer"))
        self._again = IconButton(theming, "refresh-cw")
        self._again.setObjectName("regenerate")
        self._again.clicked.connect(lambda: self.commanded.emit("regenerate"))
        self._more = IconButton(theming, "ellipsis")
        self._more.setObjectName("turn_menu")
        self._more.clicked.connect(self._open_menu)
        self._is_stored = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._label, 1)
        for button in (self._copy, self._again, self._more):
            layout.addWidget(button)
        self.retranslate()

    def retranslate(self) -> None:
        self._copy.say(self.tr("Copy the answer"))
        self._again.say(self.tr("Answer again"))
        self._more.say(self.tr("More to do with this answer"))
        if self._answer:
            self._label.setText(facts_words(self._answer))

    def show_answer(self, answer: Answer, *, is_stored: bool) -> None:
        """What was never stored can neither be branched from nor deleted."""
        self._answer = answer
        self._label.setText(facts_words(answer))
        self._is_stored = is_stored

    def menu(self) -> QMenu:
        """Made when it is asked for: a long conversation has hundreds of them."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        has_budget = self._answer is not None and self._answer.budget.context_tokens > 0
        for name, words, can_be in (
            ("copy_markdown", self.tr("Copy with sources as Markdown"), True),
            ("edit_question", self.tr("Edit the question"), True),
            ("branch", self.tr("Go on in a new conversation"), self._is_stored),
            ("delete_turn", self.tr("Delete question and answer"), self._is_stored),
            ("budget", self.tr("What the model read…"), has_budget),
        ):
            entry = menu.addAction(words)
            entry.setObjectName(name)
            entry.setEnabled(can_be)
            entry.triggered.connect(lambda _=False, name=name: self.commanded.emit(name))
        return menu

    def _open_menu(self) -> None:
        menu = self.menu()
        below = self._more.mapToGlobal(self._more.rect().bottomRight())
        menu.popup(below - QPoint(menu.sizeHint().width(), 0))
