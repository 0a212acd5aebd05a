"""Going: to words of the shown document, on their page or in its text, as soon as it is known where they stand."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Signal

from ragdesk.window.engine_link import EngineLink
from ragdesk.window.evidence.document_stack import DocumentStack
from ragdesk.window.evidence.finder import Finder
from ragdesk.window.evidence.marking import Marking
from ragdesk.window.evidence.shown_document import ShownDocument
from ragdesk.window.evidence.word_places import Span, WordPlaces

Form = Literal["page", "text"]


class Going(QObject):
    """Brings the chosen quote, a hit, or a page into sight, in the form that is shown; marks what is in question."""

    set_out = Signal(bool)
    """To the quote; whether its words are still in the file."""
    not_on_page = Signal()
    """The words have no place on the page, and it is shown as it is."""

    def __init__(
        self, link: EngineLink, shown: ShownDocument, finder: Finder, stack: DocumentStack, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.form: Form = "page"
        self.aim: Span | None = None
        """The words whose place on the page is still being looked for."""
        self.places = WordPlaces(link, self)
        self.marking = Marking(shown, finder, self.places)
        self._shown, self._finder = shown, finder
        self._pages, self._text = stack.pages, stack.text
        self.places.found.connect(self._arrive)

    def mark(self) -> None:
        """What is in question, wherever it is known to stand."""
        if self.form == "page":
            self.marking.want()
        self._pages.set_marks(self.marking.by_page())
        self._text.set_marks(self.marking.strong, [*self.marking.faint(), *self._finder.hits])

    def to_chosen(self) -> None:
        """The quote."""
        chosen = self.marking.chosen
        if chosen is None:
            return
        self.aim = span = self.marking.chosen_span
        self.mark()
        self.set_out.emit(not self.marking.is_chosen_lost)
        if self.form == "text":
            self._to_text(span[0] if span else None, chosen.place.page)
        elif span and self.places.marks(span) is not None:
            self._arrive(*span)
        else:
            self._pages.go_to(self.marking.chosen_page)

    def to_hit(self) -> None:
        """What was looked for and found."""
        hit, words = self._finder.hit, self._shown.words
        if hit is None or words is None:
            return
        if self.form == "text":
            self._text.go_to(hit[0])
            return
        self.aim = hit
        if self.places.marks(hit) is not None:
            self._arrive(*hit)
        elif (page := words.page_at(hit[0])) and page != self._pages.page:
            self._pages.go_to(page)

    def to_page(self, page: int) -> None:
        """By its number, from 1."""
        self.aim = None
        if self.form == "page":
            self._pages.go_to(page)
        elif self._shown.words and (start := self._shown.words.start_of_page(page)) is not None:
            self._text.page = page
            self._text.go_to(start)

    def _to_text(self, start: int | None, page: int | None) -> None:
        words = self._shown.words
        if words is None:
            return
        if start is None:
            start = words.start_of_page(page or 0) or 0
        self._text.page = words.page_at(start) or 0
        self._text.go_to(start)

    def _arrive(self, start: int, end: int) -> None:
        self.mark()
        if self.aim != (start, end):
            return
        self.aim = None
        marks = self.places.marks((start, end))
        if marks and marks[0].boxes:
            self._pages.go_to(marks[0].page, marks[0].boxes[0])
            return
        if self._shown.words and (page := self._shown.words.page_at(start)):
            self._pages.go_to(page)
        self.not_on_page.emit()
