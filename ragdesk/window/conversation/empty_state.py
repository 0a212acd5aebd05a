"""EmptyState: what stands where no question was asked yet: one sentence, one main button, three questions that work."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_label, set_plain_tooltip
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill, number

_WIDE = 460
_ROW, _MARGIN = 40, 14


class EmptyState(WithWords, QScrollArea):
    """Questions ask at once."""

    question_chosen = Signal(str)
    folder_asked = Signal()
    files_asked = Signal()

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theming = theming
        self._documents = 0
        self._is_guide = False
        self.setObjectName("empty_state")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._title = plain_label(role="title", wraps=True)
        self._sentence = plain_label(role="dim", wraps=True)
        self._folder = QPushButton()
        self._folder.setObjectName("empty_add_folder")
        self._folder.setProperty("role", "primary")
        self._folder.clicked.connect(self.folder_asked)
        self._files = QPushButton()
        self._files.setObjectName("empty_add_files")
        self._files.clicked.connect(self.files_asked)
        self._try = plain_label(role="dim", wraps=True)
        self._rows: list[_QuestionRow] = []
        self._lay_out()
        self.retranslate()

    def retranslate(self) -> None:
        has_own = self._documents > 0 and not self._is_guide
        if has_own:
            self._title.setText(self.tr("Ask your files"))
            said = self.tr("%1 documents are ready to be asked. Quotes come first, each with its page.")
            if self._documents == 1:
                said = self.tr("One document is ready to be asked. Quotes come first, each with its page.")
            self._sentence.setText(fill(said, number(self._documents)))
        else:
            self._title.setText(self.tr("Ask your own files"))
            self._sentence.setText(
                self.tr(
                    "Drop a folder anywhere on this window. ragdesk reads it where it is, copies nothing, and never"
                    " goes online by itself."
                )
            )
        self._folder.setText(self.tr("Add a folder"))
        set_plain_tooltip(self._folder, self.tr("Choose a folder that should be read"))
        self._files.setText(self.tr("Add files"))
        set_plain_tooltip(self._files, self.tr("Choose files that should be read"))
        guide = self.tr("Or try the user guide, which is already here:")
        self._try.setText(guide if self._is_guide else self.tr("For example:"))
        for row in self._rows:
            set_plain_tooltip(row, self.tr("Ask this"))

    def show_documents(self, documents: int, *, is_guide: bool) -> None:
        """How many there are to ask; whether they are the user guide that came with ragdesk."""
        if (documents, is_guide) != (self._documents, self._is_guide):
            self._documents, self._is_guide = documents, is_guide
            self.retranslate()

    def show_questions(self, questions: Sequence[str]) -> None:
        """Others in place of those that are there, if they are others."""
        if list(questions) == [row.question for row in self._rows]:
            return
        for old in self._rows:
            old.hide()
            old.deleteLater()
        self._rows = [_QuestionRow(question) for question in questions]
        for row in self._rows:
            row.clicked.connect(lambda _=False, question=row.question: self.question_chosen.emit(question))
            self._questions.addWidget(row)
        self._try.setVisible(bool(self._rows))
        self.retranslate()

    def _lay_out(self) -> None:
        page = QWidget()
        page.setProperty("role", "page")
        for label in (self._title, self._sentence, self._try):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._folder)
        buttons.addWidget(self._files)
        buttons.addStretch(1)
        self._questions = QVBoxLayout()
        self._questions.setSpacing(12)
        column = QWidget()
        column.setMaximumWidth(_WIDE)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(16)
        for part in (self._title, self._sentence):
            inner.addWidget(part)
        inner.addLayout(buttons)
        inner.addSpacing(8)
        inner.addWidget(self._try)
        inner.addLayout(self._questions)
        self._try.hide()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.addStretch(2)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(column, 100)
        centred.addStretch(1)
        layout.addLayout(centred)
        layout.addStretch(3)
        self.setWidget(page)


class _QuestionRow(QPushButton):
    """A question in full, in as many lines as it needs."""

    def __init__(self, question: str) -> None:
        super().__init__()
        self.question = question
        self.setObjectName("suggested_question")
        self.setProperty("role", "row")
        self.setMinimumHeight(_ROW)
        self.setAccessibleName(question)
        self._label = plain_label(question, wraps=True)
        self._label.setParent(self)
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """A button does not ask its layout how high it has to be."""
        self._label.ensurePolished()
        wide = self.width() - 2 * _MARGIN
        self.setMinimumHeight(max(_ROW, self._label.heightForWidth(wide) + 18))
        self._label.setGeometry(_MARGIN, 0, wide, self.height())
