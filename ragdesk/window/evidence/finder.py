"""Finder: the words that are looked for within the shown document, where they stand, and which of them is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from ragdesk.window.background import Background, Request
from ragdesk.window.evidence.finding import find_all
from ragdesk.window.evidence.word_places import Span


class Finder(QObject):
    """Searches beside the window's thread; a later wish takes the place of the one under way."""

    changed = Signal()
    """Other hits, or another of them is chosen."""

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._request: Request | None = None
        self.words = ""
        self.is_searching = False
        self.hits: Sequence[Span] = ()
        self.chosen = -1

    @property
    def hit(self) -> Span | None:
        """The one that is shown."""
        return self.hits[self.chosen] if 0 <= self.chosen < len(self.hits) else None

    def find(self, text: str | None, words: str, near: int = 0) -> None:
        """Choose the first hit from `near` on. Without a text yet, call it again when it is there."""
        if self._request:
            self._request.cancel()
        self.words, self.hits, self.chosen = words, (), -1
        self.is_searching = bool(words.strip())
        if self.is_searching and text is not None:
            self._request = self._background.run(
                lambda: find_all(text, words), lambda hits: self._take(hits, near), lambda _: self._take((), near)
            )
        self.changed.emit()

    def step(self, by: int) -> None:
        """The next or previous hit, around the end."""
        if self.hits:
            self.chosen = (self.chosen + by) % len(self.hits)
            self.changed.emit()

    def clear(self) -> None:
        """Look for nothing."""
        self.find(None, "")

    def _take(self, hits: Sequence[Span], near: int) -> None:
        self.is_searching, self.hits = False, hits
        self.chosen = next((at for at, hit in enumerate(hits) if hit[0] >= near), 0) if hits else -1
        self.changed.emit()
