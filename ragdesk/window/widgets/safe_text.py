"""SafeText: read-only formatted text that opens nothing by itself: no file, no picture, no page of a text's choosing.

Written through its document with a cursor and explicit formats; HTML and Markdown are never given to Qt.
"""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QByteArray, QMimeData, QRect, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDesktopServices,
    QDragEnterEvent,
    QFocusEvent,
    QGuiApplication,
    QImage,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QMenu, QMessageBox, QSizePolicy, QTextBrowser, QWidget

from ragdesk.window.widgets.plain import menu_text
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill

OPENED_SCHEMES = frozenset({"http", "https", "mailto"})
"""What may be handed to the system; `file:` and network shares may open or send anything."""


class SafeText(WithWords, QTextBrowser):
    """As high as its text. Links ask before they open, and say where they lead; `own_schemes` are only told."""

    link_clicked = Signal(str)
    """A link of one of `own_schemes` was clicked, or activated by the keyboard."""

    def __init__(self, parent: QWidget | None = None, *, own_schemes: Collection[str] = ()) -> None:
        super().__init__(parent)
        self._own_schemes = frozenset(own_schemes)
        self.setProperty("role", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)
        self.anchorClicked.connect(self._follow)
        self.retranslate()

    def retranslate(self) -> None:
        """Nothing of its own to say."""

    def loadResource(self, kind: int, _name: QUrl | str) -> object:  # noqa: N802
        """Nothing, whatever is asked for; an empty answer would make Qt look for a local file."""
        if kind == QTextDocument.ResourceType.ImageResource.value:
            return QImage(1, 1, QImage.Format.Format_ARGB32)
        return QByteArray(b" ")

    def doSetSource(self, _name: QUrl | str, _kind: QTextDocument.ResourceType = QTextDocument.ResourceType(0)) -> None:  # noqa: N802, B008
        """No page is ever shown."""

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        if round(self.document().textWidth()) != width:
            self.document().setTextWidth(width)
        return max(1, round(self.document().size().height() + 0.49))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def sizeHint(self) -> QSize:  # noqa: N802
        width = max(self.width(), 100)
        return QSize(width, self.heightForWidth(self.viewport().width() if self.isVisible() else width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(60, 1)

    def plain_text(self, cursor: QTextCursor) -> str:
        """What is copied of a selection."""
        return cursor.selection().toPlainText()

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        data = QMimeData()
        data.setText(self.plain_text(self.textCursor()))
        return data

    def canInsertFromMimeData(self, _source: QMimeData) -> bool:  # noqa: N802
        return False

    def insertFromMimeData(self, _source: QMimeData) -> None:  # noqa: N802
        """Nothing comes in from outside."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """A link that was reached by Tab is left unmarked; what the reader selected stays for the menu."""
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            cursor = self.textCursor()
            cursor.clearSelection()
            self.setTextCursor(cursor)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Our own words, and no entry that would take more than plain text."""
        menu = QMenu(self)
        copy = menu.addAction(self.tr("Copy"), self.copy)
        copy.setEnabled(self.textCursor().hasSelection())
        menu.addAction(self.tr("Select all"), self.selectAll)
        if link := self.anchorAt(event.pos()):
            self._add_link_entries(menu, link)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def ensureCursorVisible(self) -> None:  # noqa: N802
        """Without a scroll bar there is nothing to move."""

    def link_rect(self) -> QRect:
        """Where the link stands that was reached by Tab, or the cursor."""
        return self.cursorRect()

    def _add_link_entries(self, menu: QMenu, link: str) -> None:
        if QUrl(link).scheme() not in self._own_schemes:
            menu.addAction(self.tr("Copy the address"), lambda: QGuiApplication.clipboard().setText(link))

    def _follow(self, url: QUrl) -> None:
        scheme = url.scheme().lower()
        if scheme in self._own_schemes:
            self.link_clicked.emit(url.toString())
        elif scheme in OPENED_SCHEMES:
            self._ask_first(url)

    def _ask_first(self, url: QUrl) -> None:
        """Opening leaves this computer, so the true target is shown before."""
        target = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        box = QMessageBox(self)
        box.setObjectName("open_link")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("Open a link"))
        box.setText(fill(self.tr("Open this in another program?\n\n%1"), target))
        box.setInformativeText(self.tr("It came with the text. ragdesk itself does not go online."))
        opening = box.addButton(menu_text(self.tr("Open")), QMessageBox.ButtonRole.AcceptRole)
        staying = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(staying)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.buttonClicked.connect(lambda button: QDesktopServices.openUrl(url) if button is opening else None)
        box.open()
