"""A stream is closed however its use ends, and the program's own Ctrl-C handling comes back."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import closing
from threading import Thread

import pytest

from ragdesk.cli.stopping import until_stopped


class Stream:
    """Three events; notes its closing, as a stream from another process would."""

    def __init__(self) -> None:
        self.left = 3
        self.is_closed = False

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        if not self.left:
            raise StopIteration
        self.left -= 1
        return self.left

    def close(self) -> None:
        self.is_closed = True


def test_a_stream_is_closed_at_its_end() -> None:
    stream = Stream()
    assert list(until_stopped(stream)) == [2, 1, 0]
    assert stream.is_closed


def test_a_stream_is_closed_when_its_user_leaves_early() -> None:
    stream = Stream()
    with closing(until_stopped(stream)) as events:
        next(events)
    assert stream.is_closed
    assert stream.left == 2


def test_ctrl_c_works_as_before_afterwards() -> None:
    before = signal.getsignal(signal.SIGINT)
    events = until_stopped(Stream())
    next(events)
    assert signal.getsignal(signal.SIGINT) is not before
    events.close()
    assert signal.getsignal(signal.SIGINT) is before


def test_an_interrupt_between_two_events_stops_the_stream() -> None:
    stream = Stream()
    with closing(until_stopped(stream)) as events:
        next(events)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            next(events)
    assert stream.is_closed


def test_an_ignored_ctrl_c_stays_ignored() -> None:
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with closing(until_stopped(Stream())) as events:
            next(events)
            signal.raise_signal(signal.SIGINT)
            assert list(events) == [1, 0]
    finally:
        signal.signal(signal.SIGINT, previous)


def test_streams_work_on_any_thread() -> None:
    seen: list[int] = []
    thread = Thread(target=lambda: seen.extend(until_stopped(Stream())))
    thread.start()
    thread.join()
    assert seen == [2, 1, 0]
