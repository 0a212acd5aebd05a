from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.window.documents.moved_rows import MovedRows

lists = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(lists, lists, st.data())
def test_each_is_found_again_and_keeps_its_mark(before: list[str], after: list[str], data: st.DataObject) -> None:
    marks = bytes(data.draw(st.lists(st.integers(0, 1), min_size=len(before), max_size=len(before))))
    moved = MovedRows.between(before, after)
    assert [moved.place(at) for at in range(len(before))] == [
        after.index(one) if one in after else None for one in before
    ]
    marked = {one for one, mark in zip(before, marks, strict=True) if mark}
    assert moved.marks(marks) == bytes(one in marked for one in after)


def test_what_is_added_to_a_long_list_alone_is_looked_at() -> None:
    before = [f"{n:06}" for n in range(5000)]
    moved = MovedRows.between(before, [*before[:3000], "new", *before[3000:]])
    assert (moved.head, moved.tail) == (3000, 2000)
