"""EvidencePanel: the page that a citation stands on, with the words marked; its text, its other pages, its file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk, Evidence
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.evidence.document_view import DocumentView
from ragdesk.window.evidence.find_bar import FindBar
from ragdesk.window.evidence.footer import Footer
from ragdesk.window.evidence.header import Header
from ragdesk.window.evidence.open_outside import Opening, carry_out, how_to_open, how_to_show_in_folder
from ragdesk.window.evidence.page_layout import Zoom
from ragdesk.window.evidence.page_view import STEP
from ragdesk.window.evidence.place_words import file_name
from ragdesk.window.evidence.quote_list import QuoteList
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import WithWords

PAGE_ACTIONS = ("zoom_in", "zoom_out", "fit_width", "fit_page")


class EvidencePanel(WithWords, QFrame):
    """Follows `desk.evidence_chosen`. `find`, `find_next` and `find_previous` are for who knows where the focus is."""

    def __init__(
        self, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("evidence_panel")
        self.setProperty("role", "side")
        self._link, self._desk, self._actions = link, desk, actions
        self._library = link.library
        self._view_note = self._file_note = ""
        self.header = Header(theming, actions, self)
        self.view = DocumentView(link, theming, self)
        self.find_bar = FindBar(self.view.finder, theming, self)
        self._note = plain_label(role="note", wraps=True, parent=self)
        self._note.setObjectName("evidence_note")
        self.quotes = QuoteList(theming, self)
        self._line = QFrame(self)
        self._line.setProperty("role", "line")
        self.footer = Footer(theming, actions, self)
        self._build()
        self._connect()
        self._connect_actions()
        self.retranslate()
        self._show(desk.evidence)

    def _build(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        for part in (self.header, self.find_bar, self._note):
            inside.addWidget(part)
        inside.addWidget(self.view, 1)
        inside.addWidget(self._line)
        inside.addWidget(self.quotes)
        inside.addWidget(self.footer)
        for hidden in (self.find_bar, self._note, self._line, self.quotes):
            hidden.hide()
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.pages.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def _connect(self) -> None:
        self._desk.evidence_chosen.connect(self._show)
        self._desk.answer_shown.connect(lambda _: self._tell_place())
        self._desk.conversation_chosen.connect(lambda _: self._tell_place())
        self._link.library_chosen.connect(self._take_library)
        self.view.moved.connect(self._tell_place)
        self.view.noted.connect(self.note)
        self.view.pages.zoom_changed.connect(self._tell_place)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.header.zoom_asked_for.connect(self.view.pages.set_zoom)
        self.header.find_asked_for.connect(self.find)
        self.header.close_asked_for.connect(self._desk.close_evidence)
        self.find_bar.words_changed.connect(self.view.look_for)
        self.find_bar.closed.connect(self.close_find)
        self.footer.quotes_asked_for.connect(self._show_quotes)
        self.footer.text_asked_for.connect(lambda is_text: self.view.show_form("text" if is_text else "page"))
        self.footer.page.page_asked_for.connect(self._type_page)
        self.quotes.quote_asked_for.connect(self._choose_quote)

    def _connect_actions(self) -> None:
        self._actions["thumbnails"].setCheckable(True)
        pages = self.view.pages
        for name, call in (
            ("next_citation", lambda: self._desk.step_evidence(1)),
            ("previous_citation", lambda: self._desk.step_evidence(-1)),
            ("next_page", lambda: self._step_page(1)),
            ("previous_page", lambda: self._step_page(-1)),
            ("zoom_in", lambda: pages.zoom_by(STEP)),
            ("zoom_out", lambda: pages.zoom_by(1 / STEP)),
            ("fit_width", lambda: pages.set_zoom(Zoom("width"))),
            ("fit_page", lambda: pages.set_zoom(Zoom("page"))),
            ("thumbnails", lambda: self.view.show_thumbnails(not self.view.is_all_pages)),
            ("open_outside", self.open_outside),
        ):
            self._actions[name].triggered.connect(lambda _=False, do=call: do())

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Evidence"))
        self.quotes.setAccessibleName(self.tr("All quotes of this answer"))
        self._tell_place()

    # finding, which the window asks for when the focus is in here

    def find(self) -> None:  # type: ignore[override]
        """Open the field for what is to be found, or go back to it."""
        if self.view.document:
            self.find_bar.show()
            self.find_bar.field.setFocus()
            self.find_bar.field.selectAll()

    def find_next(self) -> None:
        """The next place; opens the field where nothing is looked for yet."""
        self._step_find(1)

    def find_previous(self) -> None:
        """The place before."""
        self._step_find(-1)

    def close_find(self) -> None:
        """The marks of the quote again."""
        self.find_bar.hide()
        self.find_bar.field.clear()
        self.view.finder.clear()
        self.view.stack.focus_view()

    def _step_find(self, by: int) -> None:
        if self.find_bar.isHidden():
            self.find()
        else:
            self.find_bar.step(by)

    # what is shown

    def _show(self, evidence: Evidence | None) -> None:
        self._note_file("")
        self.note("")
        if evidence is None:
            self.find_bar.hide()
            self.find_bar.field.clear()
            self.footer.citation.setChecked(False)
            self.view.clear()
        else:
            if evidence.quote.document != self.view.document:
                self.find_bar.hide()
                self.find_bar.field.clear()
            self.view.show_quote(evidence.quotes, evidence.quote)
            self.quotes.set_quotes([quote for quote in evidence.quotes if quote.text], evidence.chosen)
        self._tell_place()

    def _take_library(self, name: str) -> None:
        if name != self._library:
            self._library = name
            if self._desk.evidence is not None:
                self._desk.close_evidence()

    def _choose_quote(self, position: int) -> None:
        evidence = self._desk.evidence
        if evidence and position != evidence.chosen:
            self._desk.show_evidence(evidence.quotes, position)

    def _show_quotes(self, is_shown: bool) -> None:
        self.quotes.setVisible(is_shown)
        self._line.setVisible(is_shown)
        if is_shown:
            self.quotes.setFocus()

    def _step_page(self, by: int) -> None:
        if self.view.page is not None:
            self.view.go_to_page(min(self.view.page_count, max(1, self.view.page + by)))

    def _type_page(self, page: int) -> None:
        if self.view.is_all_pages:
            self.view.show_thumbnails(False)
        self.view.go_to_page(page)
        self.view.stack.focus_view()

    def _tell_place(self) -> None:
        view, evidence = self.view, self._desk.evidence
        document = view.document
        page, pages = (view.page or 0, view.page_count) if document else (0, 0)
        quotes = sum(1 for quote in evidence.quotes if quote.text) if evidence and document else 0
        self.header.tell(file_name(document), document, page, pages)
        self.header.tell_zoom(view.pages.zoom, bool(document) and view.form == "page")
        self.footer.tell_citation(evidence.chosen if evidence else 0, quotes)
        self.footer.tell_page(page, pages)
        self.footer.tell_form(is_text=view.form == "text", can_switch=bool(document) and view.can_draw)
        self.footer.setVisible(bool(quotes or pages or (document and view.can_draw)))
        self._enable(page, pages, quotes)

    def _enable(self, page: int, pages: int, quotes: int) -> None:
        enabled = {name: bool(self.view.document) and self.view.form == "page" for name in PAGE_ACTIONS}
        can_step = quotes > 1 or (not quotes and self._desk.citations > 0)
        enabled["next_citation"] = enabled["previous_citation"] = can_step
        enabled["next_page"], enabled["previous_page"] = 0 < page < pages, page > 1
        enabled["thumbnails"] = pages > 0 and self.view.can_draw
        enabled["open_outside"] = bool(self.view.document)
        for name, is_enabled in enabled.items():
            self._actions[name].setEnabled(is_enabled)
        self._actions["thumbnails"].setChecked(self.view.is_all_pages)

    def note(self, text: str) -> None:
        """A sentence about what is shown, or nothing."""
        self._view_note = text
        self._tell_notes()

    def _note_file(self, text: str) -> None:
        """What came of opening the file: it stays, whatever the view says meanwhile, until something else is shown."""
        self._file_note = text
        self._tell_notes()

    def _tell_notes(self) -> None:
        text = self._file_note or self._view_note
        self._note.setText(text)
        self._note.setVisible(bool(text))

    # the file itself

    def open_outside(self) -> None:
        """In the system's program, at the page where that program can."""
        document, page = self.view.document, self.view.page
        if document:
            self._link.background.run(lambda: how_to_open(document, page), self._open)

    def show_in_folder(self) -> None:
        """The folder that holds the file."""
        document = self.view.document
        self._link.background.run(lambda: how_to_show_in_folder(document), self._open)

    def _open(self, opening: Opening) -> None:
        opened = carry_out(opening)
        if opened == "gone":
            self._note_file(self.tr("The file is no longer there. If you moved it, add it again."))
        elif opened == "not_opened":
            self._note_file(self.tr("This kind of file could be run by opening it, so its folder was opened instead."))
            self.show_in_folder()
        elif opened == "failed":
            self._note_file(self.tr("No program on this computer took this file."))

    def _show_menu(self, at: QPoint) -> None:
        if not self.view.document:
            return
        menu = QMenu(self)
        menu.addAction(self._actions["open_outside"])
        menu.addAction(self.tr("Show in its folder"), self.show_in_folder)
        menu.addAction(self.tr("Copy the file's path"), self._copy_path)
        menu.addSeparator()
        menu.addActions([self._actions["thumbnails"], self._actions["fit_width"], self._actions["fit_page"]])
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.mapToGlobal(at))

    def _copy_path(self) -> None:
        QGuiApplication.clipboard().setText(str(Path(self.view.document)))
