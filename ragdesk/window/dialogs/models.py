"""ModelsDialog: which chat model answers: those on this computer's disk, and any GGUF file that is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.setting_records import ChatModelRecord
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.dialogs.growth import Growth
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.engine_words import said
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import menu_text, plain_label
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill, size

_TEXT_WIDTH = 420


class ModelsDialog(WithWords, QDialog):
    """A choice is the setting "chat_model" and counts from the next question on; the engine checks the file first."""

    def __init__(
        self, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._link = link
        self._desk = desk
        self._records: tuple[ChatModelRecord, ...] = ()
        self.setObjectName("models_dialog")
        self._explanation = plain_label(role="dim", wraps=True)
        self._explanation.setMinimumWidth(_TEXT_WIDTH)
        self._problem = plain_label(role="bad", wraps=True)
        self._problem.hide()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._group = QButtonGroup(self)
        self._other, self._close = QPushButton(), QPushButton()
        self._other.setObjectName("models_other")
        self._other.setAutoDefault(False)
        self._close.setObjectName("models_close")
        self._close.setProperty("role", "primary")
        self._close.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self._other)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        for part in (self._explanation, self._problem):
            column.addWidget(part)
        column.addLayout(self._rows)
        column.addLayout(buttons)
        self._other.clicked.connect(self._choose_file)
        self._close.clicked.connect(self.accept)
        self._growth = Growth(self)
        for changed in (link.settings_changed, link.engine_ready):
            changed.connect(self.refresh)
        self.retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Ask what is at hand."""
        self._link.request(lambda engine: engine.list_chat_models(), self._show)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Chat model"))
        self._explanation.setText(
            self.tr("The chat model writes the answers; quotes are found without it. Larger models write better, and "
                    "need more memory and time.")
        )  # fmt: skip
        self._other.setText(self.tr("Another file…"))
        self._other.setToolTip(self.tr("Choose a GGUF file on this computer"))
        self._close.setText(self.tr("Close"))
        self._close.setToolTip(self.tr("Close this page"))
        self._fill()

    def _show(self, records: Sequence[ChatModelRecord]) -> None:
        self._records = tuple(records)
        self._fill()

    def _fill(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for record in self._records:
            self._rows.addWidget(self._row(record))

    def _row(self, record: ChatModelRecord) -> QWidget:
        button = QRadioButton(menu_text(record.name))
        button.setObjectName("model_choice")
        button.setChecked(record.is_chosen)
        button.setEnabled(record.fits or record.is_chosen)
        button.toggled.connect(lambda is_on: self._choose(record.path) if is_on else None)
        self._group.addButton(button)
        parts = [size(record.size_bytes), "" if record.path else self.tr("comes with ragdesk"), said(record.note)]
        facts = plain_label(" · ".join(part for part in parts if part), role="small", wraps=True)
        facts.setContentsMargins(24, 0, 0, 0)
        button.setAccessibleName(fill("%1, %2", record.name, facts.text()))
        button.setToolTip(self.tr("Answer with this model from the next question on"))
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(button)
        column.addWidget(facts)
        return row

    def _choose_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a chat model"), "", "GGUF (*.gguf)")
        if path:
            self._choose(path)

    def _choose(self, path: str | None) -> None:
        self._problem.hide()
        self._desk.choose_model(None)
        self._link.request(
            lambda engine: engine.set_setting("chat_model", path), lambda _: self._chosen(), self._refused
        )

    def _chosen(self) -> None:
        self.refresh()
        self._link.refresh_status()

    def _refused(self, problem: RagdeskError) -> None:
        self._problem.setText(" ".join(said(part) for part in (problem.message, problem.hint) if part))
        self._problem.show()
        self.refresh()
