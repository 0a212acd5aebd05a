"""DocumentDetails: what became of one document: its facts, its state and why, and page by page what was read of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.records import DocumentRecord, DocumentText, PageCoverage
from ragdesk.window.dialogs.coverage_strip import CoverageStrip, page_words
from ragdesk.window.documents.document_facts import (
    amount,
    joined,
    language_words,
    look_of,
    name_of,
    status_words,
    type_words,
)
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.engine_words import said, said_of
from ragdesk.window.reasons import what_to_do
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.elided_label import ElidedLabel
from ragdesk.window.widgets.plain import plain_label, shortened
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import age, fill, number, size

MOST_CHARACTERS = 200_000
"""Of a section's text; more would take long to lay out."""


class DocumentDetails(WithWords, QDialog):
    """Non-modal. What was read is asked for anew whenever documents change."""

    read_again_wanted = Signal()
    open_wanted = Signal(object)
    """A page to show, or None."""

    def __init__(
        self, link: EngineLink, theming: Theming, record: DocumentRecord, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("document_details")
        self._link, self._record = link, record
        self._text: DocumentText | None = None
        self._make_parts(theming)
        self._lay_out()
        link.documents_changed.connect(self._ask)
        self.retranslate()
        self._ask()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("What was read"))
        self.pages_label.setText(self.tr("Page by page"))
        self.strip.setAccessibleName(self.tr("What was read of each page"))
        self.sections.setAccessibleName(self.tr("Part of the document"))
        self.sections.setToolTip(self.tr("Part of the document"))
        self.text.setAccessibleName(self.tr("The text that was read"))
        self.text.setToolTip(self.tr("The text that was read"))
        self.read_again.setText(self.tr("Read again"))
        self.read_again.setToolTip(self.tr("Read this document again"))
        self.show_page.setText(self.tr("Show"))
        self.show_page.setToolTip(self.tr("Show it beside the conversation"))
        self.close_button.setText(self.tr("Close"))
        self._show()

    def _make_parts(self, theming: Theming) -> None:
        self.name = ElidedLabel(parent=self, role="question", mode=Qt.TextElideMode.ElideMiddle)
        self.path = ElidedLabel(parent=self, role="small", mode=Qt.TextElideMode.ElideMiddle)
        self.facts = plain_label(wraps=True)
        self.facts.setObjectName("details_facts")
        self.state = plain_label(wraps=True)
        self.state.setObjectName("details_state")
        self.state.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.pages_label = plain_label(role="section")
        self.strip = CoverageStrip(theming, self)
        self.page = plain_label(role="small")
        self.page.setObjectName("details_page")
        self.sections = QComboBox(self)
        self.sections.setObjectName("details_sections")
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("details_text")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.read_again = QPushButton(self)
        self.read_again.setObjectName("details_read_again")
        self.show_page = QPushButton(self)
        self.show_page.setObjectName("details_open")
        self.close_button = QPushButton(self)
        self.close_button.setObjectName("details_close")
        self.strip.page_chosen.connect(self._show_page)
        self.sections.currentIndexChanged.connect(self._show_section)
        self.read_again.clicked.connect(self.read_again_wanted)
        self.show_page.clicked.connect(lambda: self.open_wanted.emit(self.strip.page))
        self.close_button.clicked.connect(self.close)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.read_again)
        row.addWidget(self.show_page)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        widgets = (self.name, self.path, self.facts, self.state, self.pages_label, self.strip, self.page, self.sections)
        for widget in widgets:
            column.addWidget(widget)
        column.addWidget(self.text, 1000)
        column.addStretch(1)  # takes the room of the text where there is none
        column.addLayout(row)
        self.resize(640, 560)

    def _ask(self) -> None:
        path = self._record.document
        self._link.request(lambda engine: engine.show(path), self._take, self._fail)

    def _take(self, text: DocumentText) -> None:
        self._text, self._record = text, text.record
        self._show()

    def _fail(self, problem: RagdeskError) -> None:
        self.page.setText(said_of(problem))

    def _show(self) -> None:
        record = self._record
        self.name.setText(name_of(record.document))
        self.path.setText(record.document)
        facts = (
            type_words(record.type) if record.type else "",
            amount(record),
            size(record.size_bytes),
            language_words(record.language) if record.language else "",
            fill(self.tr("changed %1"), age(record.modified_at)) if record.modified_at else "",
            fill(self.tr("read %1"), age(record.read_at)) if record.read_at else "",
            fill(self.tr("%1 by OCR"), number(record.pages_by_ocr)) if record.pages_by_ocr else "",
        )
        self.facts.setText(joined(*dict.fromkeys(facts)))  # the amount is its kind where there is nothing to count
        self._show_state(record)
        self._show_parts()

    def _show_state(self, record: DocumentRecord) -> None:
        words = status_words(record)
        state = words[:1].upper() + words[1:]
        reason = said(record.reason or "")
        reason = f"{reason} {what_to_do(record.reason_code, reason)}".strip()
        self.state.setText(fill(self.tr("%1: %2"), state, reason) if reason else state)
        self.state.setProperty("role", look_of(record).shade)
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)
        self.show_page.setEnabled(record.status in ("ready", "partly"))

    def _show_parts(self) -> None:
        text = self._text
        pages = text.coverage if text else ()
        for widget in (self.pages_label, self.strip, self.page):
            widget.setVisible(bool(pages))
        has_sections = text is not None and not pages and len(text.sections) > 0
        self.sections.setVisible(has_sections)
        self.text.setVisible(text is not None and len(text.sections) > 0)
        self.strip.show_pages(pages)
        if pages:
            self._show_page(self.strip.page or 1)
        elif text is not None and has_sections:
            self._fill_sections(text)

    def _fill_sections(self, text: DocumentText) -> None:
        before = max(0, self.sections.currentIndex())
        self.sections.blockSignals(True)
        self.sections.clear()
        for n, section in enumerate(text.sections, 1):
            heading = section.place.heading[-1] if section.place.heading else fill(self.tr("Part %1"), number(n))
            self.sections.addItem(shortened(heading, 100))
        self.sections.setCurrentIndex(min(before, len(text.sections) - 1))
        self.sections.blockSignals(False)
        self._show_section(self.sections.currentIndex())

    def _show_section(self, at: int) -> None:
        if self._text is not None and 0 <= at < len(self._text.sections):
            self._show_text(self._text.sections[at].text)

    def _show_page(self, page: int) -> None:
        if self._text is None:
            return
        found: PageCoverage | None = next((one for one in self._text.coverage if one.page == page), None)
        self.page.setText(page_words(found) if found else "")
        self._show_text("\n\n".join(one.text for one in self._text.sections if one.place.page == page))

    def _show_text(self, text: str) -> None:
        shown = shortened(text, MOST_CHARACTERS)
        if shown != self.text.toPlainText():
            self.text.setPlainText(shown)
