"""RowCache: the records of the rows of a long list that were asked for last, in stretches. No Qt."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ragdesk.protocol.records import DocumentRecord

STRETCH = 200
"""Rows asked for together: ten screens full, in about 4 ms."""
MOST = 50
"""Stretches kept: 10,000 records are about 10 MB."""


class RowCache:
    """Rows count from 0. A stretch begins at a multiple of its length; the last one of the list may be shorter."""

    def __init__(self, stretch: int = STRETCH, most: int = MOST) -> None:
        self.stretch = stretch
        self._most = most
        self._stretches: dict[int, Sequence[DocumentRecord]] = {}

    def get(self, row: int) -> DocumentRecord | None:
        number, at = divmod(row, self.stretch)
        found = self._stretches.get(number, ())
        return found[at] if at < len(found) else None

    def items(self) -> Iterator[tuple[int, DocumentRecord]]:
        """All rows that are there, with their records."""
        for number, records in self._stretches.items():
            yield from enumerate(records, number * self.stretch)

    def count(self) -> int:
        return sum(map(len, self._stretches.values()))

    def put(self, first: int, records: Sequence[DocumentRecord]) -> None:
        """Rows from `first` on, which begins a stretch; the least recently used ones are dropped for them."""
        for at in range(0, len(records), self.stretch):
            number = (first + at) // self.stretch
            self._stretches.pop(number, None)
            self._stretches[number] = records[at : at + self.stretch]
        while len(self._stretches) > self._most:
            del self._stretches[next(iter(self._stretches))]

    def missing(self, first: int, last: int, asked: Collection[int] = ()) -> tuple[int, int] | None:
        """First row and number of rows of what must be asked for to have all from `first` to `last`, or None.

        Stretches that are there count as used by this; those that begin at a row in `asked` are on their way.
        """
        wanted = []
        for number in range(first // self.stretch, last // self.stretch + 1):
            if number in self._stretches:
                self._stretches[number] = self._stretches.pop(number)
            elif number * self.stretch not in asked:
                wanted.append(number)
        if not wanted:
            return None
        run = next((n for n, number in enumerate(wanted) if number != wanted[0] + n), len(wanted))
        return wanted[0] * self.stretch, run * self.stretch

    def clear(self) -> None:
        self._stretches.clear()
