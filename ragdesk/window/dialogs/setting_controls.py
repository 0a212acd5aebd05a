"""The control of one setting, by its kind: a box to tick, a number, a choice, a file, a table of keys."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ragdesk.protocol.setting_records import SettingRecord
from ragdesk.window.engine_words import said
from ragdesk.window.widgets.plain import menu_text, set_plain_tooltip
from ragdesk.window.widgets.translated import Translated

MOST_OF_SPINBOX = 2**31 - 1
_BESIDE_NUMBER = 6
"""A style sheet does not reach the field inside a spin box; with its own two pixels that is as in other fields."""


class SettingControl(Translated):
    """Shows and takes one value, as the text that the engine gives and takes; "" stands for "by itself"."""

    chosen = Signal(str)
    """The user settled on another value: left the field, ticked, chose. Never for `show_value`."""

    def __init__(self, record: SettingRecord) -> None:
        super().__init__()
        self.record = record
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)

    def take(self, inner: QWidget) -> None:
        """The widget that the user acts on."""
        inner.setObjectName(f"setting_{self.record.name}")
        self.column.addWidget(inner, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(inner)

    def show_value(self, value: str) -> None:
        """The engine's value."""
        raise NotImplementedError

    def settle(self, value: str) -> None:
        """Tell it if it is another one."""
        if value != self.record.value:
            self.chosen.emit(value)

    def name(self, inner: QWidget) -> None:
        """What a screen reader says."""
        inner.setAccessibleName(said(self.record.title))
        inner.setAccessibleDescription(said(self.record.explanation))
        set_plain_tooltip(inner, said(self.record.explanation or self.record.title))


def control_for(record: SettingRecord) -> SettingControl:
    """The control of a setting with its value in it; keys have a page of their own."""
    if record.kind == "yes_no":
        return _YesNo(record)
    if record.kind in ("whole", "number"):
        return _Number(record)
    if record.kind == "choice":
        return _Choice(record)
    return _File(record)


class _YesNo(SettingControl):
    def __init__(self, record: SettingRecord) -> None:
        super().__init__(record)
        self._box = QCheckBox()
        self.take(self._box)
        self.show_value(record.value)
        self._box.toggled.connect(lambda is_on: self.settle("yes" if is_on else "no"))
        self.retranslate()

    def show_value(self, value: str) -> None:
        self._box.blockSignals(True)
        self._box.setChecked(value == "yes")
        self._box.blockSignals(False)

    def retranslate(self) -> None:
        self._box.setText(menu_text(said(self.record.title)))
        self.name(self._box)


class _Whole(QSpinBox):
    """The wheel scrolls the page; it changes a number only while the field has the focus."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _Decimal(QDoubleSpinBox):
    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def textFromValue(self, value: float) -> str:  # noqa: N802
        """0.7 and 20 rather than 0.70 and 20.00."""
        return self.locale().toString(value, "g", 12)


class _Number(SettingControl):
    def __init__(self, record: SettingRecord) -> None:
        super().__init__(record)
        least, most = record.least or 0.0, record.most if record.most is not None else float(MOST_OF_SPINBOX)
        self._can_be_by_itself = record.default == ""
        self._field: _Whole | _Decimal
        if record.kind == "whole":
            whole = self._field = _Whole()
            whole.setRange(int(least) - self._can_be_by_itself, min(int(most), MOST_OF_SPINBOX))
            whole.setGroupSeparatorShown(True)
        else:
            decimal = self._field = _Decimal()
            decimal.setDecimals(2)
            decimal.setSingleStep(0.05 if most <= 5 else 1)
            decimal.setRange(least - self._can_be_by_itself, most)
        self._field.setKeyboardTracking(False)
        self._field.lineEdit().setTextMargins(_BESIDE_NUMBER, 0, 0, 0)
        self._field.setMinimumWidth(170)
        self.take(self._field)
        self.retranslate()
        self.show_value(record.value)
        self._field.editingFinished.connect(lambda: self.settle(self._value()))

    def show_value(self, value: str) -> None:
        self._field.blockSignals(True)
        number = self._field.minimum() if value == "" else float(value)
        if isinstance(self._field, _Whole):
            self._field.setValue(int(number))
        else:
            self._field.setValue(number)
        self._field.blockSignals(False)

    def retranslate(self) -> None:
        if self._can_be_by_itself:
            self._field.setSpecialValueText(self.tr("by itself"))
        self._field.setLocale(QLocale())
        self._field.setSuffix(f" {said(self.record.unit)}" if self.record.unit else "")
        self.name(self._field)

    def _value(self) -> str:
        if self._can_be_by_itself and self._field.value() == self._field.minimum():
            return ""
        shown = self._field.value()
        is_same = self.record.value != "" and float(self.record.value) == shown
        return self.record.value if is_same else f"{shown:g}" if isinstance(shown, float) else str(shown)


class _Choice(SettingControl):
    def __init__(self, record: SettingRecord) -> None:
        super().__init__(record)
        self._box = QComboBox()
        self._box.setMinimumWidth(170)
        for choice in record.choices:
            self._box.addItem("", choice)
        self.take(self._box)
        self.show_value(record.value)
        self._box.activated.connect(lambda at: self.settle(str(self._box.itemData(at))))
        self.retranslate()

    def show_value(self, value: str) -> None:
        self._box.setCurrentIndex(max(0, self._box.findData(value)))

    def retranslate(self) -> None:
        for at, choice in enumerate(self.record.choices):
            self._box.setItemText(at, _choice_words(choice))
        self.name(self._box)


def _choice_words(choice: str) -> str:
    translate = QCoreApplication.translate
    words = {
        "system": translate("choices", "As the system"),
        "en": "English",
        "es": "Español",
        "light": translate("choices", "Light"),
        "dark": translate("choices", "Dark"),
        "contrast": translate("choices", "High contrast"),
        "yes": translate("choices", "Yes"),
        "no": translate("choices", "No"),
    }
    return words.get(choice, choice)


class _File(SettingControl):
    def __init__(self, record: SettingRecord) -> None:
        super().__init__(record)
        self._field = QLineEdit()
        self._field.setMinimumWidth(300)
        self._field.setClearButtonEnabled(True)
        self._browse = QPushButton()
        self._browse.setObjectName(f"setting_{record.name}_browse")
        row = QHBoxLayout()
        row.setSpacing(8)
        self._field.setObjectName(f"setting_{record.name}")
        row.addWidget(self._field, 1)
        row.addWidget(self._browse)
        self.column.addLayout(row)
        self.setFocusProxy(self._field)
        self.show_value(record.value)
        self._field.editingFinished.connect(lambda: self.settle(self._field.text().strip()))
        self._browse.clicked.connect(self._choose)
        self.retranslate()

    def show_value(self, value: str) -> None:
        self._field.setText(value)

    def retranslate(self) -> None:
        self._field.setPlaceholderText(self.tr("The one that comes with ragdesk"))
        self._browse.setText(self.tr("Choose…"))
        self._browse.setToolTip(self.tr("Choose a file on this computer"))
        self._browse.setAccessibleName(self.tr("Choose a file on this computer"))
        self.name(self._field)

    def _choose(self) -> None:
        if self.record.kind == "folder":
            path = QFileDialog.getExistingDirectory(self, said(self.record.title))
        else:
            path, _ = QFileDialog.getOpenFileName(self, said(self.record.title), "", "GGUF (*.gguf)")
        if path:
            self._field.setText(path)
            self.settle(path)
