from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.window.long_list.row_cache import RowCache
from tests.window.sample_data import document

LENGTH = 53
RECORDS = [document(n, f"/{n}", "x") for n in range(LENGTH)]

rows = st.integers(0, LENGTH - 1)
spans = st.tuples(rows, rows).map(lambda two: (min(two), max(two)))


@given(st.lists(spans, max_size=12))
def test_what_is_missing_and_is_asked_for_is_there_afterwards(wanted: list[tuple[int, int]]) -> None:
    cache = RowCache(stretch=4, most=20)
    for first, last in wanted:
        while (missing := cache.missing(first, last)) is not None:
            start, count = missing
            assert all(cache.get(row) is None for row in range(start, start + count))
            cache.put(start, RECORDS[start : start + count])
        assert [cache.get(row) for row in range(first, last + 1)] == RECORDS[first : last + 1]


@given(st.lists(spans, min_size=1, max_size=30))
def test_only_so_many_are_kept_and_all_where_they_belong(wanted: list[tuple[int, int]]) -> None:
    cache = RowCache(stretch=4, most=3)
    for first, _ in wanted:
        if missing := cache.missing(first, first):
            cache.put(missing[0], RECORDS[missing[0] : missing[0] + missing[1]])
        assert cache.get(first) is RECORDS[first]
    assert cache.count() <= 12
    assert all(record is RECORDS[row] for row, record in cache.items())


def test_what_is_on_its_way_is_not_asked_for_again() -> None:
    cache = RowCache(stretch=4)
    assert cache.missing(0, 11, asked={4}) == (0, 4)
    cache.put(0, RECORDS[:4])
    assert cache.missing(0, 11, asked={4}) == (8, 4)
    assert cache.missing(0, 11, asked={4, 8}) is None


def test_the_least_recently_used_rows_go_first() -> None:
    cache = RowCache(stretch=4, most=2)
    cache.put(0, RECORDS[:8])
    assert cache.missing(0, 3) is None
    cache.put(8, RECORDS[8:12])
    assert cache.get(0) is not None
    assert cache.get(4) is None
