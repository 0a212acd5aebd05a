"""DocumentView: one document, as pages, as text, as small pages, or what is wrong with it; with the words marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ragdesk.protocol.errors import BadRequest, CannotRead, EngineGone, RagdeskError
from ragdesk.protocol.records import Quote
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.evidence.document_stack import DocumentStack
from ragdesk.window.evidence.finder import Finder
from ragdesk.window.evidence.going import Form, Going
from ragdesk.window.evidence.place_words import file_name
from ragdesk.window.evidence.shown_document import ShownDocument
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.translated import Translated
from ragdesk.window.words import fill, number


class DocumentView(Translated, QWidget):
    """Shows one document at a time. The page on which the reader is, and the form, are told by `moved`."""

    moved = Signal()
    """Another page, number of pages, form, or text: whatever is said about them is to be said anew."""
    noted = Signal(str)
    """Something to know about what is shown, in a sentence; empty: nothing any more."""

    def __init__(self, link: EngineLink, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self.document = ""
        self._problem: RagdeskError | None = None
        self.shown = ShownDocument(link, self)
        self.finder = Finder(link.background, self)
        self.stack = DocumentStack(link, theming, self)
        self.pages, self.text = self.stack.pages, self.stack.text
        self._going = Going(link, self.shown, self.finder, self.stack, self)
        self._marking = self._going.marking
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.stack)
        self._connect()

    def _connect(self) -> None:
        self.shown.loaded.connect(self._take_text)
        self.shown.changed.connect(self._begin_anew)
        self.shown.gone.connect(self._tell_gone)
        self.shown.failed.connect(self._tell)
        self.finder.changed.connect(self._show_hit)
        self._going.set_out.connect(self._note_lost)
        self._going.not_on_page.connect(self._note_not_on_page)
        self.stack.store.failed.connect(self._take_page_problem)
        self.stack.store.arrived.connect(lambda _: self._take_page())
        self.pages.page_changed.connect(lambda _: self._tell_moved())
        self.text.page_changed.connect(lambda _: self._tell_moved())
        self.stack.thumbnails.page_asked_for.connect(self._choose_thumbnail)
        self.stack.trouble.read_again_asked_for.connect(self._read_again)
        self.stack.trouble.text_asked_for.connect(lambda: self.show_form("text"))
        self._link.engine_ready.connect(lambda _: self._retry())

    def retranslate(self) -> None:
        self.stack.retranslate()
        self._tell_moved()

    # what the panel asks for

    def clear(self) -> None:
        """Nothing is shown any more."""
        self.document = ""
        self._marking.choose((), None)
        self._open("", 0)
        self.stack.show_empty()
        self._tell_moved()

    def show_quote(self, quotes: Sequence[Quote], chosen: Quote) -> None:
        """A quote in its place, with the others of the same document marked fainter."""
        is_other = chosen.document != self.document
        self.document = chosen.document
        self._marking.choose(quotes, chosen)
        if is_other:
            self._going.form = "page" if chosen.document.lower().endswith(".pdf") else "text"
            self._open(chosen.document, self._marking.chosen_page)
        self.finder.chosen = -1
        if not self.stack.store.has_any and self.form == "page":
            self.pages.set_pages(max(self.pages.layout_of_pages.pages, self._marking.chosen_page))
        self._show_form()
        self._going.to_chosen()
        self._tell_moved()

    def show_form(self, form: Form) -> None:
        """As pages or as text, at the same place."""
        page, chosen = self.page, self._marking.chosen
        self._going.form = form
        self._show_form()
        if chosen is not None and page in (None, chosen.place.page):
            self._going.to_chosen()
        elif page is not None:
            self.go_to_page(page)
            self._going.mark()
        self._tell_moved()

    def show_thumbnails(self, is_shown: bool) -> None:
        """All pages as small pictures, or the document again."""
        if is_shown and self.can_draw:
            self.stack.setCurrentWidget(self.stack.thumbnails)
            self.stack.thumbnails.set_pages(self.page_count)
            self.stack.thumbnails.choose(self.page or 1)
        else:
            self._show_form()
        self.stack.focus_view()
        self._tell_moved()

    def go_to_page(self, page: int) -> None:
        """By its number, from 1."""
        self._going.to_page(page)
        self._tell_moved()

    def look_for(self, words: str) -> None:
        """Find words from the page on that is shown."""
        known = self.shown.words
        near = known.start_of_page(self.page) if known and self.page else 0
        self.finder.find(known.text if known else None, words, near or 0)

    @property
    def form(self) -> Form:
        """As what the document is shown."""
        return self._going.form

    @property
    def is_all_pages(self) -> bool:
        """Whether the small pages are shown."""
        return self.stack.currentWidget() is self.stack.thumbnails

    @property
    def can_draw(self) -> bool:
        """Whether it is of the kind of which pages are drawn."""
        words = self.shown.words
        return words.record.type == "pdf" if words else self.document.lower().endswith(".pdf")

    @property
    def page(self) -> int | None:
        """The page on which the reader is."""
        if self.form == "page":
            return self.pages.page or None
        return self.text.page or None

    @property
    def page_count(self) -> int:
        """0 where it has no pages, or nobody knows yet."""
        known = (self.shown.words.record.pages if self.shown.words else None) or 0
        return max(known, self.pages.layout_of_pages.pages if self.stack.store.has_any else 0)

    # what arrives

    def _show_hit(self) -> None:
        self._going.mark()
        if self.finder.hit is None or self.shown.words is None:
            return
        if self.is_all_pages:
            self._show_form()
        self._going.to_hit()

    def _take_text(self) -> None:
        words, chosen = self.shown.words, self._marking.chosen
        if words is None or chosen is None:
            return
        if self.can_draw and words.record.pages:
            self.pages.set_pages(words.record.pages)
        if self.form == "text":
            self.text.set_words(words)
        is_moved = bool(chosen.text) and self._marking.chosen_span != (chosen.place.start, chosen.place.end)
        if self.form == "text" or is_moved:
            self._going.to_chosen()
        else:
            self._going.mark()
        if self.finder.is_searching:
            self.look_for(self.finder.words)
        self._tell_moved()

    def _take_page(self) -> None:
        if self._problem is not None:
            self._problem = None
            self._show_form()
        self._tell_moved()

    def _take_page_problem(self, page: int, problem: RagdeskError) -> None:
        if isinstance(problem, EngineGone):
            return  # asked again when the engine is back
        if isinstance(problem, BadRequest) and not self.stack.store.has_any:
            self.show_form("text")
        elif _is_of_file(problem) or not self.stack.store.has_any:
            self._tell(problem)
        else:
            self.pages.set_undrawable(page)

    # changes and problems

    def _note_lost(self, is_there: bool) -> None:
        lost = self.tr("The file was read again, and these words are no longer in it.")
        self.noted.emit("" if is_there else lost)

    def _note_not_on_page(self) -> None:
        if not self._problem:
            self.noted.emit(self.tr("These words could not be found on the page. They are in the text."))

    def _begin_anew(self) -> None:
        page = self.pages.page or 1
        self._problem = None
        self.noted.emit("")
        self._open_pages(page)
        self._show_form()
        self._going.aim = self._marking.chosen_span
        self.pages.go_to(page)

    def _retry(self) -> None:
        self._going.places.retry()
        self.stack.small.retry()
        if self.document:
            self.pages.retry()
            self._going.mark()

    def _tell(self, problem: RagdeskError) -> None:
        self._problem = problem
        self.noted.emit("")
        has_text = bool(self.shown.words and self.shown.words.text)
        can_read = isinstance(problem, CannotRead)
        self.stack.trouble.tell(problem.message, problem.hint, can_read=can_read, can_show_text=has_text)
        if not self.is_all_pages or not has_text:
            self._show_form()
        self._tell_moved()

    def _tell_gone(self) -> None:
        message = fill(self.tr("“%1” is no longer in the library."), file_name(self.document))
        self.finder.clear()
        self.text.set_words(None)
        self._open_pages(0)
        self._tell(RagdeskError(message, self.tr("Add it again to see its pages.")))

    def _read_again(self) -> None:
        document = self.document
        self._link.request(
            lambda engine: engine.retry_failed([document]),
            lambda _: self.noted.emit(self.tr("It is being read again. Its page opens when that is done.")),
        )

    # parts

    def _open(self, document: str, page: int) -> None:
        self._problem, self._going.aim = None, None
        self.finder.clear()
        self.shown.open(document)
        self._open_pages(page)
        self.text.set_words(None)

    def _open_pages(self, page: int) -> None:
        self._going.places.open(self.document)
        self.stack.open(self.document, page if self.form == "page" else 0)

    def _choose_thumbnail(self, page: int) -> None:
        self._going.form = "page"
        self._show_form()
        self.go_to_page(page)
        self.stack.focus_view()

    def _show_form(self) -> None:
        if self._problem is not None and (self.form == "page" or self.shown.words is None):
            self.stack.setCurrentWidget(self.stack.trouble)
            return
        if self.form == "page" and not self.pages.layout_of_pages.pages:
            self.pages.open(self.document, max(1, self.page_count, self._marking.chosen_page))
        if self.form == "text" and self.text.words is not self.shown.words:
            self.text.set_words(self.shown.words)
        self.stack.setCurrentWidget(self.pages if self.form == "page" else self.text)

    def _tell_moved(self) -> None:
        name = file_name(self.document)
        chosen = self._marking.chosen
        where = fill(self.tr("Page %1 of %2"), number(self.page), name) if self.page else name
        marked = " ".join(chosen.text.split()) if chosen else ""
        self.stack.name(fill(self.tr("%1; marked: %2"), where, marked) if marked else where)
        self.moved.emit()


def _is_of_file(problem: RagdeskError) -> bool:
    """Whether it is the same for all pages."""
    return isinstance(problem, CannotRead) and problem.code in ("vanished", "changed", "unreadable", "not_a_file")
