"""NothingCard: the question is not in the documents; says so, and names the nearest ones."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ragdesk.protocol.records import Answer
from ragdesk.window.conversation.flow_layout import FlowLayout
from ragdesk.window.conversation.quote_words import file_name, page_in_words
from ragdesk.window.widgets.plain import menu_text, plain_label, set_plain_tooltip, shortened
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill, number

_NAME_CHARACTERS = 48


class NothingCard(WithWords, QFrame):
    """As in the drawing; no model was asked."""

    document_chosen = Signal(str, str, object)
    """Path, or "" where only the title is known; title; page or None."""

    def __init__(self, answer: Answer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer = answer
        self.setObjectName("nothing_found")
        self.setProperty("role", "notice")
        self._title = plain_label(role="header")
        self._body = plain_label(wraps=True)
        self._nearest = plain_label(role="section")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 14, 12)
        layout.setSpacing(8)
        for label in (self._title, self._body, self._nearest):
            layout.addWidget(label)
        links = FlowLayout(spacing=12)
        self._links = [self._link(title) for title in answer.nearest]
        for link in self._links:
            links.addWidget(link)
        layout.addLayout(links)
        self._nearest.setVisible(bool(self._links))
        self.retranslate()

    def retranslate(self) -> None:
        searched = self.answer.searched
        self._title.setText(self.tr("Not in your documents."))
        if searched.documents:
            body = self.tr(
                "%1 of %n files were searched; no passage speaks of this. No model was asked.", "", searched.of
            )
            self._body.setText(fill(body, number(searched.documents)))
        else:
            self._body.setText(self.answer.text)
        self._nearest.setText(self.tr("Nearest"))
        for link in self._links:
            set_plain_tooltip(link, self.tr("Open this document"))

    def _link(self, title: str) -> QPushButton:
        passage = next((one for one in self.answer.passages if one.title == title), None)
        path, page = (passage.document, passage.place.page) if passage else ("", None)
        name = shortened(file_name(path) or title, _NAME_CHARACTERS)
        words = f"{name} · {page_in_words(page)}" if page is not None else name
        link = QPushButton(menu_text(words))
        link.setObjectName("nearest_document")
        link.setProperty("role", "link")
        link.setAccessibleName(words)
        link.clicked.connect(lambda: self.document_chosen.emit(path, title, page))
        return link
