"""ScopeDialog: which documents are asked: all of the library, or those that are ticked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.dialogs.tick_model import TickModel
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import number

_PAGE = 2000


class ScopeDialog(WithWords, QDialog):
    """Nothing is asked of other documents until "All documents" is chosen again. Lists what can be searched."""

    def __init__(
        self, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._link = link
        self._desk = desk
        self._run = 0
        self.setObjectName("scope_dialog")
        self.resize(480, 560)
        self._search = QLineEdit()
        self._search.setObjectName("scope_search")
        self._search.setProperty("role", "search")
        self._search.setClearButtonEnabled(True)
        self.model = TickModel(desk.scope, self)
        self.list = QListView()
        self.list.setObjectName("scope_list")
        self.list.setProperty("role", "ticks")
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self._count = plain_label(role="dim")
        self._tick, self._untick, self._all, self._these = (QPushButton() for _ in range(4))
        self._these.setProperty("role", "primary")
        self._lay_out()
        self._search.textChanged.connect(self.model.narrow)
        self.model.ticks_changed.connect(self._follow)
        self._tick.clicked.connect(lambda: self.model.tick_shown(True))
        self._untick.clicked.connect(lambda: self.model.tick_shown(False))
        self._all.clicked.connect(lambda: self._choose(()))
        self._these.clicked.connect(lambda: self._choose(sorted(self.model.ticked)))
        link.library_chosen.connect(lambda _: self.refresh())
        desk.scope_changed.connect(self._take_scope)
        self.retranslate()
        self.refresh()

    def refresh(self) -> None:
        """List the documents anew."""
        self._run += 1
        self.model.clear()
        self._ask_after("", self._run)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Which documents are asked"))
        self._search.setPlaceholderText(self.tr("Search documents"))
        self._search.setAccessibleName(self.tr("Search documents"))
        self.list.setAccessibleName(self.tr("Documents to ask"))
        for button, words, more in (
            (self._tick, self.tr("Tick these"), self.tr("Tick all that are listed now")),
            (self._untick, self.tr("Untick these"), self.tr("Untick all that are listed now")),
            (self._all, self.tr("Ask all documents"), self.tr("Ask the whole library")),
            (self._these, self.tr("Ask only the ticked"), self.tr("Ask nothing but the ticked documents")),
        ):
            button.setText(words)
            button.setToolTip(more)
        self._follow()

    def _lay_out(self) -> None:
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for button, name, row in (
            (self._tick, "scope_tick", upper), (self._untick, "scope_untick", upper),
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
        column.addLayout(upper)
        column.addLayout(lower)

    def _ask_after(self, path: str, run: int) -> None:
        self._link.request(lambda engine: engine.documents_after(path, _PAGE), lambda found: self._take(found, run))

    def _take(self, records: Sequence[DocumentRecord], run: int) -> None:
        if run != self._run:
            return
        self.model.add([one for one in records if one.status in ("ready", "partly")])
        if len(records) == _PAGE:
            self._ask_after(records[-1].document, run)

    def _take_scope(self) -> None:
        self.model.ticked = set(self._desk.scope)
        self.list.viewport().update()
        self._follow()

    def _follow(self) -> None:
        ticked = len(self.model.ticked)
        self._count.setText(self.tr("%n ticked", "", ticked).replace("%n", number(ticked)))
        self._these.setEnabled(ticked > 0)

    def _choose(self, documents: Sequence[str]) -> None:
        self._desk.choose_scope(documents)
        self.accept()
