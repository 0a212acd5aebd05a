"""What is chosen while the engine runs counts at once, wherever it can."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessageChunk

from ragdesk.engine.answer.chat_models import ChatModel, ChatModels
from ragdesk.engine.chosen_settings import ChosenSettings
from ragdesk.engine.engine import Engine
from ragdesk.engine.jobs.battery import ON_BATTERY
from ragdesk.protocol.errors import BadRequest, ReserveReached
from ragdesk.server.engine_server import EngineServer
from ragdesk.server.serve import _leave_as_chosen
from ragdesk.settings import Settings
from ragdesk.settings_file import FILE


def until(happened: Callable[[], bool], within_s: float = 8) -> None:
    ends = time.monotonic() + within_s
    while not happened():
        assert time.monotonic() < ends, f"not within {within_s} s"
        threading.Event().wait(0.02)


def test_following_begins_and_ends_by_choice(engine: Engine, folder: Path) -> None:
    (folder / "bees.txt").write_text("The beekeeper counts forty hives.")
    list(engine.add([folder]))
    engine.start_following()
    until(lambda: engine.list_sources()[0].state in ("followed", "scanned"))
    engine.set_setting("follow_sources", "no")
    assert engine.list_sources()[0].state == "unknown"
    engine.set_setting("follow_sources", "yes")
    until(lambda: engine.list_sources()[0].state in ("followed", "scanned"))


def test_an_engine_that_serves_nobody_follows_nothing_by_choice(engine: Engine, folder: Path) -> None:
    (folder / "bees.txt").write_text("The beekeeper counts forty hives.")
    list(engine.add([folder]))
    engine.set_setting("follow_sources", "no")
    engine.set_setting("follow_sources", "yes")
    assert engine.list_sources()[0].state == "unknown"


def test_a_job_that_rests_on_battery_goes_on_when_that_is_chosen(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ragdesk.engine.engine.is_on_battery", lambda: True)
    (folder / "bees.txt").write_text("The beekeeper counts forty hives.")
    job = engine.start_add([folder])
    until(lambda: engine.jobs()[0].reason == ON_BATTERY)
    engine.set_setting("pause_on_battery", "no")
    until(lambda: engine.jobs()[0].state == "done")
    assert engine.jobs()[0].id == job.id


def test_the_reserve_and_the_number_of_backups_count_at_once(engine: Engine) -> None:
    engine.set_setting("reserve_mb", "1000000")
    with pytest.raises(ReserveReached):
        engine.parts.reserve.check()
    engine.set_setting("reserve_mb", "")
    engine.set_setting("backups_kept", "1")
    engine.back_up()
    engine.back_up()
    assert len(engine.list_backups()) == 1


def test_what_cannot_be_written_changes_nothing(engine: Engine, data_dir: Path) -> None:
    (data_dir / FILE).write_text("colour = 1")
    with pytest.raises(BadRequest):
        engine.set_setting("reserve_mb", "500")
    assert engine.parts.settings.reserve_mb == 200


def test_the_environment_goes_before_a_choice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAGDESK_IDLE_S", "7")
    chosen = ChosenSettings(Settings(data_dir=tmp_path, engine_idle_seconds=7))
    chosen.choose("engine_idle_seconds", "600")
    assert chosen.now.engine_idle_seconds == 7
    monkeypatch.delenv("RAGDESK_IDLE_S")
    chosen.choose("engine_idle_seconds", "500")
    assert chosen.now.engine_idle_seconds == 500


def test_the_server_takes_over_when_to_leave(engine: Engine, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAGDESK_IDLE_S")
    server = EngineServer(engine, data_dir, idle_s=60)
    _leave_as_chosen(server, engine)
    engine.set_setting("engine_idle_seconds", "5")
    assert server.idle_s == 5


def test_the_longest_answer_that_was_chosen_goes_before_that_of_the_prompt() -> None:
    asked: list[int] = []

    def pieces(messages: object, stop: object, max_tokens: int) -> Iterator[AIMessageChunk]:
        asked.append(max_tokens)
        yield AIMessageChunk(content="Yes.")

    model = GenericFakeChatModel(messages=iter(()))
    for chosen in (None, 500):
        chat = ChatModel(model, "any", "small", len, 4096, answer_tokens=chosen, pieces=pieces)
        assert [chunk.content for chunk in chat.write([], 200) if isinstance(chunk, AIMessageChunk)] == ["Yes."]
    assert asked == [200, 500]


def test_those_who_go_by_the_settings_are_told_each_time(tmp_path: Path) -> None:
    chosen = ChosenSettings(Settings(data_dir=tmp_path))
    told: list[float] = []
    chosen.whenever_changed(lambda now: told.append(now.temperature))
    chosen.choose("temperature", "0.5")
    chosen.choose("temperature", None)
    assert told == [0.5, 0]


@pytest.mark.model
def test_the_next_answer_is_written_as_chosen_by_a_model_that_was_loaded_anew(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, cache_dir=tmp_path, context_tokens=512, threads=1)
    chosen, models = ChosenSettings(settings), ChatModels(settings, None)
    chosen.whenever_changed(models.use)
    try:
        models.open()
        first = models.pid
        chosen.choose("temperature", "0.5")
        chosen.choose("answer_tokens", "20")
        opened = models.open()
        assert models.pid == first
        assert opened.answer_tokens == 20
        assert opened.model._identifying_params["temperature"] == 0.5
        chosen.choose("context_tokens", "1024")
        assert models.pid is None
        assert models.open().context_tokens == 1024
        list(models.wait_for_turn())
        chosen.choose("context_tokens", "768")
        assert models.pid
        models.end_turn()
        assert models.open().context_tokens == 768
    finally:
        models.close()
