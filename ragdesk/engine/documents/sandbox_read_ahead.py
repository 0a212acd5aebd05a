"""Keeps readers busy while earlier results are used: items in, each with what was begun for it out, in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

MOST_WAITING_BYTES = 64 * 1024 * 1024


class Begun(Protocol):
    """Work that goes on, or is done and waits."""

    @property
    def waiting_bytes(self) -> int: ...


T = TypeVar("T")
B = TypeVar("B", bound=Begun)


def read_ahead(items: Iterable[T], begin: Callable[[T], B], most: int) -> Iterator[tuple[T, B]]:
    """Begins up to `most` items before the one that is used, fewer where they hold more than 64 MB."""
    waiting: deque[tuple[T, B]] = deque()
    for item in items:
        waiting.append((item, begin(item)))
        while len(waiting) > most or (len(waiting) > 1 and _bytes(waiting) > MOST_WAITING_BYTES):
            yield waiting.popleft()
    while waiting:
        yield waiting.popleft()


def _bytes(waiting: Iterable[tuple[T, B]]) -> int:
    return sum(begun.waiting_bytes for _, begun in waiting)
