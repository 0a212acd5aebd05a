from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ragdesk.protocol.engine_records import EngineStatus, JobId, JobRecord
from ragdesk.protocol.errors import EngineGone
from ragdesk.protocol.records import Answer, Budget, Timings
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.status_bar import StatusBar, tokens_per_second
from ragdesk.window.theming import Theming
from tests.window.fake_engine import FakeEngine


@pytest.fixture
def bar(
    link: EngineLink, desk: Desk, theming: Theming, actions: Actions, show: Callable[[StatusBar], StatusBar]
) -> StatusBar:
    made = show(StatusBar(link, desk, theming, actions))
    link.engine_ready.emit(link.status)
    return made


def part(bar: StatusBar, name: str) -> QPushButton:
    found = bar.findChild(QPushButton, f"status_{name}")
    assert found is not None
    return found


def change(link: EngineLink, **fields: object) -> None:
    assert link.status is not None
    link.status = replace(link.status, **fields)  # type: ignore[arg-type]
    link.status_changed.emit(link.status)


def an_answer(first_token: float | None, total: float, tokens: int) -> Answer:
    budget = Budget(2048, 100, tokens)
    return Answer(
        "Q?", "A.", True, "enough", "model", (), (), (), _SEARCHED, "m", budget, Timings(1, first_token, total), "en"
    )


_SEARCHED = FakeEngine().searched()


def test_it_says_that_nothing_is_connected(bar: StatusBar, link: EngineLink) -> None:
    change(link, is_offline=True)
    assert part(bar, "network").text() == "Offline"
    change(link, is_offline=False, offline_note="this kernel cannot")
    assert part(bar, "network").text() == "Not locked offline"
    assert "this kernel cannot" in part(bar, "network").toolTip()


def test_the_model_and_the_rate_of_its_last_answer(bar: StatusBar, link: EngineLink, desk: Desk) -> None:
    change(link, chat_model="SmolLM2 & co")
    assert part(bar, "model").text() == "SmolLM2 && co"
    desk.show_answer(an_answer(1000, 2000, 85))
    assert part(bar, "model").text() == "SmolLM2 && co · 84 tokens/s"
    assert part(bar, "model").accessibleName() == "SmolLM2 & co · 84 tokens/s"


def test_memory_shows_in_the_tooltip_only(bar: StatusBar, link: EngineLink) -> None:
    assert link.status is not None
    assert link.status.processes
    assert "MB" in part(bar, "model").toolTip()
    assert "MB" not in part(bar, "model").text()


@pytest.mark.parametrize(
    ("spans", "waiting", "words"),
    [(9, 0, "Index ready"), (9, 3, "Index not complete"), (0, 0, "Nothing to search yet")],
)
def test_the_state_of_the_index(spans: int, waiting: int, words: str, bar: StatusBar, link: EngineLink) -> None:
    change(link, spans=spans, spans_waiting=waiting)
    assert part(bar, "index").text() == words


def test_reading_is_said_while_a_job_runs_and_until_it_is_known_what_came_of_it(
    bar: StatusBar, link: EngineLink, qtbot: QtBot
) -> None:
    job = JobRecord(JobId(7), "default", "add", ("/a",), "running")
    before = part(bar, "index").text()
    link.job_changed.emit(job)
    assert part(bar, "index").text() == "Reading files…"
    with qtbot.waitSignal(link.status_changed):
        link.job_changed.emit(replace(job, state="done"))
        assert part(bar, "index").text() == "Reading files…"
    assert part(bar, "index").text() == before


def test_an_engine_that_ended_is_not_called_offline(bar: StatusBar, link: EngineLink) -> None:
    link.engine_lost.emit(EngineGone("It ended."))
    assert part(bar, "network").text() == "Engine ended"
    link.engine_ready.emit(link.status)
    assert part(bar, "network").text() == "Offline"


def test_many_events_ask_for_the_state_once(bar: StatusBar, link: EngineLink, engine: FakeEngine, qtbot: QtBot) -> None:
    bar._soon.setInterval(10)
    asked = len(engine.called("status"))
    heard: list[EngineStatus] = []
    link.status_changed.connect(heard.append)
    for _ in range(50):
        link.documents_changed.emit()
    qtbot.waitUntil(lambda: len(heard) == 1)
    assert len(engine.called("status")) == asked + 1


def test_each_part_opens_what_tells_more(bar: StatusBar, actions: Actions, qtbot: QtBot) -> None:
    for name, action in (("network", "doctor"), ("model", "choose_model"), ("palette", "palette")):
        with qtbot.waitSignal(actions[action].triggered):
            part(bar, name).click()


def test_no_rate_is_told_where_no_model_wrote() -> None:
    assert tokens_per_second(an_answer(None, 2000, 85)) is None
    assert tokens_per_second(an_answer(1000, 1000, 85)) is None
    assert tokens_per_second(an_answer(1000, 2000, 1)) is None
