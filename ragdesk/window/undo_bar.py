"""UndoBar: tells for a moment what was removed, with a button that takes it back. It covers nothing that is read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ragdesk.window.actions import Actions
from ragdesk.window.conversation.composer import Composer
from ragdesk.window.desk import Desk
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.icon_button import IconButton
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import WithWords

SHOWN_MS = 12_000
"""Long enough to read it, reach for the mouse and press; the action itself stays."""
_ABOVE = 8


class UndoBar(WithWords, QFrame):
    """Carries out the action "undo", and enables it while there is something to take back."""

    def __init__(self, desk: Desk, theming: Theming, actions: Actions, composer: Composer, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._composer = window, composer
        self._action = actions["undo"]
        self.setObjectName("undo_bar")
        self.setProperty("role", "card")
        self._text = plain_label()
        self._undo = QPushButton()
        self._undo.setObjectName("undo_button")
        self._undo.setProperty("role", "link")
        self._close = IconButton(theming, "x")
        self._close.setObjectName("undo_close")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 4, 4)
        for widget in (self._text, self._undo, self._close):
            row.addWidget(widget)
        self._time = QTimer(self)
        self._time.setSingleShot(True)
        self._time.setInterval(SHOWN_MS)
        self._time.timeout.connect(self.hide)
        self._undo.clicked.connect(self._action.trigger)
        self._close.clicked.connect(self.hide)
        self._action.triggered.connect(desk.undo)
        self._action.setEnabled(False)
        desk.undo_offered.connect(self._offered)
        for watched in (window, composer, composer.edit):
            watched.installEventFilter(self)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        self._undo.setText(self.tr("Undo"))
        self._undo.setToolTip(self._action.toolTip())
        self._close.say(self.tr("Dismiss this notice"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self._place()
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._takes(event):
            event.ignore()  # the field would take it for itself
            return True
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        self._time.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self._time.start()
        super().leaveEvent(event)

    def _takes(self, event: QKeyEvent) -> bool:
        """Whether the keys for undoing mean what was removed, and not what was typed."""
        field = self._composer.edit
        is_ours = self.isVisible() or not field.document().isUndoAvailable()
        return (
            self._action.isEnabled()
            and event.matches(QKeySequence.StandardKey.Undo)
            and not field.toPlainText()
            and is_ours
        )

    def _offered(self, text: str) -> None:
        is_new = bool(text) and not (self.isVisible() and text == self._text.text())
        self._action.setEnabled(bool(text))
        self._text.setText(text)
        self.setVisible(bool(text))
        if text:
            self._place()
            self._time.start()
            self.setAccessibleName(text)
        if is_new:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _place(self) -> None:
        self.adjustSize()
        width = min(self.width(), self._window.width() - 32)
        self.resize(width, self.height())
        composer = self._composer.rect().translated(self._composer.mapTo(self._window, QPoint()))
        left = min(max(16, composer.center().x() - width // 2), self._window.width() - width - 16)
        self.move(left, composer.top() - self.height() - _ABOVE)
        self.raise_()
