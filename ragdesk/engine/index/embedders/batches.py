"""Which texts are run together: a plan of batches from the texts' lengths in tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

TOKEN_BUDGET = 1024
# OpenVINO keeps compiled code and buffers for every shape that it has met. Widths in steps of 16 and rows in powers of
# two leave about a hundred shapes: memory stood still at 240 MB where free shapes grew beyond 590 MB, at equal speed.
WIDTH_STEP = 16


@dataclass(frozen=True, slots=True)
class Batch:
    """`rows` are positions in the list of texts; `width` is the length in tokens to which all are filled up."""

    rows: tuple[int, ...]
    width: int


def plan_batches(lengths: Sequence[int], token_budget: int = TOKEN_BUDGET) -> Iterator[Batch]:
    """Every position exactly once, short texts first. A text longer than the budget gets a batch of its own."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    start = 0
    while start < len(order):
        count = 1
        while (
            start + 2 * count <= len(order)
            and 2 * count * _width(lengths[order[start + 2 * count - 1]]) <= token_budget
        ):
            count *= 2
        rows = tuple(order[start : start + count])
        yield Batch(rows, _width(lengths[rows[-1]]))
        start += count


def _width(length: int) -> int:
    return max(1, -(-length // WIDTH_STEP)) * WIDTH_STEP
