"""How often text was erased while this engine runs: whoever holds text in hand looks before it is stored."""

from __future__ import annotations


class Erasures:
    """Noted inside the transaction that erases, so that one that begins later sees it."""

    def __init__(self) -> None:
        self.count = 0

    def note(self) -> None:
        """Text goes, or went, with this transaction."""
        self.count += 1
