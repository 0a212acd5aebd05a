"""DocumentSearch: the search box over the list, the menu of orders and filters, what is said of a filter in force."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ragdesk.protocol.document_lists import DocumentCounts, ListChoice
from ragdesk.protocol.records import Status
from ragdesk.window.documents.document_facts import joined, type_words
from ragdesk.window.documents.list_menu import ListMenu, status_choice_words
from ragdesk.window.icons import icon
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.icon_button import IconButton
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill, number

LONGEST = 200
"""Letters: no name of a file is longer, and the engine looks for so many words."""


class DocumentSearch(WithWords, QWidget):
    """`choice` is what the user wants to see of the list."""

    changed = Signal()
    all_asked_wanted = Signal()
    list_wanted = Signal()
    """The arrow key down was pressed: on to the list."""

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = ListChoice()
        self._theming = theming
        self._counts = DocumentCounts(0)
        self._asked = 0
        self.box = QLineEdit(self)
        self.box.setObjectName("documents_search")
        self.box.setProperty("role", "search")
        self.box.setMaxLength(LONGEST)
        self.box.setClearButtonEnabled(True)
        self.box.installEventFilter(self)
        self._glass = QAction(self)
        self.box.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.button = IconButton(theming, "list-filter", self)
        self.button.setObjectName("documents_list_menu_button")
        self.menu = ListMenu(self.button)
        self.button.setMenu(self.menu)
        self.note = plain_label(parent=self, role="small", wraps=True)
        self.note.setObjectName("documents_filter_note")
        self.show_all = QPushButton(self)
        self.show_all.setObjectName("documents_show_all")
        self.scope = plain_label(parent=self, role="small", wraps=True)
        self.scope.setObjectName("documents_scope_note")
        self.ask_all = QPushButton(self)
        self.ask_all.setObjectName("documents_ask_all")
        self._lay_out()
        self.box.textChanged.connect(lambda text: self.choose(replace(self.choice, words=text)))
        self.menu.chosen.connect(self.choose)
        self.show_all.clicked.connect(lambda: self.choose(replace(self.choice, status=None, type=None)))
        self.ask_all.clicked.connect(self.all_asked_wanted)
        theming.changed.connect(self._recolour)
        self._recolour()
        self.retranslate()

    def retranslate(self) -> None:
        self.button.say(self.tr("Order and filter of the list"))
        self.box.setAccessibleName(self.tr("Search the documents by name"))
        self.box.setToolTip(self.tr("Search the documents by name"))
        self.show_all.setText(self.tr("Show all"))
        self.show_all.setToolTip(self.tr("Show all documents again"))
        self.ask_all.setText(self.tr("Ask all"))
        self.ask_all.setToolTip(self.tr("Ask all documents again"))
        self._show()

    def choose(self, choice: ListChoice) -> None:
        if choice == self.choice:
            return
        self.choice = choice
        if self.box.text() != choice.words:
            self.box.setText(choice.words)
        self._show()
        self.changed.emit()

    def choose_status(self, status: Status | None) -> None:
        """Only documents in this state, whatever was chosen before."""
        self.choose(ListChoice(sort=self.choice.sort, status=status))

    def take(self, choice: ListChoice, counts: DocumentCounts) -> None:
        """What is listed now, and what there is to be searched."""
        self._counts = counts
        self.choose(choice)
        self._show()

    def take_asked(self, asked: int) -> None:
        """How many documents alone are asked; 0: all."""
        self._asked = asked
        self._show()

    def type(self, letters: str) -> None:
        """Go on typing here."""
        self.box.setFocus()
        self.box.insert(letters)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.list_wanted.emit()
                return True
            if event.key() == Qt.Key.Key_Escape and self.box.text():
                self.box.clear()
                return True
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, super().minimumSizeHint().height())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.box, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 6)
        column.setSpacing(8)
        column.addLayout(row)
        for label, button in ((self.note, self.show_all), (self.scope, self.ask_all)):
            button.setProperty("role", "link")
            line = QHBoxLayout()
            line.addWidget(label, 1)
            line.addWidget(button)
            column.addLayout(line)

    def _show(self) -> None:
        self.menu.take(self.choice, self._counts)
        count = self._counts.total
        text = fill(self.tr("Search %1 documents"), number(count)) if count > 1 else self.tr("Search documents")
        self.box.setPlaceholderText(text)
        status = status_choice_words(self.choice.status) if self.choice.status else ""
        kind = type_words(self.choice.type) if self.choice.type else ""
        self.note.setText(joined(status, kind))
        for widget in (self.note, self.show_all):
            widget.setVisible(self.choice.is_filter)
        self.scope.setText(self.tr("Only %n of them are asked", "", self._asked))
        for widget in (self.scope, self.ask_all):
            widget.setVisible(self._asked > 0)

    def _recolour(self) -> None:
        self._glass.setIcon(icon("search", self._theming.theme.colours.dim))
