"""Numbers that only grow, rates over half a minute, and nothing odd at the start."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.jobs.progress import Progress
from ragdesk.protocol.events import JobProgressed

GROWING = ("files_done", "bytes_done", "pages_done", "failed", "skipped")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_at_the_start_nothing_is_claimed() -> None:
    progress = Progress()
    progress.note(JobProgressed("finding", 1, None, "files", "a"))
    told = progress.fields(is_running=True)

    assert (told["files_done"], told["files_total"], told["rate"], told["seconds_left"]) == (0, None, None, None)
    assert (told["phase"], told["current"]) == ("finding", "a")


def test_rate_and_time_left_come_from_the_last_half_minute() -> None:
    clock = Clock()
    progress = Progress(clock=clock)
    for second in range(61):
        clock.now = float(second)
        done = 10 * second if second <= 30 else 300 + 2 * (second - 30)
        progress.note(JobProgressed("embedding", done, 1_000, "spans"))
    told = progress.fields(is_running=True)

    assert 1.9 < told["rate"] < 2.4
    assert 640 / 2.4 < told["seconds_left"] < 640 / 1.9
    assert "rate" not in progress.fields(is_running=False)


def test_the_time_left_to_read_is_told_by_bytes_and_the_rate_in_files() -> None:
    clock = Clock()
    progress = Progress(clock=clock)
    progress.found(3, 0, 1_000)
    for second, size in enumerate((100, 100), start=1):
        clock.now = 5.0 * second
        progress.file_done(size, 2)
        progress.note(JobProgressed("reading", second, 3, "files"))
    told = progress.fields(is_running=True)

    assert told["bytes_done"] == 200
    assert told["pages_done"] == 4
    assert told["seconds_left"] == 800 / (200 / 10)


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("found"), st.integers(0, 9), st.integers(0, 9), st.integers(0, 999)),
            st.tuples(st.just("done"), st.integers(0, 400), st.integers(0, 9), st.booleans()),
        )
    )
)
def test_numbers_never_go_back_and_never_exceed_their_totals(steps: list[tuple[str, int, int, int | bool]]) -> None:
    progress = Progress()
    before = progress.fields(is_running=True)
    for step, one, two, three in steps:
        if step == "found":
            progress.found(one, min(one, two), three)
        else:
            progress.file_done(one, two, is_failed=bool(three))
        now = progress.fields(is_running=True)
        assert all(now[name] >= before[name] for name in GROWING)
        assert now["files_total"] is None or now["files_done"] <= now["files_total"]
        assert now["bytes_total"] is None or now["bytes_done"] <= now["bytes_total"]
        before = now
    assert Progress(progress.kept()).kept() == {**progress.kept(), "phase": None}


def test_what_was_read_before_an_interruption_counts_once() -> None:
    progress = Progress({"files_done": 1, "files_total": 1, "bytes_done": 100, "bytes_total": 100})

    progress.found(1, 0, 100)
    progress.file_done(100)

    told = progress.fields(is_running=False)
    assert (told["bytes_done"], told["bytes_total"], told["files_done"]) == (100, 100, 1)
