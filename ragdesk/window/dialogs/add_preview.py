"""AddPreviewDialog: how much a big folder is before any of it is read, and what of it shall be left out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.records import AddPreview, TypeCount
from ragdesk.window.background import Request
from ragdesk.window.dialogs.growth import Growth
from ragdesk.window.documents.document_facts import joined, name_of, type_words
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.engine_words import said_of
from ragdesk.window.widgets.elided_label import ElidedLabel
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import duration, fill, number, size

MOST_TYPES = 6
RECOUNT_MS = 700
"""After the last letter typed into the rules."""


class AddPreviewDialog(WithWords, QDialog):
    """Counts anew by itself when the rules change; adding never waits for the count."""

    confirmed = Signal(object)
    """The rules of what is left out, a tuple of str."""

    def __init__(
        self, link: EngineLink, paths: Sequence[Path], preview: AddPreview, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("add_preview")
        self._link, self._paths, self._preview = link, tuple(paths), preview
        self._request: Request | None = None
        self._is_counting = False
        self._make_parts()
        self._lay_out()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(RECOUNT_MS)
        self._again.timeout.connect(self.recount)
        self.rules.textChanged.connect(self._again.start)
        self.finished.connect(lambda _: self._stop())
        self._growth = Growth(self)
        self.retranslate()
        self.add.setFocus()  # Enter adds, and does not begin a line in the rules

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Add a folder"))
        self.rules_label.setText(self.tr("Leave out (one rule a line, as in git; for example *.log or drafts/)"))
        self.rules.setAccessibleName(self.rules_label.text())
        self.rules.setToolTip(self.rules_label.text())
        self.add.setText(self.tr("Add"))
        self.add.setToolTip(self.tr("Read these files"))
        self._show()

    def ignore(self) -> tuple[str, ...]:
        """The rules as they are typed now."""
        return tuple(line.strip() for line in self.rules.toPlainText().splitlines() if line.strip())

    def recount(self) -> None:
        """With the rules of now."""
        self._stop()
        paths, ignore = self._paths, self.ignore()
        self._is_counting = True
        self._show()
        self._request = self._link.request(lambda engine: engine.preview_add(paths, ignore), self._take, self._fail)

    def _make_parts(self) -> None:
        self.title = ElidedLabel(parent=self, role="question", mode=Qt.TextElideMode.ElideMiddle)
        self.total = plain_label(wraps=True)
        self.total.setObjectName("preview_total")
        self.types = QGridLayout()
        self.types.setHorizontalSpacing(24)
        self.types.setVerticalSpacing(4)
        self.left_out = plain_label(wraps=True, role="dim")
        self.left_out.setObjectName("preview_left_out")
        self.problem = plain_label(wraps=True, role="bad")
        self.problem.hide()
        self.rules_label = plain_label(role="small", wraps=True)
        self.rules = QPlainTextEdit(self)
        self.rules.setObjectName("preview_rules")
        self.rules.setTabChangesFocus(True)
        self.rules.setMaximumHeight(76)
        self.rules_label.setBuddy(self.rules)
        self.add = QPushButton(self)
        self.add.setObjectName("preview_add")
        self.add.setProperty("role", "primary")
        self.add.setDefault(True)
        self.add.clicked.connect(self._confirm)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(self.add, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.total)
        column.addLayout(self.types)
        for widget in (self.left_out, self.problem, self.rules_label, self.rules, buttons):
            column.addWidget(widget)
        self.setMinimumWidth(460)

    def _confirm(self) -> None:
        self.confirmed.emit(self.ignore())
        self.accept()

    def _stop(self) -> None:
        self._again.stop()
        if self._request:
            self._request.cancel()
            self._request = None

    def _take(self, preview: AddPreview) -> None:
        self._preview, self._is_counting = preview, False
        self.problem.hide()
        self._show()

    def _fail(self, problem: RagdeskError) -> None:
        self._is_counting = False
        self.problem.setText(said_of(problem))
        self.problem.show()
        self._show()

    def _show(self) -> None:
        preview = self._preview
        first = fill(self.tr("Add “%1”?"), name_of(str(self._paths[0])))
        self.title.setText(first)
        whole = self.tr("%n files, %1", "", preview.files)
        counts = whole if preview.is_complete else self.tr("At least %n files, %1; there was no end", "", preview.files)
        total = fill(counts, size(preview.size_bytes))
        time = fill(self.tr("about %1 to read"), duration(preview.seconds)) if preview.seconds >= 1 else ""
        same = fill(self.tr("%1 already here"), number(preview.unchanged)) if preview.unchanged else ""
        self.total.setText(self.tr("Counting…") if self._is_counting else joined(total, time, same))
        self._show_types(preview.types)
        self.left_out.setText(self._left_out(preview))
        self.left_out.setVisible(bool(self.left_out.text()))
        self.add.setEnabled(preview.files > 0 or not preview.is_complete)

    def _show_types(self, types: Sequence[TypeCount]) -> None:
        while (item := self.types.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, one in enumerate(types[:MOST_TYPES]):
            cells = (type_words(one.type), self.tr("%n files", "", one.files), size(one.size_bytes))
            for column, text in enumerate(cells):
                label = plain_label(text, role="dim" if column else "")
                if column:
                    label.setAlignment(Qt.AlignmentFlag.AlignRight)
                self.types.addWidget(label, row, column)
        self.types.setColumnStretch(3, 1)

    def _left_out(self, preview: AddPreview) -> str:
        kinds = ", ".join(f"{one.type or '?'} ({number(one.files)})" for one in preview.left_out[:MOST_TYPES])
        parts = [fill(self.tr("Not read, because ragdesk does not know the kind: %1"), kinds)] if kinds else []
        if preview.ignored:
            parts.append(fill(self.tr("Hidden or left out: %1"), number(preview.ignored)))
        return "\n".join(parts)
