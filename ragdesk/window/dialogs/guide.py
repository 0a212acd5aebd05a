"""GuideDialog: the user guide in the language of the window, to be read and searched."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QFont, QKeySequence, QShortcut, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ragdesk.paths import asset
from ragdesk.window.conversation.line_height import set_line_height
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.safe_text import SafeText
from ragdesk.window.widgets.translated import WithWords

_SIZE = (760, 720)
_HEADINGS = {1: 20, 2: 16, 3: 14.5}
_LINES = 1.5
_BELOW = 6
_NO_HTML = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML


class GuideDialog(WithWords, QDialog):
    """Does not block the window: whoever reads how to do it wants to do it."""

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theming = theming
        self.setObjectName("guide_dialog")
        self.resize(*_SIZE)
        self._text = SafeText()
        self._text.setObjectName("guide_text")
        self._paper = QScrollArea()
        self._paper.setWidgetResizable(True)
        self._paper.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._paper.setWidget(self._text)
        self._search = QLineEdit()
        self._search.setObjectName("guide_search")
        self._search.setProperty("role", "search")
        self._search.setClearButtonEnabled(True)
        self._search.returnPressed.connect(self._find_next)
        self._next = QPushButton()
        self._next.setObjectName("guide_next")
        self._next.setAutoDefault(False)
        self._next.clicked.connect(self._find_next)
        row = QHBoxLayout()
        row.addWidget(self._search, 1)
        row.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self._paper, 1)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._search.setFocus)
        theming.changed.connect(self._fill)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("The user guide"))
        self._search.setPlaceholderText(self.tr("Search the guide"))
        self._search.setAccessibleName(self.tr("Search the guide"))
        self._search.setToolTip(self.tr("Enter goes to the next place"))
        self._next.setText(self.tr("Find next"))
        self._next.setToolTip(self.tr("The next place with these words"))
        self._text.setAccessibleName(self.tr("The user guide"))
        self._fill()

    def _fill(self) -> None:
        name = "guia-del-usuario.md" if QLocale().language() == QLocale.Language.Spanish else "user-guide.md"
        font = self._text.font()
        font.setPointSizeF(self._theming.theme.points(14))
        self._text.document().setDefaultFont(font)
        document = self._text.document()
        document.setMarkdown(asset("samples", name).read_text("utf-8"), _NO_HTML)
        block = document.begin()
        while block.isValid():
            self._set(QTextCursor(block), font)
            block = block.next()

    def _set(self, paragraph: QTextCursor, font: QFont) -> None:
        """As the drawings set a title, a header and text; Qt's own headings are twice as large, and its lines close."""
        look, points = paragraph.blockFormat(), self._theming.theme.points
        size = _HEADINGS.get(look.headingLevel())
        if size:
            paragraph.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            letters = paragraph.charFormat()
            letters.clearProperty(QTextCharFormat.Property.FontSizeAdjustment)
            letters.setFontPointSize(points(size))
            letters.setFontWeight(QFont.Weight.DemiBold)
            paragraph.setCharFormat(letters)
            look.setTopMargin(size if paragraph.blockNumber() else 0)
        else:
            set_line_height(look, font, _LINES)
        look.setBottomMargin(_BELOW)
        paragraph.setBlockFormat(look)

    def _find_next(self) -> None:
        if not self._text.find(self._search.text()):
            self._text.moveCursor(self._text.textCursor().MoveOperation.Start)
            self._text.find(self._search.text())
        self._paper.ensureVisible(0, self._text.cursorRect().center().y(), 0, self._paper.height() // 3)
