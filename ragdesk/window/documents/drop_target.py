"""DropTarget: the frame that says that files can be dropped, shows it when they are, and opens the choice."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ragdesk.window.widgets.plain import plain_label, set_plain_tooltip
from ragdesk.window.widgets.translated import WithWords

HEIGHT = 48


class DropTarget(WithWords, QFrame):
    """Dropping itself works everywhere on the window; whoever takes it calls `set_dropping`."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drop_target")
        self.setProperty("role", "drop")
        self.setProperty("dropping", False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(HEIGHT)
        self.words: QLabel = plain_label(role="small", wraps=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self.words)
        self.retranslate()

    def retranslate(self) -> None:
        is_dropping = bool(self.property("dropping"))
        self.words.setText(self.tr("Let go to add") if is_dropping else self.tr("Drop files or folders anywhere"))
        self.setAccessibleName(self.tr("Add a folder"))
        set_plain_tooltip(self, self.tr("Click to choose a folder"))

    def set_dropping(self, is_dropping: bool) -> None:
        """Files are held over the window."""
        if bool(self.property("dropping")) == is_dropping:
            return
        self.setProperty("dropping", is_dropping)
        self.style().unpolish(self)
        self.style().polish(self)
        self.retranslate()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, max(HEIGHT, super().minimumSizeHint().height()))
