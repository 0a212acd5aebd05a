"""ShortcutTable: every command with its keys, to be changed one by one; what is taken twice is refused in words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QKeySequenceEdit, QLineEdit, QVBoxLayout

from ragdesk.window.actions import SPECS, Actions
from ragdesk.window.choices import keys_of
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.icon_button import IconButton
from ragdesk.window.widgets.plain import plain_label, set_plain_tooltip
from ragdesk.window.widgets.translated import Translated
from ragdesk.window.words import fill

_PORTABLE = QKeySequence.SequenceFormat.PortableText


class ShortcutTable(Translated):
    """Tells all keys that differ from ours, as the setting "shortcuts" holds them."""

    chosen = Signal(str)

    def __init__(self, actions: Actions, theming: Theming) -> None:
        super().__init__()
        self._actions = actions
        self._ours = {spec.name: spec.keys for spec in SPECS}
        self._fields: dict[str, QKeySequenceEdit] = {}
        self._labels = {spec.name: plain_label() for spec in SPECS}
        self._defaults = {spec.name: IconButton(theming, "rotate-ccw") for spec in SPECS}
        self._problem = plain_label(role="bad", wraps=True)
        self._problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._problem)
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        column.addLayout(grid)
        for row, spec in enumerate(SPECS):
            field = self._fields[spec.name] = QKeySequenceEdit()
            field.setObjectName(f"keys_{spec.name}")
            field.setMaximumSequenceLength(1)
            field.setClearButtonEnabled(True)
            field.editingFinished.connect(lambda name=spec.name: self._settle(name))
            self._defaults[spec.name].setObjectName(f"keys_{spec.name}_default")
            self._defaults[spec.name].clicked.connect(lambda _=False, name=spec.name: self._back(name))
            grid.addWidget(self._labels[spec.name], row, 0)
            grid.addWidget(field, row, 1)
            grid.addWidget(self._defaults[spec.name], row, 2)
        self.show_value("")

    def show_value(self, value: str) -> None:
        """The keys of the setting."""
        self._chosen = keys_from(value)
        for name, field in self._fields.items():
            keys = self._chosen.get(name, self._ours[name])
            field.setKeySequence(QKeySequence(keys))
            self._defaults[name].setVisible(keys != self._ours[name])
        self.retranslate()

    def retranslate(self) -> None:
        for name, label in self._labels.items():
            words = self._words(self._actions[name])
            label.setText(words)
            spoken = fill(self.tr("Keys for: %1"), words)
            for field in (self._fields[name], *self._fields[name].findChildren(QLineEdit)):  # the inner one is read out
                field.setAccessibleName(spoken)
                set_plain_tooltip(field, spoken)
            self._defaults[name].say(self.tr("Back to the default"))

    def _settle(self, name: str) -> None:
        keys = self._fields[name].keySequence().toString(_PORTABLE)
        now = {**self._ours, **self._chosen}
        if keys == now[name]:
            return
        taken = next((other for other, held in now.items() if keys and held == keys and other != name), None)
        self._problem.setVisible(taken is not None)
        if taken is not None:
            words = self._words(self._actions[taken])
            self._problem.setText(fill(self.tr("%1 is taken already: %2. Choose other keys."), keys, words))
            self._fields[name].setKeySequence(QKeySequence(now[name]))
            return
        self._tell(name, keys)

    def _back(self, name: str) -> None:
        self._tell(name, self._ours[name])

    def _tell(self, name: str, keys: str) -> None:
        chosen = {**self._chosen, name: keys}
        self.chosen.emit(keys_as_text({one: held for one, held in chosen.items() if held != self._ours[one]}))

    @staticmethod
    def _words(action: QAction) -> str:
        return action.text().rstrip("…").replace("&&", "&")


def keys_from(value: str) -> dict[str, str]:
    """The setting "shortcuts": "name=keys;name=keys" -> keys by name, without names that are no actions."""
    known = {spec.name for spec in SPECS}
    return {name: keys for name, keys in keys_of(value).items() if name in known}


def keys_as_text(keys: dict[str, str]) -> str:
    """The other way round."""
    return ";".join(f"{name}={held}" for name, held in sorted(keys.items()))
