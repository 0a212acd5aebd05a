"""ChosenRows: the chosen rows of a long list, and the records of those that are known. No Qt."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.long_list.look import Ranges
from ragdesk.window.long_list.row_cache import RowCache

FOLLOWED = 5000
"""So many are followed one by one when the list changes; to find them takes the engine a tenth of a second."""


class ChosenRows:
    """Records that were seen once stay known while their rows are chosen, though the list has dropped them."""

    def __init__(self) -> None:
        self.ranges: Ranges = ()
        self.count = 0
        self.known: dict[int, DocumentRecord] = {}

    def learn(self, ranges: Ranges, cache: RowCache) -> None:
        """These are chosen now."""
        before = self.known
        self.ranges = ranges
        self.count = sum(last + 1 - first for first, last in ranges)
        if self.count > FOLLOWED:
            chosen = (one for one in cache.items() if self._holds(one[0]))
            self.known = dict(one for one, _ in zip(chosen, range(FOLLOWED), strict=False))
            return
        found = {row: cache.get(row) or before.get(row) for first, last in ranges for row in range(first, last + 1)}
        self.known = {row: record for row, record in found.items() if record is not None}

    def move(self, records: Mapping[int, DocumentRecord]) -> None:
        """The same documents stand in these rows now."""
        self.known = dict(records)

    def records(self) -> list[DocumentRecord] | None:
        """All of them, from top to bottom; None where some are not known."""
        return [self.known[row] for row in sorted(self.known)] if len(self.known) == self.count else None

    def unknown(self) -> Iterable[int]:
        """Rows of few enough to be followed, whose records are not known."""
        if self.count > FOLLOWED or len(self.known) == self.count:
            return ()
        rows = (row for first, last in self.ranges for row in range(first, last + 1))
        return (row for row in rows if row not in self.known)

    def _holds(self, row: int) -> bool:
        at = bisect_right(self.ranges, row, key=lambda one: one[0]) - 1
        return at >= 0 and row <= self.ranges[at][1]


def as_ranges(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Rows that follow each other as one."""
    found: list[tuple[int, int]] = []
    for row in sorted(rows):
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
