"""Panes: documents, conversation and evidence beside each other, or over each other where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from ragdesk.window.actions import Actions
from ragdesk.window.drawer import Drawer
from ragdesk.window.memory import WindowMemory
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.icon_button import IconButton

DOCUMENTS_WIDTH, EVIDENCE_WIDTH = 264, 420
FOLD_EVIDENCE, FOLD_DOCUMENTS = 1100, 760
"""A window narrower than this has that pane in a drawer."""
_LEAST_WIDTHS = {"documents": 200, "conversation": 380, "evidence": 300}
_HEADER_HEIGHT = 48


class Panes(QWidget):
    """What is shown: documents unless the user hid them; evidence once there is some, until it is closed."""

    layout_changed = Signal()
    """A pane was shown, hidden or folded."""

    def __init__(
        self,
        documents: QWidget,
        conversation: QWidget,
        evidence: QWidget,
        memory: WindowMemory,
        actions: Actions,
        theming: Theming,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.documents, self.conversation, self.evidence = documents, conversation, evidence
        self._memory = memory
        self._is_documents_wanted, self._is_evidence_wanted = True, False
        self._rail = _Rail(IconButton.for_action(actions["toggle_documents"], theming), self)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("splitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        for name, pane in (("documents", documents), ("conversation", conversation), ("evidence", evidence)):
            pane.setMinimumWidth(_LEAST_WIDTHS[name])
            self._splitter.addWidget(pane)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.splitterMoved.connect(self._remember)
        evidence.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addWidget(self._splitter)
        self._left = Drawer("left", DOCUMENTS_WIDTH + 40, self)
        self._right = Drawer("right", EVIDENCE_WIDTH, self)
        self._toggles: tuple[QAction, QAction] = (actions["toggle_documents"], actions["toggle_evidence"])
        for action, toggle in zip(self._toggles, (self.toggle_documents, self.toggle_evidence), strict=True):
            action.setCheckable(True)
            action.triggered.connect(toggle)
        self._arrange()

    def shown(self) -> list[QWidget]:
        """The panes in sight, from left to right."""
        return [pane for pane in (self.documents, self.conversation, self.evidence) if pane.isVisibleTo(self)]

    def show_evidence(self, is_wanted: bool) -> None:
        """Show it beside or over the conversation, or no more."""
        self._is_evidence_wanted = is_wanted
        self._arrange()

    def leave_evidence(self) -> None:
        """There is none any more: an empty pane may stay beside the conversation, but not lie over it."""
        if self._is_folded(FOLD_EVIDENCE):
            self.show_evidence(False)

    def toggle_evidence(self) -> None:
        self.show_evidence(not self.evidence.isVisibleTo(self))

    def toggle_documents(self) -> None:
        """In a narrow window they lie over the conversation until they are toggled again, or Esc."""
        if self._is_folded(FOLD_DOCUMENTS):
            self._left.open() if self._left.isHidden() else self._left.hide()
            self._tell()
            return
        self._is_documents_wanted = not self._is_documents_wanted
        self._arrange()

    def close_drawer(self) -> bool:
        """Whether one was open."""
        if not self._left.isHidden():
            self._left.hide()
        elif not self._right.isHidden():
            self._is_evidence_wanted = False
            self._right.hide()
        else:
            return False
        self._tell()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._arrange()

    def _is_folded(self, below: int) -> bool:
        return self.width() < below

    def _arrange(self) -> None:
        before = [pane.isVisibleTo(self._splitter) for pane in (self.documents, self.evidence)]
        self._fold(self.documents, self._left, 0, self._is_folded(FOLD_DOCUMENTS))
        self._fold(self.evidence, self._right, 2, self._is_folded(FOLD_EVIDENCE))
        self._rail.setVisible(self._is_folded(FOLD_DOCUMENTS))
        if not self._is_folded(FOLD_DOCUMENTS):
            self.documents.setVisible(self._is_documents_wanted)
        if not self._is_folded(FOLD_EVIDENCE):
            self.evidence.setVisible(self._is_evidence_wanted)
        elif self._is_evidence_wanted:
            self._right.open()
        else:
            self._right.hide()
        if before != [pane.isVisibleTo(self._splitter) for pane in (self.documents, self.evidence)]:
            self._spread()
        self._tell()

    def _fold(self, pane: QWidget, drawer: Drawer, place: int, is_folded: bool) -> None:
        if is_folded and drawer.is_empty:
            drawer.hold(pane)
        elif not is_folded and not drawer.is_empty:
            drawer.hide()
            self._splitter.insertWidget(place, pane)
            self._splitter.setStretchFactor(self._splitter.indexOf(self.conversation), 1)

    def _spread(self) -> None:
        """Side panes as wide as they were left; the middle takes the rest."""
        wanted = {
            self.documents: self._memory.width("documents", DOCUMENTS_WIDTH),
            self.evidence: self._memory.width("evidence", EVIDENCE_WIDTH),
        }
        places = range(self._splitter.count())
        panes = [pane for place in places if (pane := self._splitter.widget(place)) is not None]
        sides = sum(width for pane, width in wanted.items() if pane in panes and pane.isVisibleTo(self._splitter))
        self._splitter.setSizes([wanted.get(pane, max(self.width() - sides, 1)) for pane in panes])

    def _remember(self) -> None:
        for name, pane in (("documents", self.documents), ("evidence", self.evidence)):
            if pane.parentWidget() is self._splitter and pane.isVisible():
                self._memory.keep_width(name, pane.width())

    def _tell(self) -> None:
        for action, pane in zip(self._toggles, (self.documents, self.evidence), strict=True):
            action.setChecked(pane.isVisibleTo(self))
        self.layout_changed.emit()


class _Rail(QFrame):
    """Where the documents are while they are folded away: a button that shows them."""

    def __init__(self, button: IconButton, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setFixedWidth(_HEADER_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, (_HEADER_HEIGHT - button.height()) // 2, 0, 0)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.hide()
