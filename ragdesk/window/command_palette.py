"""CommandPalette: one field for everything: what can be done, where one can go. Opens over the window, by Ctrl+K."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.actions import Actions
from ragdesk.window.background import Request
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.palette_entries import (
    Entry,
    commands,
    conversations,
    documents,
    libraries,
    matching,
    matching_documents,
)
from ragdesk.window.palette_rows import ENTRY, PaletteRows
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import WithWords

WIDTH, MOST_ROWS, TOP = 600, 10, 56
PAUSE_MS = 120
"""After the last key until documents are looked through: less starts searches that nobody waits for."""

_Index = QModelIndex | QPersistentModelIndex


class CommandPalette(WithWords, QFrame):
    """Arrows choose, Enter does it, Esc or a click elsewhere closes it; the keyboard goes back to where it was."""

    def __init__(self, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._link, self._desk, self._actions = link, desk, actions
        self._entries: list[Entry] = []
        self._found: list[Entry] = []
        self._requests: list[Request] = []
        self._before: QWidget | None = None
        self.setProperty("role", "palette")
        self.setObjectName("command_palette")
        self._field = QLineEdit(self)
        self._field.setObjectName("palette_field")
        self._field.setClearButtonEnabled(True)
        self._field.textChanged.connect(self._typed)
        self._field.installEventFilter(self)
        self._model = _Entries(self)
        self._list = QListView(self)
        self._list.setObjectName("palette_list")
        self._list.setProperty("role", "bare")
        self._list.setModel(self._model)
        self._list.setItemDelegate(PaletteRows(theming, self._list))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(lambda index: self._choose(index.data(ENTRY)))
        self._nothing = plain_label(role="dim")
        self._nothing.setObjectName("palette_nothing")
        self._nothing.setContentsMargins(10, 2, 10, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._field)
        column.addWidget(self._list)
        column.addWidget(self._nothing)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look_for_documents)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        words = self.tr("Type a command, a library, a conversation or a document")
        self._field.setPlaceholderText(words)
        self._field.setAccessibleName(words)
        self._field.setToolTip(self.tr("Arrows choose, Enter does it, Esc closes"))
        self._list.setAccessibleName(self.tr("What fits"))
        self._nothing.setText(self.tr("Nothing fits."))

    def open(self) -> None:
        """With nothing typed; what the engine knows is added when it answers."""
        self._before = QApplication.focusWidget()
        self._entries, self._found = commands(self._actions), []
        self._field.clear()
        self._show_matching()
        self.place()
        self.raise_()
        self.show()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self._link.is_ready:
            self._ask_engine()

    def close_it(self) -> None:
        """And give the keyboard back."""
        for request in self._requests:
            request.cancel()
        self._requests = []
        self._pause.stop()
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def place(self) -> None:
        """In the middle of the window's upper part."""
        room = self._over.size()
        self._list.setVisible(self._model.rowCount() > 0)
        self._nothing.setVisible(self._model.rowCount() == 0)
        width = min(WIDTH, room.width() - 32)
        row = self._list.sizeHintForRow(0) if self._model.rowCount() else 0
        self._list.setFixedHeight(min(row * min(self._model.rowCount(), MOST_ROWS), max(room.height() - 160, row)))
        self.setGeometry((room.width() - width) // 2, TOP, width, 0)
        self.resize(width, self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.FocusOut and not self._field.hasFocus() and self.isVisible():
            self._before = None
            self.close_it()
        # Esc also stops an answer: while this is open, it is ours.
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: MOST_ROWS, Qt.Key.Key_PageUp: -MOST_ROWS}
        key = Qt.Key(event.key())
        is_ours = key in steps or key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if event.type() == QEvent.Type.ShortcutOverride:
            if is_ours:
                event.accept()
            return is_ours
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._list.currentIndex().data(ENTRY))
        elif key == Qt.Key.Key_Escape:
            self.close_it()
        return is_ours

    def _step(self, by: int) -> None:
        rows = self._model.rowCount()
        row = self._list.currentIndex().row() + by
        wrapped = row % rows if rows and abs(by) == 1 else min(max(row, 0), rows - 1)
        self._list.setCurrentIndex(self._model.index(wrapped, 0))

    def _choose(self, entry: Entry | None) -> None:
        if entry is not None:
            self.close_it()
            entry.choose()

    def _typed(self) -> None:
        self._show_matching()
        if self._field.text().strip() and self._link.is_ready:
            self._pause.start()
        else:
            self._found = []

    def _show_matching(self) -> None:
        typed = self._field.text()
        found = self._found if typed.strip() else []
        best = matching([*self._entries, *found], typed)
        # A document may be found by its title, too: where its name does not fit, it comes last.
        self._model.show([*best, *(one for one in found if one not in best)])
        self._list.setCurrentIndex(self._model.index(0, 0))
        self.place()

    def _ask_engine(self) -> None:
        def take(entries: Sequence[Entry]) -> None:
            self._entries = [*self._entries, *entries]
            self._show_matching()

        link, desk = self._link, self._desk
        self._requests = [
            link.request(lambda engine: engine.list_libraries(), lambda all_: take(libraries(all_, link)), _pass_over),
            link.request(
                lambda engine: engine.list_conversations(), lambda all_: take(conversations(all_, desk)), _pass_over
            ),
        ]

    def _look_for_documents(self) -> None:
        typed = self._field.text()

        def found(records: Sequence[DocumentRecord]) -> None:
            if typed == self._field.text():
                self._found = documents(records, self._desk)
                self._show_matching()

        self._requests.append(self._link.request(lambda engine: matching_documents(engine, typed), found, _pass_over))


def _pass_over(_: object) -> None:
    """The commands are there all the same, and the banner tells of an engine that is not."""


class _Entries(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def show(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        return f"{entry.text}, {entry.kind}" if role == Qt.ItemDataRole.AccessibleTextRole else None
