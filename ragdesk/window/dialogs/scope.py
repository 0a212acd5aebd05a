"""ScopeDialog: which documents are asked: all of the library, or those that are ticked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ragdesk.protocol.document_lists import ListChoice
from ragdesk.protocol.errors import RagdeskError
from ragdesk.window.actions import Actions
from ragdesk.window.background import Request
from ragdesk.window.desk import Desk
from ragdesk.window.dialogs.tick_model import TickModel
from ragdesk.window.documents.document_search import LONGEST
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.long_list.look import ListedDocument, listed_documents
from ragdesk.window.long_list.rows_feed import RowsFeed
from ragdesk.window.long_list.rows_view import RowsView
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import number


class ScopeDialog(WithWords, QDialog):
    """Nothing is asked of other documents until "All documents" is chosen again. Ticked can be what is searched."""

    def __init__(
        self, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._link = link
        self._desk = desk
        self._collecting: Request | None = None
        self.setObjectName("scope_dialog")
        self.resize(480, 560)
        self._search = QLineEdit()
        self._search.setObjectName("scope_search")
        self._search.setProperty("role", "search")
        self._search.setMaxLength(LONGEST)
        self._search.setClearButtonEnabled(True)
        self.model = TickModel(desk.scope, self)
        self.list = RowsView(self.model, self)
        self.list.setObjectName("scope_list")
        self.feed = RowsFeed(link, self.list, ListChoice(), self, dialog=self)
        self._nothing = plain_label(role="dim", wraps=True)
        self._nothing.setObjectName("scope_nothing")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.hide()
        self._count = plain_label(role="dim")
        self._tick_all, self._untick_all, self._all, self._these = (QPushButton() for _ in range(4))
        self._these.setProperty("role", "primary")
        self._lay_out()
        self._search.textChanged.connect(lambda text: self.feed.choose(ListChoice(words=text)))
        self.feed.shown.connect(self._show_whether_any)
        self.model.ticks_changed.connect(self._follow)
        self._tick_all.clicked.connect(lambda: self._tick_listed(is_ticked=True))
        self._untick_all.clicked.connect(lambda: self._tick_listed(is_ticked=False))
        self._all.clicked.connect(lambda: self._choose(()))
        self._these.clicked.connect(lambda: self._choose(sorted(self.model.ticked)))
        desk.scope_changed.connect(self._take_scope)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Which documents are asked"))
        self._search.setPlaceholderText(self.tr("Search documents"))
        self._search.setAccessibleName(self.tr("Search documents"))
        self.list.setAccessibleName(self.tr("Documents to ask"))
        self._nothing.setText(self.tr("Nothing fits."))
        for button, words, more in (
            (self._tick_all, self.tr("Tick these"), self.tr("Tick all that are listed now")),
            (self._untick_all, self.tr("Untick these"), self.tr("Untick all that are listed now")),
            (self._all, self.tr("Ask all documents"), self.tr("Ask the whole library")),
            (self._these, self.tr("Ask only the ticked"), self.tr("Ask nothing but the ticked documents")),
        ):
            button.setText(words)
            button.setToolTip(more)
        self._follow()

    def _lay_out(self) -> None:
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for button, name, row in (
            (self._tick_all, "scope_tick", upper), (self._untick_all, "scope_untick", upper),
            (self._all, "scope_all", lower), (self._these, "scope_these", lower),
        ):  # fmt: skip
            button.setObjectName(name)
            button.setAutoDefault(False)
            row.addWidget(button)
        upper.insertWidget(0, self._count, 1)
        lower.insertStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._search)
        column.addWidget(self.list, 1)
        column.addWidget(self._nothing, 1)
        column.addLayout(upper)
        column.addLayout(lower)
        order = (self._search, self.list, self._tick_all, self._untick_all, self._all, self._these)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _show_whether_any(self) -> None:
        """Of what was searched for."""
        has_none = self.model.rowCount() == 0 and bool(self.model.choice.words.strip())
        self._nothing.setVisible(has_none)
        self.list.setVisible(not has_none)

    def _tick_listed(self, *, is_ticked: bool) -> None:
        """All of them, also those whose records are not here."""
        records = self.model.records()
        if records is not None:
            self.model.tick(records, is_ticked=is_ticked)
            return
        choice, rows = self.model.choice, [(0, self.model.rowCount() - 1)]
        self._collecting = self._link.request(
            lambda engine: listed_documents(engine, choice, rows) or [],
            lambda found: self._tick(found, is_ticked=is_ticked),
            self._fail,
        )
        self._follow()

    def _tick(self, found: list[ListedDocument], *, is_ticked: bool) -> None:
        self._collecting = None
        self.model.tick(found, is_ticked=is_ticked)

    def _fail(self, problem: RagdeskError) -> None:
        self._collecting = None
        self._link.request_failed.emit(problem)
        self._follow()

    def _take_scope(self) -> None:
        self.model.ticked = set(self._desk.scope)
        self.list.viewport().update()
        self._follow()

    def _follow(self) -> None:
        ticked = len(self.model.ticked)
        self._count.setText(self.tr("%n ticked", "", ticked).replace("%n", number(ticked)))
        self._these.setEnabled(ticked > 0 and self._collecting is None)
        for button in (self._tick_all, self._untick_all):
            button.setEnabled(self._collecting is None)

    def _choose(self, documents: Sequence[str]) -> None:
        self._desk.choose_scope(documents)
        self.accept()
