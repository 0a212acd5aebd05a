"""ListMenu: in which order the documents are listed, and which of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ragdesk.protocol.document_lists import DocumentCounts, ListChoice, SortBy
from ragdesk.protocol.records import Status
from ragdesk.window.documents.document_facts import type_words
from ragdesk.window.widgets.plain import menu_text
from ragdesk.window.words import fill, number

SORTS: dict[SortBy, Any] = {
    "name": QT_TRANSLATE_NOOP("list_menu", "By name"),
    "newest": QT_TRANSLATE_NOOP("list_menu", "Newest first"),
    "status": QT_TRANSLATE_NOOP("list_menu", "What needs you first"),
    "type": QT_TRANSLATE_NOOP("list_menu", "By kind of file"),
    "pages": QT_TRANSLATE_NOOP("list_menu", "Longest first"),
}
STATUSES: dict[Status, Any] = {
    "ready": QT_TRANSLATE_NOOP("list_menu", "Only ready"),
    "partly": QT_TRANSLATE_NOOP("list_menu", "Only read in part"),
    "waiting": QT_TRANSLATE_NOOP("list_menu", "Only waiting"),
    "failed": QT_TRANSLATE_NOOP("list_menu", "Only not read"),
    "skipped": QT_TRANSLATE_NOOP("list_menu", "Only skipped"),
}
MOST_TYPES = 12


def status_choice_words(status: Status) -> str:
    """ "Only failed" in the user's language."""
    return QCoreApplication.translate("list_menu", STATUSES[status])


class ListMenu(QMenu):
    """Made anew each time that it opens, from what the library holds."""

    chosen = Signal(object)
    """A ListChoice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("list_menu")
        self._choice = ListChoice()
        self._counts = DocumentCounts(0)
        self.aboutToShow.connect(self._fill)

    def take(self, choice: ListChoice, counts: DocumentCounts) -> None:
        """What is chosen now, and from what."""
        self._choice, self._counts = choice, counts

    def _fill(self) -> None:
        self.clear()
        choice = self._choice
        translate = QCoreApplication.translate
        order = QActionGroup(self)
        for sort, words in SORTS.items():
            self._add(order, translate("list_menu", words), replace(choice, sort=sort), f"sort_{sort}")
        self.addSeparator()
        shown = QActionGroup(self)
        self._add(shown, self.tr("All states"), replace(choice, status=None), "status_all")
        for status, words in STATUSES.items():
            count = self._counts.statuses.get(status, 0)
            if count or choice.status == status:
                text = _with_count(translate("list_menu", words), count)
                self._add(shown, text, replace(choice, status=status), f"status_{status}")
        self._add_types(self._counts.types)

    def _add_types(self, types: Mapping[str, int]) -> None:
        if len(types) < 2 and self._choice.type is None:
            return
        self.addSeparator()
        kinds = QActionGroup(self)
        self._add(kinds, self.tr("All kinds of file"), replace(self._choice, type=None), "type_all")
        for name, count in sorted(types.items(), key=lambda one: (-one[1], one[0]))[:MOST_TYPES]:
            self._add(kinds, _with_count(type_words(name), count), replace(self._choice, type=name), f"type_{name}")

    def _add(self, group: QActionGroup, text: str, choice: ListChoice, name: str) -> None:
        action = QAction(menu_text(text), group)
        action.setObjectName(name)
        action.setCheckable(True)
        action.setChecked(choice == self._choice)
        action.triggered.connect(lambda: self.chosen.emit(choice))
        self.addAction(action)


def _with_count(words: str, count: int) -> str:
    return fill(QCoreApplication.translate("list_menu", "%1 (%2)"), words, number(count))
