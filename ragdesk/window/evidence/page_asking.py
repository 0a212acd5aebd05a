"""PageAsking: when the view asks for pages, and how long it waits for them before it says so. Which ones, it tells."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

ASK_MS = 50
"""Scrolling asks for pages this often at most, and not while whole panes fly by, as under a dragged scroll bar."""

WORDS_MS = 300
"""A page that takes longer says so; before that, what was seen stays."""


class PageAsking(QObject):
    """`ask` is called at once or soon; `patience_lost` when a page that is waited for took too long."""

    patience_lost = Signal()

    def __init__(self, ask: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._soon = QTimer(self, singleShot=True, interval=ASK_MS)
        self._soon.timeout.connect(ask)
        self._patience = QTimer(self, singleShot=True, interval=WORDS_MS)
        self._patience.timeout.connect(self._lose_patience)
        self.has_patience = True

    @property
    def is_pending(self) -> bool:
        """Whether pages will be asked for in a moment."""
        return self._soon.isActive()

    def soon(self) -> None:
        """In a moment; the last of several calls counts."""
        self._soon.start()

    def scrolled(self, *, is_far: bool) -> None:
        """In a moment, but where whole panes fly by only when that is over."""
        if not self._patience.isActive():
            self.wait()
        if is_far or not self._soon.isActive():
            self._soon.start()

    def wait(self) -> None:
        """Patience begins anew."""
        self.has_patience = True
        self._patience.start()

    def _lose_patience(self) -> None:
        self.patience_lost.emit()
        self.has_patience = False  # last, as scrolling there is a reason to wait
        self._patience.stop()
