"""Work on other threads: what comes back comes into the window's thread, in order, and not after it was given up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ragdesk.protocol.errors import EngineProblem, ModelMissing, RagdeskError
from ragdesk.window.background import THREADS, Background


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()
    made.wait_for_threads(3)


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Calls that wait for it hang until the test opens it."""
    made = threading.Event()
    yield made
    made.set()


def test_results_come_into_the_windows_thread(background: Background, qtbot: QtBot) -> None:
    came: list[tuple[str, threading.Thread]] = []
    background.run(
        lambda: threading.current_thread().name, lambda name: came.append((name, threading.current_thread()))
    )
    qtbot.waitUntil(lambda: bool(came))
    assert came[0][0].startswith("background")
    assert came[0][1] is threading.main_thread()


def test_an_error_of_ours_comes_as_it_is_and_any_other_as_a_problem_with_details(
    background: Background, qtbot: QtBot
) -> None:
    told: list[RagdeskError] = []

    def fail(problem: BaseException) -> None:
        raise problem

    ours = ModelMissing("A model is missing.", "Fetch it.")
    background.run(lambda: fail(ours), lambda _: None, told.append)
    qtbot.waitUntil(lambda: len(told) == 1)
    background.run(lambda: fail(KeyError("inside")), lambda _: None, told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[0] is ours
    assert isinstance(told[1], EngineProblem)
    assert "inside" in (told[1].detail or "")


def test_a_call_that_hangs_keeps_no_other_waiting(background: Background, gate: threading.Event, qtbot: QtBot) -> None:
    came: list[object] = []
    background.run(lambda: 0, came.append)
    qtbot.waitUntil(lambda: came == [0])
    for n in range(1, THREADS):
        background.run(gate.wait, lambda _: None)
        background.run(lambda n=n: n, came.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: sorted(came) == list(range(THREADS)))  # type: ignore[type-var]


def test_more_calls_than_threads_are_carried_out_one_after_the_other(background: Background, qtbot: QtBot) -> None:
    came: list[int] = []
    for n in range(200):
        background.run(lambda n=n: n, came.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(came) == 200)
    assert sorted(came) == list(range(200))


def test_of_a_cancelled_call_nothing_is_heard(background: Background, gate: threading.Event, qtbot: QtBot) -> None:
    came: list[object] = []
    request = background.run(gate.wait, came.append, came.append)
    request.cancel()
    request.cancel()
    gate.set()
    background.run(lambda: "next", came.append)
    qtbot.waitUntil(lambda: came == ["next"])


def test_events_come_in_order_and_their_end_last(background: Background, qtbot: QtBot) -> None:
    batches: list[list[int]] = []
    ended: list[int] = []
    background.follow(lambda: iter(range(5_000)), batches.append, lambda: ended.append(sum(map(len, batches))))
    qtbot.waitUntil(lambda: bool(ended))
    assert [n for batch in batches for n in batch] == list(range(5_000))
    assert ended == [5_000]


def test_a_hundred_thousand_events_come_in_few_batches_and_the_window_goes_on(
    background: Background, qtbot: QtBot
) -> None:
    batches: list[int] = []
    ended: list[bool] = []
    ticks = QTimer()
    beats: list[int] = []
    ticks.timeout.connect(lambda: beats.append(1))
    ticks.start(10)
    background.follow(
        lambda: (" word" for _ in range(100_000)),
        lambda batch: batches.append(len(batch)),
        lambda: ended.append(True),
    )
    qtbot.waitUntil(lambda: bool(ended), timeout=10_000)
    ticks.stop()
    assert sum(batches) == 100_000
    assert len(batches) <= 5 + len(beats), "batches come with the timer, not with each event"


def test_the_first_event_is_handed_over_at_once(background: Background, gate: threading.Event, qtbot: QtBot) -> None:
    def stream() -> Iterator[str]:
        yield "first"
        gate.wait(10)
        yield "second"

    came: list[str] = []
    ended: list[bool] = []
    background.follow(stream, came.extend, lambda: ended.append(True))
    qtbot.waitUntil(lambda: came == ["first"])
    gate.set()
    qtbot.waitUntil(lambda: bool(ended))
    assert came == ["first", "second"]


def test_streams_after_each_other_start_no_new_thread_and_one_that_hangs_holds_up_none(
    background: Background, gate: threading.Event, qtbot: QtBot
) -> None:
    """Starting one waits for it: some milliseconds with each question, where the processor is busy."""
    names: list[str] = []

    def named() -> Iterator[str]:
        yield threading.current_thread().name

    def follow() -> None:
        with qtbot.waitCallback() as ended:
            background.follow(named, names.extend, ended)

    for _ in range(3):
        follow()
    assert len(set(names)) <= 2
    background.follow(lambda: iter(gate.wait, True), lambda _: None, lambda: None)
    follow()
    assert len(names) == 4


def test_a_stream_that_fails_hands_over_what_came_before(background: Background, qtbot: QtBot) -> None:
    def stream() -> Iterator[int]:
        yield 1
        yield 2
        raise ModelMissing("Gone.")

    came: list[object] = []
    background.follow(stream, came.extend, lambda: came.append("ended"), lambda problem: came.append(problem.message))
    qtbot.waitUntil(lambda: came == [1, 2, "Gone."])


def test_a_cancelled_stream_is_closed_and_nothing_more_is_heard(background: Background, qtbot: QtBot) -> None:
    closed = threading.Event()
    on = threading.Event()

    def stream() -> Iterator[int]:
        try:
            n = 0
            while on.wait(5):
                yield (n := n + 1)
        finally:
            closed.set()

    came: list[object] = []
    request = background.follow(stream, came.extend, lambda: came.append("ended"), lambda _: came.append("failed"))
    on.set()
    qtbot.waitUntil(lambda: bool(came))
    request.cancel()
    heard = len(came)
    qtbot.waitUntil(closed.is_set)
    qtbot.wait(150)  # two hand-overs
    assert len(came) == heard


def test_a_stream_cancelled_at_once_never_begins(background: Background, qtbot: QtBot) -> None:
    begun: list[bool] = []
    started = threading.Event()

    def stream() -> Iterator[int]:
        begun.append(True)
        yield 1

    class Slow(threading.Thread):
        def run(self) -> None:
            started.wait(5)
            super().run()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ragdesk.window.background.threading.Thread", Slow)
        request = background.follow(stream, lambda _: None, lambda: None)
    request.cancel()
    started.set()
    ended: list[bool] = []
    background.follow(lambda: iter([1]), lambda _: None, lambda: ended.append(True))
    qtbot.waitUntil(lambda: bool(ended))
    assert not begun


def test_the_end_is_told_although_a_batch_was_not_taken(background: Background, qtbot: QtBot) -> None:
    ended: list[bool] = []

    def refuse(batch: list[Any]) -> None:
        raise ValueError("a panel's mistake")

    with qtbot.captureExceptions() as mistakes:
        background.follow(lambda: iter([1]), refuse, lambda: ended.append(True))
        qtbot.waitUntil(lambda: bool(ended))
    assert mistakes


def test_after_close_nothing_comes_and_nothing_hangs(gate: threading.Event, qtbot: QtBot) -> None:
    background = Background()
    came: list[object] = []
    background.run(gate.wait, came.append, came.append)
    background.follow(lambda: iter(range(10)), came.extend, lambda: came.append("ended"))
    background.close()
    background.close()
    background.run(lambda: "late", came.append)
    gate.set()
    background.wait_for_threads(3)
    qtbot.wait(80)
    assert came == []


def test_what_callbacks_know_is_let_go_in_the_windows_thread(qtbot: QtBot, background: Background) -> None:
    """A widget that is destroyed in another thread ends the process."""
    ended_in: list[threading.Thread] = []

    class Dialog:
        def __del__(self) -> None:
            ended_in.append(threading.current_thread())

        def ask(self) -> None:
            background.run(lambda: str(self), lambda _: self.nothing())
            background.run(self.fail, lambda _: self.nothing(), lambda _: self.nothing())
            background.follow(lambda: iter([str(self)]), lambda _: self.nothing(), self.nothing)

        def fail(self) -> None:
            raise ModelMissing("No.")

        def nothing(self) -> None:
            pass

    for _ in range(50):
        Dialog().ask()
    qtbot.waitUntil(lambda: len(ended_in) == 50)
    assert set(ended_in) == {threading.main_thread()}


def test_a_dialog_that_was_closed_meanwhile_needs_no_answer(qtbot: QtBot, background: Background) -> None:
    label, later = QLabel(), []
    background.run(lambda: "words", label.setText)
    background.run(lambda: "more", later.append)
    shiboken6.delete(label)
    qtbot.waitUntil(lambda: later == ["more"])
