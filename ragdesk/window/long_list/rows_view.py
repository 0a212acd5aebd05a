"""RowsView: a view of a long list. Selection, current row and place stay with their documents when the list changes.

It is a table of one column, because a QListView lays out every row: with 200,000 rows that took 0.8 to 1.0 s each time
that rows came or went, this takes 0.02 s.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QItemSelectionRange, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ragdesk.protocol.document_lists import ListChoice
from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.long_list.chosen_rows import ChosenRows, as_ranges
from ragdesk.window.long_list.look import Look, Wish, is_within
from ragdesk.window.long_list.rows_model import RowsModel

_Flag = QItemSelectionModel.SelectionFlag


@dataclass(frozen=True, slots=True)
class _Kept:
    """What must be found again in the list as it will be."""

    chosen: dict[str, DocumentRecord]
    is_all: bool
    """All rows are chosen, and not each can be followed."""
    current: tuple[str, int] | None
    anchors: tuple[tuple[str, int], ...]
    """Documents with their rows: that one of them which is still there keeps its place on the screen."""


class RowsView(QTableView):
    """`listed` is its model."""

    def __init__(self, model: RowsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.listed = model
        self.chosen_rows = ChosenRows()
        self._is_learnt = True
        self.setModel(model)
        self._set_up()
        self.measure()
        self.selectionModel().selectionChanged.connect(lambda *_: self._forget())

    def row_height(self) -> int:
        """For one line of text."""
        return self.fontMetrics().height() + 12

    def measure(self) -> None:
        """The text may have another size."""
        self.verticalHeader().setDefaultSectionSize(self.row_height())
        self.verticalScrollBar().setSingleStep(self.row_height())
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.measure()

    def first_in_sight(self) -> int:
        return self.verticalScrollBar().value() // self.verticalHeader().defaultSectionSize()

    def count_in_sight(self) -> int:
        """How many rows there is room for."""
        return self.viewport().height() // self.verticalHeader().defaultSectionSize() + 2

    def learn_chosen(self) -> ChosenRows:
        """What is chosen now."""
        if not self._is_learnt:
            self._is_learnt = True
            selection = self.selectionModel().selection()
            each = (selection.at(n) for n in range(selection.count()))
            self.chosen_rows.learn(sorted((one.top(), one.bottom()) for one in each), self.listed.cache)
        return self.chosen_rows

    def learn_more(self) -> None:
        """Records have come; some may be of chosen rows."""
        if len(self.chosen_rows.known) != self.chosen_rows.count:
            self._forget()

    def are_all_chosen(self) -> bool:
        return 0 < self.listed.rowCount() == self.learn_chosen().count

    def wish(self, choice: ListChoice, wanted: str | None = None) -> Wish:
        """What must be looked at to show this."""
        kept = self._kept(choice)
        first = self.first_in_sight() if kept.anchors or choice == self.listed.choice else 0
        followed = [*kept.chosen, *([kept.current[0]] if kept.current else ())]
        return Wish(choice, first, self.count_in_sight(), followed, kept.anchors, wanted)

    def is_outdated(self, look: Look) -> bool:
        """Whether something was chosen or came in sight after the look was asked for, and would be lost."""
        kept = self._kept(look.choice)
        anchors = [document for document, _ in kept.anchors]
        is_lost = bool(anchors) and not any(one in look.places for one in anchors)
        followed = [*kept.chosen, *([kept.current[0]] if kept.current else ())]
        return is_lost or any(document not in look.places for document in followed)

    def show_look(self, look: Look) -> None:
        """The list as it is now."""
        kept, offset = self._kept(look.choice), self.verticalScrollBar().value()
        if look.choice != self.listed.choice and not kept.anchors:
            offset = 0
        if self._is_same(look, kept):
            self.listed.renew(look)
            self._forget()
            return
        self.listed.show(look)
        self._choose_again(look, kept)
        self.updateGeometries()  # the scroll bar knows of the new length
        self.verticalScrollBar().setValue(offset + self._moved(look, kept) * self.verticalHeader().defaultSectionSize())

    def let_go(self) -> None:
        """Of everything: another library comes."""
        self.listed.empty()
        self._forget()
        self.updateGeometries()

    def reveal(self, row: int) -> None:
        """Choose one and bring it into sight."""
        self.selectRow(row)
        self.scrollTo(self.listed.index(row))

    def _kept(self, choice: ListChoice) -> _Kept:
        chosen, listed = self.learn_chosen(), self.listed
        is_all = chosen.records() is None and self.are_all_chosen() and is_within(choice, listed.choice)
        index = self.currentIndex()
        record = listed.record(index.row()) or chosen.known.get(index.row()) if index.isValid() else None
        current = (record.document, index.row()) if record else None
        first, count = self.first_in_sight(), self.count_in_sight()
        if choice == listed.choice:
            rows = ((row, listed.record(row)) for row in range(first, first + count))
            anchors = tuple((record.document, row) for row, record in rows if record)
        else:  # another order or filter is shown from its beginning, but for the document that one is at
            is_seen = current is not None and first <= current[1] < first + count and current[1] in chosen.known
            anchors = (current,) if current and is_seen else ()
        records = {} if is_all else {record.document: record for record in chosen.known.values()}
        return _Kept(records, is_all, current, anchors)

    def _is_same(self, look: Look, kept: _Kept) -> bool:
        listed, rows = self.listed, look.rows
        if look.choice != listed.choice or rows.total != listed.rowCount():
            return False
        before = ((row, listed.record(row)) for row in range(rows.first, rows.first + len(rows.records)))
        stood = {record.document: row for row, record in before if record}
        stood |= {record.document: row for row, record in self.chosen_rows.known.items()}
        if kept.current:
            stood[kept.current[0]] = kept.current[1]
        return all(look.places.get(document) == row for document, row in stood.items())

    def _choose_again(self, look: Look, kept: _Kept) -> None:
        places = ((look.places.get(document), record) for document, record in kept.chosen.items())
        moved = {row: record for row, record in places if row is not None}
        ranges = [(0, look.rows.total - 1)] if kept.is_all and look.rows.total else as_ranges(moved)
        selection = QItemSelection()
        for first, last in ranges:
            selection.append(QItemSelectionRange(self.listed.index(first), self.listed.index(last)))
        row = look.places.get(kept.current[0]) if kept.current else None
        index = QModelIndex() if row is None else self.listed.index(row)
        self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self.selectionModel().select(selection, _Flag.ClearAndSelect)
        self.chosen_rows.move(moved)
        self._forget()

    def _moved(self, look: Look, kept: _Kept) -> int:
        places = ((look.places.get(document), row) for document, row in kept.anchors)
        return next((place - row for place, row in places if place is not None), 0)

    def _forget(self) -> None:
        self._is_learnt = False

    def _set_up(self) -> None:
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
