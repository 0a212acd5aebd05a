"""DropTarget: files, folders and text that are dropped anywhere on the window, and what says so meanwhile."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QWidget

from ragdesk.window.theming import Theming

MOST_CHARACTERS = 20_000
"""Of dropped or pasted text: more is no question."""


def dropped_paths(data: QMimeData) -> list[Path]:
    """Files and folders of this computer; addresses of the web are none."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile() and not url.host()]


def dropped_text(data: QMimeData) -> str:
    """Plain text, where there are no files."""
    return data.text()[:MOST_CHARACTERS] if data.hasText() and not data.hasUrls() else ""


def is_welcome(data: QMimeData) -> bool:
    """Whether anything in it can be used."""
    return bool(dropped_paths(data) or dropped_text(data))


def leave_drops_to_window(window: QWidget) -> None:
    """Fields would take a dropped file as the text of its name."""
    for kind in (QLineEdit, QAbstractScrollArea):
        for widget in window.findChildren(kind):
            widget.setAcceptDrops(False)
            if isinstance(widget, QAbstractScrollArea):
                widget.viewport().setAcceptDrops(False)


class DropOverlay(QWidget):
    """Covers the window while something hovers over it."""

    def __init__(self, theming: Theming, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._theming = theming
        self._words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def say(self, words: str) -> None:
        """Cover the parent with these words."""
        self._words = words
        self.setAccessibleName(words)
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self._theming.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        behind = QColor(theme.colours.sel)
        behind.setAlphaF(0.92)
        painter.fillRect(self.rect(), behind)
        painter.setPen(QPen(QColor(theme.colours.accent), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(16, 16, -16, -16), 12, 12)
        font = self.font()
        font.setPointSizeF(theme.points(20))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(theme.colours.text))
        inside = self.rect().adjusted(48, 48, -48, -48)
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), self._words)
