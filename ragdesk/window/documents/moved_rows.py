"""MovedRows: which place in a list a document has that had another in the list before; fast for very long lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MovedRows:
    """Of two lists of different texts. What begins and ends them both is not looked at one by one."""

    before: Sequence[str]
    after: Sequence[str]
    head: int
    """So many are the same at the beginning."""
    tail: int
    """And so many at the end."""

    @classmethod
    def between(cls, before: Sequence[str], after: Sequence[str]) -> MovedRows:
        if before is after:
            return cls(before, after, len(before), 0)
        most = min(len(before), len(after))
        head = _same_at_beginning(before, after, most)
        return cls(before, after, head, _same_at_end(before, after, most - head))

    def place(self, at: int) -> int | None:
        """Where it is now; None where it is there no more."""
        if at < self.head:
            return at
        if at >= len(self.before) - self.tail:
            return at + len(self.after) - len(self.before)
        try:
            return self.after.index(self.before[at], self.head, len(self.after) - self.tail)
        except ValueError:
            return None

    def marks(self, marks: bytes | bytearray) -> bytes:
        """A byte for each, 1 or 0, as it was for it before; 0 for what is new."""
        before_end, after_end = len(self.before) - self.tail, len(self.after) - self.tail
        middle = zip(self.before[self.head : before_end], marks[self.head : before_end], strict=True)
        marked = {one for one, mark in middle if mark}
        new = bytes(after_end - self.head)
        if marked:
            new = bytes(map(marked.__contains__, self.after[self.head : after_end]))
        return b"".join((marks[: self.head], new, marks[before_end:]))


def _same_at_beginning(one: Sequence[str], other: Sequence[str], most: int) -> int:
    """How many; found by halves, each compared at once."""
    same, end = 0, most
    while same < end:
        middle = (same + end + 1) // 2
        if one[same:middle] == other[same:middle]:
            same = middle
        else:
            end = middle - 1
    return same


def _same_at_end(one: Sequence[str], other: Sequence[str], most: int) -> int:
    same, end = 0, most
    while same < end:
        middle = (same + end + 1) // 2
        if one[len(one) - middle : len(one) - same] == other[len(other) - middle : len(other) - same]:
            same = middle
        else:
            end = middle - 1
    return same
