from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.window.long_list.chosen_rows import FOLLOWED, ChosenRows, as_ranges
from ragdesk.window.long_list.row_cache import RowCache
from tests.window.sample_data import document

RECORDS = [document(n, f"/{n}", "x") for n in range(40)]


@given(st.sets(st.integers(0, 60)))
def test_ranges_hold_each_row_once_and_do_not_touch(rows: set[int]) -> None:
    ranges = as_ranges(rows)
    assert [row for first, last in ranges for row in range(first, last + 1)] == sorted(rows)
    assert all(before[1] + 1 < after[0] for before, after in itertools.pairwise(ranges))


def test_a_chosen_document_stays_known_when_its_row_is_not_there_any_more() -> None:
    chosen, cache = ChosenRows(), RowCache(stretch=4)
    cache.put(0, RECORDS[:8])
    chosen.learn([(2, 2), (6, 9)], cache)
    assert chosen.records() is None
    assert list(chosen.unknown()) == [8, 9]
    cache.clear()
    cache.put(8, RECORDS[8:12])
    chosen.learn([(2, 2), (6, 9)], cache)
    assert chosen.records() == [RECORDS[2], *RECORDS[6:10]]
    chosen.learn([(6, 6)], cache)
    assert chosen.records() == [RECORDS[6]]


def test_of_very_many_those_that_are_there_are_known() -> None:
    chosen, cache = ChosenRows(), RowCache(stretch=4)
    cache.put(0, RECORDS[:40])
    chosen.learn([(2, 5), (30, FOLLOWED * 2)], cache)
    assert sorted(chosen.known) == [2, 3, 4, 5, *range(30, 40)]
    assert chosen.records() is None
    assert not list(chosen.unknown())
