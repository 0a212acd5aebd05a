"""TurnList: the turns of a conversation under each other, never wider than is good to read.

Turns become widgets when they come near; what is being read stays where it is, whatever grows above or below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ragdesk.window.conversation.turn_view import TurnView
from ragdesk.window.theming import Theming

WIDEST = 720
SIDE = 28
_TOP, _BETWEEN, _BOTTOM = 24, 36, 24
_KEPT = 4
"""Turns further away than so many screens become words again; each takes about a megabyte as widgets."""
_NEAR_END = 32
"""So many pixels from the end a reader still counts as being there."""


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
        self._follows_end = True
        self._is_placing = False
        self._stops: list[QWidget] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._build_beyond)
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
            old.hide()
            old.deleteLater()
        self._turns = []
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
        self._turns.remove(turn)
        turn.height_changed.disconnect(self.place)
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

    def _take(self, turn: TurnView, at: int) -> None:
        turn.setParent(self._page)
        turn.height_changed.connect(self.place)
        self._turns.insert(at, turn)
        if turn.is_built:
            turn.show()

    def _anchor(self) -> tuple[TurnView, int] | None:
        """The first built turn in sight and its distance from the top edge; None while the end is followed."""
        if self._follows_end:
            return None
        top = self.verticalScrollBar().value()
        for turn in self._turns:
            if turn.is_built and turn.geometry().bottom() > top:
                return turn, turn.y() - top
        return None

    def _put(self, anchor: tuple[TurnView, int] | None) -> None:
        left, wide = self.column(self.width())
        y = _TOP
        for turn in self._turns:
            height = turn.height_for(wide)
            turn.setGeometry(left, y, wide, height)
            y += height + _BETWEEN
        total = y - _BETWEEN + _BOTTOM if self._turns else 0
        self._page.resize(self.viewport().width(), max(total, self.viewport().height()))
        bar = self.verticalScrollBar()
        if anchor:
            bar.setValue(anchor[0].y() - anchor[1])
        elif self._follows_end:
            bar.setValue(bar.maximum())

    def _build_one(self, beyond: int) -> bool:
        """From the bottom up, as the end is read first."""
        turn = next(self._unbuilt(beyond), None)
        if turn is None:
            return False
        turn.build()
        turn.show()
        return True

    def _build_beyond(self) -> None:
        """What will soon be in sight, one at a time between other things; what is far away is let go."""
        height = self.viewport().height()
        if self._build_one(height // 2):
            self.place()
            return
        focused = self.focusWidget()
        top = self.verticalScrollBar().value()
        for turn in self._turns:
            is_far = turn.y() > top + _KEPT * height or turn.geometry().bottom() < top - _KEPT * height
            if turn.is_built and is_far and not (focused and turn.isAncestorOf(focused)):
                turn.release()
        self._order_focus()

    def _order_focus(self) -> None:
        """Turns are made from the last one up; Tab goes down."""
        stops = [stop for turn in self._turns if turn.is_built for stop in turn.focus_stops()]
        if stops != self._stops:
            self._stops = stops
            for before, after in pairwise((self, *stops)):
                QWidget.setTabOrder(before, after)

    def _unbuilt(self, beyond: int) -> Iterator[TurnView]:
        """Those in sight or less than so many pixels away that are no widgets yet."""
        top = self.verticalScrollBar().value() - beyond
        bottom = top + self.viewport().height() + 2 * beyond
        for turn in reversed(self._turns):
            if not turn.is_built and turn.y() < bottom and turn.geometry().bottom() > top:
                yield turn

    def _scrolled(self, value: int) -> None:
        if not self._is_placing:
            self._follows_end = value >= self.verticalScrollBar().maximum() - _NEAR_END
            if next(self._unbuilt(0), None) is not None:
                self.place()
            else:
                self._later.start(0)
