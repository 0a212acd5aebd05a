"""MainWindow: the three panes with everything around them. It carries out what concerns the window as a whole."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from ragdesk.window.actions import Actions
from ragdesk.window.banner import Banner
from ragdesk.window.command_palette import CommandPalette
from ragdesk.window.conversation.export_conversation import ExportConversation
from ragdesk.window.desk import Desk
from ragdesk.window.drop_target import DropOverlay, dropped_paths, dropped_text, is_welcome, leave_drops_to_window
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.error_box import ErrorBox
from ragdesk.window.first_library import WELCOME, wants_library_of_its_own
from ragdesk.window.focus_ring import FocusRing
from ragdesk.window.hints import Hints
from ragdesk.window.memory import WindowMemory
from ragdesk.window.menus import MenuBar
from ragdesk.window.pane_focus import PaneFocus
from ragdesk.window.panels.conversation import ConversationPanel
from ragdesk.window.panels.documents import DocumentsPanel
from ragdesk.window.panels.evidence import EvidencePanel
from ragdesk.window.panes import Panes
from ragdesk.window.status_bar import StatusBar
from ragdesk.window.theming import Theming
from ragdesk.window.undo_bar import UndoBar
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill

FIRST_SIZE = QSize(1280, 800)
LEAST_SIZE = QSize(480, 420)


class MainWindow(WithWords, QMainWindow):
    """Closing it hides it where `hides_on_close` is set, and the tray brings it back."""

    closed = Signal()
    """It was closed for good."""

    def __init__(self, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, memory: WindowMemory) -> None:
        super().__init__()
        self._link, self._desk, self._actions, self._memory = link, desk, actions, memory
        self.hides_on_close = False
        self.setObjectName("main_window")
        self.setMinimumSize(LEAST_SIZE)
        self.setAcceptDrops(True)
        self.error_box = ErrorBox(theming, self)
        self.banner = Banner(link, theming, self.error_box.tell)
        self.documents = DocumentsPanel(link, desk, theming, actions)
        self.conversation = ConversationPanel(link, desk, theming, actions)
        self.evidence = EvidencePanel(link, desk, theming, actions)
        self.panes = Panes(self.documents, self.conversation, self.evidence, memory, actions, theming)
        self.status = StatusBar(link, desk, theming, actions)
        self._lay_out()
        self.setMenuBar(MenuBar(actions, self))
        self.palette_box = CommandPalette(link, desk, theming, actions, self)
        self._pane_focus = PaneFocus(self.panes.shown, self)
        self._hints = Hints(link, desk, self.banner, memory)
        self._overlay = DropOverlay(theming, self)
        self._ring = FocusRing(theming, self)
        self.undo_bar = UndoBar(desk, theming, actions, self.conversation.composer, self)
        self._export = ExportConversation(link, desk, actions, self)
        self._connect()
        leave_drops_to_window(self)
        if not self.restoreGeometry(memory.geometry):
            self.resize(FIRST_SIZE)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(fill(self.tr("%1 – ragdesk"), self._link.library) if self._link.library else "ragdesk")
        self._actions.retranslate()

    def come_to_front(self) -> None:
        """Also out of the tray or from behind other windows."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    # what happens to the window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if not is_welcome(event.mimeData()):
            return
        event.acceptProposedAction()
        paths = dropped_paths(event.mimeData())
        words = self.tr("Drop to ask about this text")
        if paths and self._link.library in WELCOME.values():
            words = self.tr("Drop to have it read")  # most often into a library of its own
        elif paths:
            words = fill(self.tr("Drop to add to %1"), self._link.library)
        self._overlay.say(words)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        if is_welcome(event.mimeData()):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        self._overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self._overlay.hide()
        event.acceptProposedAction()
        self._take(dropped_paths(event.mimeData()), dropped_text(event.mimeData()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() != Qt.Key.Key_Escape or not self.panes.close_drawer():
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.palette_box.place()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._memory.geometry = self.saveGeometry()
        super().closeEvent(event)
        if self.hides_on_close:
            self.hide()
        else:
            self.closed.emit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self.focusWidget() is None:
            self.conversation.composer.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._overlay.hide()
        super().changeEvent(event)

    # how it is put together

    def _lay_out(self) -> None:
        self.conversation.show_above_composer(self.banner)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.panes, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        self.addActions(list(self._actions))
        do = {
            "paste": self._paste,
            "palette": self.palette_box.open,
            "find": self._find,
            "find_next": lambda: self.evidence.find_next(),
            "find_previous": lambda: self.evidence.find_previous(),
            "next_pane": lambda: self._pane_focus.step(1),
            "previous_pane": lambda: self._pane_focus.step(-1),
        }
        for name, carry_out in do.items():
            self._actions[name].triggered.connect(carry_out)
        self._link.request_failed.connect(self.error_box.tell)
        self._link.library_chosen.connect(self._library_chosen)
        self._desk.evidence_wanted.connect(self.panes.show_evidence)
        self._desk.evidence_chosen.connect(lambda evidence: None if evidence else self.panes.leave_evidence())

    def _library_chosen(self, name: str) -> None:
        self._memory.library = name
        self.retranslate()

    def _find(self) -> None:
        """In the page that is shown where the keyboard is there or nowhere else is looked for; else in the list."""
        focused = QApplication.focusWidget()
        is_there = focused is not None and self.evidence.isAncestorOf(focused)
        if is_there or (self.evidence.isVisible() and not self.documents.isAncestorOf(focused or self)):
            self.evidence.find()
        else:
            if not self.documents.isVisible():
                self.panes.toggle_documents()
            self.documents.find()

    def _paste(self) -> None:
        copied = QGuiApplication.clipboard().mimeData()
        self._take(dropped_paths(copied), dropped_text(copied))

    def _take(self, paths: list, text: str) -> None:  # type: ignore[type-arg]
        if paths:
            self._desk.add_asked_for.emit(paths, wants_library_of_its_own(self._link))
        elif text.strip():
            self._desk.text_proposed.emit(text)
