"""Words that change with the language while the window is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    _Widget = QWidget
else:  # two Qt classes among the bases of one class end the process, so what is mixed in must be none
    _Widget = object


class WithWords(_Widget):
    """Sets all its words in `retranslate`, which its constructor calls last and every change of language calls again.

    First among the bases of a widget that is not a plain QWidget: `class Composer(WithWords, QFrame)`.
    """

    def retranslate(self) -> None:
        """Set every word, tooltip and accessible name."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class Translated(WithWords, QWidget):
    """A plain widget with words; the only Qt class among the bases of what is made from it."""
