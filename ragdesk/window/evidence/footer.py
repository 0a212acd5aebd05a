"""Footer: which citation is shown, of how many, and on which page of how many, with the ways to the next ones."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIntValidator, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from ragdesk.window.actions import Actions
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.icon_button import IconButton
from ragdesk.window.widgets.plain import plain_label, set_plain_tooltip
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill, number


class PageField(QLineEdit):
    """The number of the page, which can be typed over; Enter goes there, Esc takes the old one back."""

    page_asked_for = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence_page_field")
        self.setProperty("role", "inline")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._page, self._pages = 0, 0
        self.returnPressed.connect(self._ask)

    def tell(self, page: int, pages: int) -> None:
        """The page that is shown; a number being typed stays."""
        self._page, self._pages = page, pages
        self.setValidator(QIntValidator(1, max(1, pages), self))
        digits = len(str(max(page, pages)))
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("8" * digits) + 12)
        if not (self.hasFocus() and self.isModified()):
            self.setText(str(page) if page else "")

    def event(self, event: QEvent) -> bool:
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.ShortcutOverride and self.isModified():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self._take_back()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._take_back()

    def _ask(self) -> None:
        page = int(self.text())
        self.setModified(False)
        self.page_asked_for.emit(page)

    def _take_back(self) -> None:
        self.setText(str(self._page) if self._page else "")
        self.setModified(False)


class Footer(WithWords, QFrame):
    """Citations at the left, pages at the right, the form of the document between them."""

    quotes_asked_for = Signal(bool)
    """The list of all quotes should be seen, or no longer."""
    text_asked_for = Signal(bool)
    """The document as text, or as pages."""

    def __init__(self, theming: Theming, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence_footer")
        self.setProperty("role", "footer")
        self.setMinimumHeight(44)
        self._chosen, self._quotes, self._pages = 0, 0, 0
        self._citation_before = IconButton.for_action(actions["previous_citation"], theming, self)
        self._citation_after = IconButton.for_action(actions["next_citation"], theming, self)
        self.citation = QToolButton(self)
        self.citation.setObjectName("evidence_citation")
        self.citation.setProperty("role", "quiet")
        self.citation.setCheckable(True)
        self.citation.toggled.connect(self.quotes_asked_for)
        self.text_switch = IconButton(theming, "file-type", self)
        self.text_switch.setObjectName("evidence_text_switch")
        self.text_switch.setCheckable(True)
        self.text_switch.clicked.connect(self.text_asked_for)
        self._page_before = IconButton.for_action(actions["previous_page"], theming, self)
        self._page_after = IconButton.for_action(actions["next_page"], theming, self)
        self.page = PageField(self)
        self._of = plain_label(role="dim")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(2)
        for widget in (self._citation_before, self.citation, self._citation_after):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.text_switch)
        row.addSpacing(8)
        for part in (self._page_before, self.page, self._of, self._page_after):
            row.addWidget(part)
        self.retranslate()

    def retranslate(self) -> None:
        set_plain_tooltip(self.citation, self.tr("All quotes of this answer"))
        self.text_switch.say(self.tr("Show the text in place of the page"))
        self.page.setAccessibleName(self.tr("Page"))
        set_plain_tooltip(self.page, self.tr("Type a page and press Enter"))
        self._say()

    def tell_citation(self, chosen: int, quotes: int) -> None:
        """`chosen` counts from 0; no quotes where a document was opened by itself."""
        self._chosen, self._quotes = chosen, quotes
        self._say()

    def tell_page(self, page: int, pages: int) -> None:
        """0 for what is not known."""
        self._pages = pages
        self.page.tell(page, pages)
        self._say()

    def tell_form(self, *, is_text: bool, can_switch: bool) -> None:
        """Whether the text is shown, and whether there are pages besides."""
        self.text_switch.setVisible(can_switch)
        self.text_switch.setChecked(is_text)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._say_citation()
        return handled

    def _say_citation(self) -> None:
        """In few signs where there is no room for words."""
        chosen, of = number(self._chosen + 1), number(self._quotes)
        text = fill(self.tr("Citation %1 of %2"), chosen, of)
        self.citation.setAccessibleName(text)
        width = self.citation.fontMetrics().horizontalAdvance
        if self._row.sizeHint().width() - width(self.citation.text()) + width(text) > self.width():
            text = fill(self.tr("%1 / %2"), chosen, of)
        if text != self.citation.text():
            self.citation.setText(text)

    def _say(self) -> None:
        for widget in (self._citation_before, self.citation, self._citation_after):
            widget.setVisible(self._quotes > 0)
        self._of.setText(fill(self.tr("/ %1"), number(self._pages)))
        for part in (self._page_before, self.page, self._of, self._page_after):
            part.setVisible(self._pages > 0)
        self._say_citation()
