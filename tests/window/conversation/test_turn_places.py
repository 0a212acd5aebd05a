"""Where turns stand: the same as if all were counted anew, and only those that moved are told of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.window.conversation.turn_places import TurnPlaces

TOP, BETWEEN = 24, 36
_STEPS = st.lists(
    st.tuples(st.sampled_from(("insert", "remove", "resize", "settle")), st.integers(0, 30), st.integers(1, 400)),
    max_size=60,
)


def _tops(heights: list[int]) -> list[int]:
    return [TOP + sum(heights[:at]) + BETWEEN * at for at in range(len(heights))]


def _carry_out(places: TurnPlaces, steps: list[tuple[str, int, int]]) -> tuple[list[int], list[int]]:
    """The heights that are there in the end, and where whoever listens to `settle` put them."""
    heights: list[int] = []
    put: list[int] = []
    for name, where, height in steps:
        at = where % (len(heights) + 1)
        if name == "insert":
            places.insert(at, height)
            heights.insert(at, height)
            put.insert(at, -1)
        elif name == "settle":
            for moved in places.settle():
                put[moved] = places.top(moved)
        elif at < len(heights) and name == "remove":
            places.remove(at)
            del heights[at], put[at]
        elif at < len(heights):
            places.resize(at, height)
            heights[at] = height
    for moved in places.settle():
        put[moved] = places.top(moved)
    return heights, put


@given(_STEPS)
def test_each_stands_right_under_the_one_before_whatever_came_went_or_grew(steps: list[tuple[str, int, int]]) -> None:
    places = TurnPlaces(TOP, BETWEEN)
    heights, put = _carry_out(places, steps)
    assert put == _tops(heights)
    assert [places.height(at) for at in range(len(places))] == heights
    assert places.bottom == (put[-1] + heights[-1] if heights else 0)


@given(_STEPS, st.integers(-50, 3_000), st.integers(1, 900))
def test_those_in_sight_are_those_of_which_a_line_is_seen(
    steps: list[tuple[str, int, int]], top: int, high: int
) -> None:
    places = TurnPlaces(TOP, BETWEEN)
    heights, put = _carry_out(places, steps)
    seen = [at for at, y in enumerate(put) if y < top + high and y + heights[at] > top]
    assert list(places.reaching_into(top, top + high)) == seen


def test_nothing_below_is_touched_when_the_last_one_grows() -> None:
    places = TurnPlaces(TOP, BETWEEN)
    for at in range(300):
        places.insert(at, 100)
    assert len(list(places.settle())) == 300
    places.resize(299, 140)
    assert list(places.settle()) == [299]
    places.resize(290, 100)
    assert list(places.settle()) == []
