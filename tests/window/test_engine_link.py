"""The window's way to the engine: kept requests, a death and a new start, another library, news, silence."""

from __future__ import annotations

import time
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ragdesk.protocol.engine_records import EngineStatus
from ragdesk.protocol.errors import BadRequest, EngineGone, NoSuchLibrary, RagdeskError
from ragdesk.protocol.events import (
    AskEvent,
    DocumentsChanged,
    EngineEvent,
    EngineNoticed,
    EventsMissed,
    JobChanged,
    LibrariesChanged,
    SettingsChanged,
)
from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.engine_link import EngineLink
from tests.window.fake_engine import FakeEngine
from tests.window.signals import heard


@pytest.fixture
def unstarted(engine: FakeEngine, qtbot: QtBot) -> Any:
    made = EngineLink(engine.attach, "default")
    yield made
    engine.go_on()
    made.close()
    made.background.wait_for_threads(3)


def test_a_request_before_the_engine_is_ready_is_sent_then(unstarted: EngineLink, qtbot: QtBot) -> None:
    came: list[list[DocumentRecord]] = []
    unstarted.request(lambda engine: engine.list_documents(), came.append)
    assert not unstarted.is_ready
    unstarted.start()
    qtbot.waitUntil(lambda: bool(came))
    assert len(came[0]) == 10


def test_what_was_cancelled_before_the_engine_is_ready_is_never_sent(
    unstarted: EngineLink, engine: FakeEngine, qtbot: QtBot
) -> None:
    unstarted.request(lambda one: one.doctor(), lambda _: None).cancel()
    unstarted.stream(lambda one: one.ask("Cancelled?"), lambda _: None, lambda: None).cancel()
    came: list[EngineStatus] = []
    unstarted.request(lambda one: one.status(), came.append)
    unstarted.start()
    qtbot.waitUntil(lambda: bool(came))
    assert not engine.called("doctor")
    assert not engine.called("ask")


def test_a_stream_goes_from_quotes_to_the_finished_answer(link: EngineLink, qtbot: QtBot) -> None:
    events: list[AskEvent] = []
    ended: list[bool] = []
    link.stream(lambda engine: engine.ask("How much?"), events.extend, lambda: ended.append(True))
    qtbot.waitUntil(lambda: bool(ended))
    kinds = [type(event).__name__ for event in events]
    assert kinds[0] == "QuotesFound"
    assert kinds[-1] == "AnswerFinished"


def test_cancelling_an_answer_closes_its_stream(link: EngineLink, engine: FakeEngine, qtbot: QtBot) -> None:
    engine.slowly(0.01)
    number = engine.start_conversation()
    events: list[AskEvent] = []
    request = link.stream(lambda one: one.ask("How much?", conversation=number), events.extend, lambda: None)
    qtbot.waitUntil(lambda: any(type(event).__name__ == "AnswerToken" for event in events))
    request.cancel()
    qtbot.waitUntil(lambda: bool(engine.kept[number].turns))
    assert engine.kept[number].turns[0].answer.note == "You stopped it."


def test_a_failure_that_nobody_handles_is_told(link: EngineLink, engine: FakeEngine, qtbot: QtBot) -> None:
    engine.faults["doctor"] = BadRequest("Not now.")
    told = heard(link.request_failed)
    mine: list[RagdeskError] = []
    link.request(lambda one: one.doctor(), lambda _: None)
    link.request(lambda one: one.doctor(), lambda _: None, mine.append)
    qtbot.waitUntil(lambda: len(told) == len(mine) == 1)


def test_a_dead_engine_is_lost_and_comes_back_by_itself(link: EngineLink, engine: FakeEngine, qtbot: QtBot) -> None:
    lost, ready = heard(link.engine_lost), heard(link.engine_ready)
    engine.die()
    qtbot.waitUntil(lambda: bool(ready))
    assert [type(one) for one in lost] == [EngineGone]
    assert link.is_ready
    qtbot.waitUntil(lambda: engine.listeners == 1)
    documents = heard(link.documents_changed)
    engine.say(DocumentsChanged("default"))
    qtbot.waitUntil(lambda: len(documents) == 1)


def test_requests_made_while_the_engine_is_away_are_sent_later(
    link: EngineLink, engine: FakeEngine, qtbot: QtBot
) -> None:
    came: list[Any] = []
    link.engine_lost.connect(lambda _: link.request(lambda one: one.list_documents(), came.append))
    engine.die()
    qtbot.waitUntil(lambda: bool(came))
    assert len(came[0]) == 10


def test_an_engine_that_dies_again_and_again_is_not_started_in_a_storm(
    link: EngineLink, engine: FakeEngine, qtbot: QtBot
) -> None:
    lost = heard(link.engine_lost)
    engine.starts_again = False
    engine.die()
    qtbot.wait(300)
    assert 1 <= len(lost) <= 2
    assert not link.is_ready


def test_one_death_is_followed_by_one_event_stream(
    link: EngineLink, engine: FakeEngine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ragdesk.window.engine_link.AGAIN_MS", 20)
    for _ in range(3):
        ready = heard(link.engine_ready)
        engine.die()
        qtbot.waitUntil(lambda ready=ready: bool(ready), timeout=8_000)  # type: ignore[misc]
        qtbot.waitUntil(lambda: engine.listeners == 1)
    told = heard(link.settings_changed)
    engine.say(SettingsChanged())
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(80)
    assert len(told) == 1


def test_another_library_is_chosen_without_losing_the_engine(
    link: EngineLink, engine: FakeEngine, qtbot: QtBot
) -> None:
    lost, chosen, ready = heard(link.engine_lost), heard(link.library_chosen), heard(link.engine_ready)
    link.choose_library("Archive")
    qtbot.waitUntil(lambda: bool(ready))
    qtbot.waitUntil(lambda: engine.listeners == 1)
    assert (chosen, lost, link.library) == (["Archive"], [], "Archive")
    news = heard(link.documents_changed)
    engine.say(DocumentsChanged("default"), DocumentsChanged("Archive"), LibrariesChanged())
    qtbot.waitUntil(lambda: bool(news))
    qtbot.wait(80)
    assert len(news) == 1, "news of the other library are not told"
    assert engine.attached == 2


def test_of_two_choices_the_last_one_counts(link: EngineLink, engine: FakeEngine, qtbot: QtBot) -> None:
    chosen = heard(link.library_chosen)
    engine.stall()
    for name in ("Archive", "default", "Archive", "Old"):
        link.choose_library(name)
    engine.go_on()
    qtbot.waitUntil(lambda: chosen == ["Old"])
    qtbot.waitUntil(lambda: engine.listeners == 1)
    assert link.library == "Old"


def test_an_answer_about_the_library_before_comes_to_nobody(link: EngineLink, engine: FakeEngine, qtbot: QtBot) -> None:
    came: list[str] = []
    chosen = heard(link.library_chosen)
    engine.stall()
    link.request(lambda one: one.list_documents(), lambda _: came.append("documents"))
    link.request(lambda one: one.back_up(), lambda _: came.append("backup"), outlives_library=True)
    link.choose_library("Archive")
    link.request(lambda one: one.list_libraries(), lambda _: came.append("libraries"))
    engine.go_on()
    qtbot.waitUntil(lambda: bool(chosen) and sorted(came) == ["backup", "libraries"])


def test_what_waited_for_one_library_is_not_done_in_another(
    unstarted: EngineLink, engine: FakeEngine, qtbot: QtBot
) -> None:
    unstarted.request(lambda one: one.remove(["all"]), lambda _: None)
    unstarted.choose_library("Archive")
    came: list[Any] = []
    unstarted.request(lambda one: one.list_documents(), came.append)
    qtbot.waitUntil(lambda: came == [[]])
    assert not engine.called("remove")


def test_a_library_that_is_not_there_gives_way_to_the_default_one(
    link: EngineLink, engine: FakeEngine, qtbot: QtBot
) -> None:
    told, ready = heard(link.request_failed), heard(link.engine_ready)
    link.choose_library("Gone")
    qtbot.waitUntil(lambda: bool(ready))
    assert [type(one) for one in told] == [NoSuchLibrary]
    assert link.library == "default"
    assert "Gone" not in engine.libraries


def test_a_new_library_is_made_if_that_was_asked(link: EngineLink, engine: FakeEngine, qtbot: QtBot) -> None:
    ready = heard(link.engine_ready)
    link.choose_library("Fresh", create=True)
    qtbot.waitUntil(lambda: bool(ready))
    assert "Fresh" in engine.libraries


def test_news_are_told_once_and_of_each_job_the_last(link: EngineLink, engine: FakeEngine, qtbot: QtBot) -> None:
    jobs, documents, notices = heard(link.job_changed), heard(link.documents_changed), heard(link.noticed)
    job = engine.begin_job()
    events: list[EngineEvent] = [DocumentsChanged("default"), EngineNoticed("The disk is full.")] * 50
    engine.say(*events, *(JobChanged(job) for _ in range(50)))
    engine.progress(job.id, files_done=151, state="done")
    qtbot.waitUntil(lambda: bool(jobs) and jobs[-1].state == "done")
    assert len(documents) <= 4
    assert len(notices) <= 4
    assert len(jobs) <= 6


def test_after_missed_events_everything_is_asked_anew(link: EngineLink, engine: FakeEngine, qtbot: QtBot) -> None:
    engine.begin_job()
    told = heard(
        link.documents_changed, link.sources_changed, link.conversations_changed, link.libraries_changed,
        link.settings_changed,
    )  # fmt: skip
    jobs = heard(link.job_changed)
    engine.say(EventsMissed())
    qtbot.waitUntil(lambda: len(told) == 5 and bool(jobs))


def test_silence_is_told_in_the_windows_thread_once_for_each_change(
    link: EngineLink, engine: FakeEngine, qtbot: QtBot
) -> None:
    told = heard(link.engine_silent)
    for is_silent in (True, True, False, False):
        link.background.run(lambda is_silent=is_silent: engine.silence(is_silent), lambda _: None)  # type: ignore[misc]
        qtbot.wait(10)
    qtbot.waitUntil(lambda: told == [True, False])


def test_a_silent_engine_that_dies_is_silent_no_longer(link: EngineLink, engine: FakeEngine, qtbot: QtBot) -> None:
    told = heard(link.engine_silent)
    engine.silence(True)
    qtbot.waitUntil(lambda: told == [True])
    engine.die()
    qtbot.waitUntil(lambda: told == [True, False])


def test_status_is_not_asked_for_while_no_engine_is_there(
    unstarted: EngineLink, engine: FakeEngine, qtbot: QtBot
) -> None:
    for _ in range(100):
        unstarted.refresh_status()
    with qtbot.waitSignal(unstarted.engine_ready):
        unstarted.start()
    with qtbot.waitSignal(unstarted.status_changed):
        unstarted.refresh_status()
    assert len(engine.called("status")) == 2


@pytest.mark.parametrize("moment", ["attaching", "asking"])
def test_closing_while_a_call_hangs_does_not_wait(engine: FakeEngine, qtbot: QtBot, moment: str) -> None:
    link = EngineLink(engine.attach, "default")
    came = heard(link.engine_lost)
    if moment == "attaching":
        engine.stall()
        link.start()
    else:
        with qtbot.waitSignal(link.engine_ready):
            link.start()
        engine.stall()
        link.request(lambda one: one.doctor(), came.append, came.append)
        link.stream(lambda one: one.ask("How much?"), came.extend, lambda: None, came.append)
    began = time.monotonic()
    link.close()
    assert time.monotonic() - began < 1
    engine.go_on()
    link.background.wait_for_threads(3)
    qtbot.waitUntil(lambda: engine.listeners == 0)
    qtbot.wait(80)
    assert came == []


def test_a_library_that_was_removed_meanwhile_is_not_made_anew(
    link: EngineLink, engine: FakeEngine, qtbot: QtBot
) -> None:
    ready = heard(link.engine_ready)
    link.choose_library("Archive")
    qtbot.waitUntil(lambda: len(ready) == 1 and engine.listeners == 1)
    del engine.libraries["Archive"]
    engine.die()
    qtbot.waitUntil(lambda: len(ready) == 2)
    assert link.library == "default"
    assert "Archive" not in engine.libraries
