"""Header: the name of the document, its page, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from ragdesk.window.actions import Actions
from ragdesk.window.evidence.page_layout import Zoom
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.elided_label import ElidedLabel
from ragdesk.window.widgets.icon_button import IconButton
from ragdesk.window.widgets.one_line import line_width
from ragdesk.window.widgets.plain import plain_label, set_plain_tooltip
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill, number

PERCENTS = (50, 75, 100, 125, 150, 200, 300)
LEAST_NAME = 12
"""Where fewer characters of the name would be left, the page is not said here: it stands below, too."""


class Header(WithWords, QFrame):
    """48 high, as the others beside it."""

    zoom_asked_for = Signal(object)
    """A Zoom out of the menu."""
    find_asked_for = Signal()
    close_asked_for = Signal()

    def __init__(self, theming: Theming, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence_header")
        self.setProperty("role", "header")
        self.setMinimumHeight(48)
        self._document, self._page, self._pages = "", 0, 0
        self.name = ElidedLabel(role="header", mode=Qt.TextElideMode.ElideMiddle)
        self.name.setObjectName("evidence_name")
        self.page = plain_label(role="dim")
        self.page.setObjectName("evidence_page")
        self._zoom = IconButton(theming, "zoom-in", self)
        self._zoom.setObjectName("evidence_zoom")
        self._find = IconButton(theming, "search", self)
        self._find.setObjectName("evidence_find_button")
        self._find.clicked.connect(self.find_asked_for)
        self._thumbnails = IconButton.for_action(actions["thumbnails"], theming, self)
        self._outside = IconButton.for_action(actions["open_outside"], theming, self)
        self._close = IconButton(theming, "x", self)
        self._close.setObjectName("evidence_close")
        self._close.clicked.connect(self.close_asked_for)
        self._percents: dict[int, QAction] = {}
        self._make_menu(actions)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.name)
        row.addWidget(self.page)
        row.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for button in self._buttons():
            buttons.addWidget(button)
        row.addLayout(buttons)
        self.retranslate()

    def _buttons(self) -> tuple[IconButton, ...]:
        return self._zoom, self._find, self._thumbnails, self._outside, self._close

    def _make_menu(self, actions: Actions) -> None:
        menu = QMenu(self)
        menu.addActions([actions["fit_width"], actions["fit_page"]])
        menu.addSeparator()
        group = QActionGroup(menu)
        for percent in PERCENTS:
            action = menu.addAction("")
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _=False, to=percent: self.zoom_asked_for.emit(Zoom("none", to)))
            self._percents[percent] = action
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        menu.addSeparator()
        menu.addActions([actions["zoom_in"], actions["zoom_out"]])
        self._zoom.setMenu(menu)

    def retranslate(self) -> None:
        self._zoom.say(self.tr("Size of the page"))
        self._find.say(self.tr("Find in this document"))
        self._close.say(self.tr("Close the evidence"))
        for percent, action in self._percents.items():
            action.setText(fill(self.tr("%1 %"), number(percent)))
        self._say()

    def tell(self, document: str, path: str, page: int, pages: int) -> None:
        """What is shown; an empty name where nothing is. 0 for pages that are not known."""
        self._document, self._page, self._pages = document, page, pages
        self.name.keep_tooltip()
        set_plain_tooltip(self.name, path)
        self._say()

    def tell_zoom(self, zoom: Zoom, can_zoom: bool) -> None:
        """Tick what was chosen."""
        self._zoom.setEnabled(can_zoom)
        for percent, action in self._percents.items():
            action.setChecked(zoom.fit == "none" and abs(zoom.percent - percent) < 0.5)

    def _say(self) -> None:
        self.name.setText(self._document or self.tr("Evidence"))
        text = ""
        if self._document and self._page:
            words = self.tr("page %1 of %2") if self._pages else self.tr("page %1")
            text = fill(words, number(self._page), number(self._pages))
        self.page.setText(text)
        for button in self._buttons():
            button.setVisible(button is self._close or bool(self._document))
        self._make_room()

    def _make_room(self) -> None:
        taken = 28 * len(self._buttons()) + 60 if self._document else 88
        left = self.width() - taken - self.page.fontMetrics().horizontalAdvance(self.page.text())
        least = self.name.fontMetrics().horizontalAdvance("n" * LEAST_NAME)
        needed = min(line_width(self.name.text(), self.name.font()), least)
        self.page.setVisible(bool(self.page.text()) and left >= needed)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._make_room()
