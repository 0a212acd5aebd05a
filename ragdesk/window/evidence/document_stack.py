"""DocumentStack: the views of a document, one of which is seen: none, pages, text, small pages, what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from ragdesk.window.engine_link import EngineLink
from ragdesk.window.evidence.page_store import PageStore
from ragdesk.window.evidence.page_view import PageView
from ragdesk.window.evidence.text_view import TextView
from ragdesk.window.evidence.thumbnails import MOST_BYTES, Thumbnails
from ragdesk.window.evidence.trouble import Trouble
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_label


class DocumentStack(QStackedWidget):
    """Holds the views and their images; which one is seen is the business of `DocumentView`."""

    def __init__(self, link: EngineLink, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence_stack")
        self.setProperty("role", "well")
        self.store = PageStore(link, self)
        self.small = PageStore(link, self, MOST_BYTES)
        self.pages = PageView(self.store, theming, self)
        self.text = TextView(theming, self)
        self.thumbnails = Thumbnails(self.small, theming, self)
        self.trouble = Trouble(self)
        self._empty = plain_label(role="dim", wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setMargin(24)
        for view in (self._empty, self.pages, self.text, self.thumbnails, self.trouble):
            self.addWidget(view)
        self.retranslate()

    def retranslate(self) -> None:
        """Called by the view that holds this."""
        self._empty.setText(self.tr("A citation opens here, at its page."))
        self.thumbnails.setAccessibleName(self.tr("All pages"))

    def show_empty(self) -> None:
        """No document."""
        self.setCurrentWidget(self._empty)

    def focus_view(self) -> None:
        """Let the keys scroll."""
        view = self.currentWidget()
        if view is not None and view is not self._empty:
            view.setFocus()

    def open(self, document: str, pages: int) -> None:
        """Other images; of at least so many pages."""
        self.store.open(document)
        self.small.open(document)
        self.pages.open(document, pages)

    def name(self, words: str) -> None:
        """What a screen reader says of the page, or of the text."""
        self.pages.setAccessibleName(words)
        self.text.setAccessibleName(words)
