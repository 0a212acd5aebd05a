"""SettingRow: one setting in words, with its control, what it does, a way back to the default, and what went wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.setting_records import SettingRecord
from ragdesk.window.dialogs.setting_controls import control_for
from ragdesk.window.engine_words import said
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.icon_button import IconButton
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import Translated


class SettingRow(Translated):
    """Tells what was chosen; shows what the engine made of it."""

    chosen = Signal(str, object)
    """The name and the new value, or None for the default."""

    def __init__(self, record: SettingRecord, theming: Theming) -> None:
        super().__init__()
        self.record = record
        self.setObjectName(f"row_{record.name}")
        self._control = control_for(record)
        self._title = plain_label(role="header", wraps=True)
        self._title.setBuddy(self._control)
        self._explanation = plain_label(role="dim", wraps=True)
        self._when = plain_label(role="small", wraps=True)
        self._problem = plain_label(role="bad", wraps=True)
        self._default = IconButton(theming, "rotate-ccw")
        self._default.setObjectName(f"default_{record.name}")
        kept = self._default.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # so that nothing moves when it comes
        self._default.setSizePolicy(kept)
        self._default.clicked.connect(lambda: self.chosen.emit(self.record.name, None))
        self._control.chosen.connect(lambda value: self.chosen.emit(self.record.name, value))
        self._lay_out()
        self.show_record(record)

    def show_record(self, record: SettingRecord) -> None:
        """As the engine has it now."""
        self.record = self._control.record = record
        self._control.show_value(record.value)
        self._problem.hide()
        self._default.setVisible(record.value != record.default)
        self.retranslate()

    def show_problem(self, problem: RagdeskError) -> None:
        """The value was refused: the old one is shown again, and why."""
        self._control.show_value(self.record.value)
        self._problem.setText(" ".join(said(part) for part in (problem.message, problem.hint) if part))
        self._problem.show()

    def holds(self, text: str) -> bool:
        """Whether a search for this text should show it."""
        words = f"{said(self.record.title)} {said(self.record.explanation)} {self.record.name}".casefold()
        return text.casefold() in words

    def retranslate(self) -> None:
        self._title.setText(said(self.record.title))
        self._explanation.setText(said(self.record.explanation))
        self._default.say(self.tr("Back to the default"))
        when = {
            "at once": "",
            "next model": self.tr("Counts when the chat model is loaded the next time."),
            "next start": self.tr("Counts when ragdesk is started the next time."),
        }
        self._when.setText(when[self.record.applies])
        self._when.setVisible(bool(self._when.text()) and self.record.value != self.record.default)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        is_box = self.record.kind == "yes_no"
        head.addWidget(self._control if is_box else self._title, 1)
        head.addWidget(self._default, 0, Qt.AlignmentFlag.AlignTop)
        self._title.setVisible(not is_box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(4)
        column.addLayout(head)
        if not is_box:
            column.addWidget(self._control)
        for label in (self._explanation, self._when, self._problem):
            column.addWidget(label)
