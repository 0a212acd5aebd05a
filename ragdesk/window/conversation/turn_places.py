"""TurnPlaces: where hundreds of turns stand under each other, at the cost of the few that change."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator


class TurnPlaces:
    """Tops and heights by position. Whoever is told of by `settle` is to be put where `top` and `height` say."""

    def __init__(self, top: int, between: int) -> None:
        self._first, self._between = top, between
        self._tops: list[int] = []
        self._heights: list[int] = []
        self._changed: set[int] = set()

    def __len__(self) -> int:
        return len(self._tops)

    def top(self, at: int) -> int:
        return self._tops[at]

    def height(self, at: int) -> int:
        return self._heights[at]

    @property
    def bottom(self) -> int:
        """Where the last one ends; 0 without any."""
        return self._tops[-1] + self._heights[-1] if self._tops else 0

    def clear(self) -> None:
        self._tops.clear()
        self._heights.clear()
        self._changed.clear()

    def insert(self, at: int, height: int) -> None:
        self._move_changes(at, 1)
        self._tops.insert(at, self._tops[at] if at < len(self._tops) else self.bottom)
        self._heights.insert(at, height)
        self._changed.add(at)

    def remove(self, at: int) -> None:
        del self._tops[at], self._heights[at]
        self._changed.discard(at)
        self._move_changes(at + 1, -1)
        if at < len(self._tops):
            self._changed.add(at)

    def resize(self, at: int, height: int) -> None:
        if self._heights[at] != height:
            self._heights[at] = height
            self._changed.add(at)

    def settle(self) -> Iterator[int]:
        """Positions whose top or height is another one than before, from the top down."""
        changed, self._changed = self._changed, set()
        if not changed:
            return
        last = max(changed)
        at = min(changed)
        y = self._tops[at - 1] + self._heights[at - 1] + self._between if at else self._first
        while at < len(self._tops) and (at <= last or self._tops[at] != y):
            if at in changed or self._tops[at] != y:
                self._tops[at] = y
                yield at
            y += self._heights[at] + self._between
            at += 1

    def reaching_into(self, top: int, bottom: int) -> range:
        """Those of which something stands between two heights."""
        first = bisect_right(self._tops, top) - 1
        if first >= 0 and self._tops[first] + self._heights[first] <= top:
            first += 1
        return range(max(0, first), bisect_left(self._tops, bottom))

    def _move_changes(self, start: int, by: int) -> None:
        self._changed = {at + by if at >= start else at for at in self._changed}
