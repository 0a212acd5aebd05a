"""FindBar: the words to find in the shown document, how many places hold them, and the way from one to the next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from ragdesk.window.evidence.finder import Finder
from ragdesk.window.evidence.finding import MOST_HITS
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.elided_label import ElidedLabel
from ragdesk.window.widgets.icon_button import IconButton
from ragdesk.window.widgets.plain import set_plain_tooltip
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill, number

TYPING_MS = 150


class FindField(QLineEdit):
    """Enter and Shift+Enter step, Esc leaves."""

    step_asked_for = Signal(int)
    left = Signal()

    def event(self, event: QEvent) -> bool:
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # here Esc closes the bar; it does not stop an answer
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step_asked_for.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)


class FindBar(WithWords, QFrame):
    """Shows how `finder` is doing; what it searches in is the panel's business."""

    words_changed = Signal(str)
    """Other words are looked for; told when typing rests for a moment."""
    closed = Signal()

    def __init__(self, finder: Finder, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence_find")
        self.setProperty("role", "header")
        self._finder = finder
        self.field = FindField(self)
        self.field.setObjectName("evidence_find_field")
        self.field.setProperty("role", "search")
        self._count = ElidedLabel(role="small")
        self._previous = IconButton(theming, "chevron-up", self)
        self._previous.setObjectName("evidence_find_previous")
        self._next = IconButton(theming, "chevron-down", self)
        self._next.setObjectName("evidence_find_next")
        self._close = IconButton(theming, "x", self)
        self._close.setObjectName("evidence_find_close")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addSpacing(4)
        row.addWidget(self._count)
        for button in (self._previous, self._next, self._close):
            row.addWidget(button)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.look)
        self.field.textChanged.connect(lambda _: self._typing.start())
        self.field.step_asked_for.connect(self.step)
        self.field.left.connect(self.closed)
        self._previous.clicked.connect(lambda: self.step(-1))
        self._next.clicked.connect(lambda: self.step(1))
        self._close.clicked.connect(self.closed)
        finder.changed.connect(self._tell)
        self.retranslate()

    def retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Find in this document"))
        self.field.setAccessibleName(self.tr("Find in this document"))
        set_plain_tooltip(self.field, self.tr("Enter: next place; Shift+Enter: the one before; Esc: close"))
        self._previous.say(self.tr("The place before"))
        self._next.say(self.tr("The next place"))
        self._close.say(self.tr("Close the search"))
        self._tell()

    def look(self) -> None:
        """For what is typed now, unless that is what was looked for already."""
        self._typing.stop()
        if self.field.text() != self._finder.words:
            self.words_changed.emit(self.field.text())

    def step(self, by: int) -> None:
        """To the next or previous place, with what is typed now."""
        if self.field.text() != self._finder.words:
            self.look()
        else:
            self._finder.step(by)

    def _tell(self) -> None:
        hits = len(self._finder.hits)
        if self._finder.is_searching:
            self._count.setText(self.tr("Searching …"))
        elif not self._finder.words.strip():
            self._count.setText("")
        elif not hits:
            self._count.setText(self.tr("Not found"))
        else:
            text = self.tr("%1 of more than %2") if hits >= MOST_HITS else self.tr("%1 of %2")
            self._count.setText(fill(text, number(self._finder.chosen + 1), number(hits)))
        for button in (self._previous, self._next):
            button.setEnabled(hits > 1)
