"""TurnList: the turns of a conversation under each other, never wider than is good to read.

Turns become widgets when they come near; what is being read stays where it is, whatever grows above or below.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ragdesk.window.conversation.turn_places import TurnPlaces
from ragdesk.window.conversation.turn_view import TurnView
from ragdesk.window.theming import Theming

WIDEST = 720
SIDE = 28
_TOP, _BETWEEN, _BOTTOM = 24, 36, 24
_KEPT = 4
"""Turns further away than so many screens become words again; each takes about a megabyte as widgets."""
_NEAR_END = 32
"""So many pixels from the end a reader still counts as being there."""
_SETTLED_MS = 250
"""Putting what Tab goes through in order takes some milliseconds: not while an answer is written, unless Tab comes."""


class TurnList(QScrollArea):
    """Follows the end only while the reader is at the end."""

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("turns")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._page = QWidget()
        self._page.setProperty("role", "page")
        self.setWidget(self._page)
        self._turns: list[TurnView] = []
        self._places = TurnPlaces(_TOP, _BETWEEN)
        self._column = (0, 0)
        self._built: set[TurnView] = set()
        """Only these can become higher or lower by themselves."""
        self._follows_end = True
        self._is_placing = False
        self._stops: list[QWidget] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._build_beyond)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._order_focus)
        self.verticalScrollBar().setSingleStep(24)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theming.changed.connect(self.place)

    @property
    def turns(self) -> Sequence[TurnView]:
        return self._turns

    @property
    def is_at_end(self) -> bool:
        """Whether what comes is followed."""
        return self._follows_end

    def show_turns(self, turns: Sequence[TurnView]) -> None:
        """Others in place of those that are there; the last is in sight."""
        for old in self._turns:
            old.height_changed.disconnect(self._hear)
            old.hide()
            old.deleteLater()
        self._turns = []
        self._places.clear()
        self._built.clear()
        for turn in turns:
            self._take(turn, len(self._turns))
        self.go_to_end()

    def add(self, turn: TurnView) -> None:
        """At the end, which is followed from now on."""
        self._take(turn, len(self._turns))
        self.go_to_end()

    def insert(self, at: int, turn: TurnView) -> None:
        self._take(turn, at)
        self.place()

    def remove(self, turn: TurnView) -> None:
        self.take_out(turn)
        turn.deleteLater()

    def take_out(self, turn: TurnView) -> None:
        """It may be put back by `insert`."""
        at = self._turns.index(turn)
        del self._turns[at]
        self._places.remove(at)
        self._built.discard(turn)
        turn.height_changed.disconnect(self._hear)
        turn.hide()
        self.place()

    def go_to_end(self) -> None:
        self._follows_end = True
        self.place()

    def column(self, width: int) -> tuple[int, int]:
        """Where text begins and how wide it is."""
        wide = max(120, min(WIDEST, width - 2 * SIDE))
        return (width - wide) // 2, wide

    def place(self) -> None:
        """Put every turn where it belongs now, and make those that are in sight."""
        if self._is_placing:
            return
        self._is_placing = True
        try:
            anchor = self._anchor()
            self._put(anchor)
            while self._build_one(0):
                self._put(anchor)
        finally:
            self._is_placing = False
        self._later.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.place()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.place()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: N802
        """Tab was pressed on something in here."""
        if self._settled.isActive():
            self._settled.stop()
            self._order_focus()
        return super().focusNextPrevChild(is_next)

    def _take(self, turn: TurnView, at: int) -> None:
        turn.setParent(self._page)
        turn.height_changed.connect(self._hear)
        self._turns.insert(at, turn)
        self._places.insert(at, turn.height_for(self._column[1]))
        if turn.is_built:
            self._built.add(turn)
            turn.show()

    def _hear(self, turn: TurnView) -> None:
        self._built.add(turn)
        self.place()

    def _in_sight(self, beyond: int = 0) -> range:
        """The positions of turns in sight, or less than so many pixels away."""
        top = self.verticalScrollBar().value() - beyond
        return self._places.reaching_into(top, top + self.viewport().height() + 2 * beyond)

    def _anchor(self) -> tuple[TurnView, int] | None:
        """The first built turn in sight and its distance from the top edge; None while the end is followed."""
        if self._follows_end:
            return None
        turn = next((self._turns[at] for at in self._in_sight() if self._turns[at].is_built), None)
        return (turn, turn.y() - self.verticalScrollBar().value()) if turn else None

    def _put(self, anchor: tuple[TurnView, int] | None) -> None:
        column = self.column(self.width())
        is_other, self._column = column != self._column, column
        for at in range(len(self._turns)) if is_other else [self._turns.index(turn) for turn in self._built]:
            self._places.resize(at, self._turns[at].height_for(column[1]))
        moved = list(self._places.settle())
        for at in range(len(self._turns)) if is_other else moved:
            self._turns[at].setGeometry(column[0], self._places.top(at), column[1], self._places.height(at))
        total = self._places.bottom + _BOTTOM if self._turns else 0
        self._page.resize(self.viewport().width(), max(total, self.viewport().height()))
        bar = self.verticalScrollBar()
        if anchor:
            bar.setValue(anchor[0].y() - anchor[1])
        elif self._follows_end:
            bar.setValue(bar.maximum())

    def _build_one(self, beyond: int) -> bool:
        """From the bottom up, as the end is read first."""
        for at in reversed(self._in_sight(beyond)):
            turn = self._turns[at]
            if not turn.is_built:
                turn.build()
                self._built.add(turn)
                turn.show()
                return True
        return False

    def _build_beyond(self) -> None:
        """What will soon be in sight, one at a time between other things; what is far away is let go."""
        height = self.viewport().height()
        if self._build_one(height // 2):
            self.place()
            return
        focused = self.focusWidget()
        near = {self._turns[at] for at in self._in_sight(_KEPT * height)}
        for turn in self._built - near:
            if not (focused and turn.isAncestorOf(focused)):
                turn.release()
        self._built = {turn for turn in self._built if turn.is_built}
        self._settled.start()

    def _order_focus(self) -> None:
        """Turns are made from the last one up; Tab goes down."""
        stops = [stop for turn in sorted(self._built, key=self._turns.index) for stop in turn.focus_stops()]
        if stops != self._stops:
            self._stops = stops
            for before, after in pairwise((self, *stops)):
                QWidget.setTabOrder(before, after)

    def _scrolled(self, value: int) -> None:
        if not self._is_placing:
            self._follows_end = value >= self.verticalScrollBar().maximum() - _NEAR_END
            if any(not self._turns[at].is_built for at in self._in_sight()):
                self.place()
            else:
                self._later.start(0)
