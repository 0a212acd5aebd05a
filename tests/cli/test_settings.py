"""`ragdesk settings`: read and written by hand, in groups, with a word on what each does."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragdesk.cli.opening import EngineOptions
from ragdesk.protocol.errors import NoSuchLibrary
from ragdesk.protocol.setting_records import SettingRecord
from ragdesk.settings_file import stored
from ragdesk.stored_settings import STORED
from tests.cli.running import Opener, Ragdesk
from tests.doubles import FakeEngine


def test_all_are_shown_in_their_groups(ragdesk: Ragdesk) -> None:
    lines = [line.split("\t") for line in ragdesk("settings").out.splitlines()]
    assert [name for _, name, *_ in lines] == list(STORED)
    assert [group for group, *_ in lines if group] == [
        "general", "search", "models", "answering", "privacy", "appearance", "shortcuts",
    ]  # fmt: skip
    assert ["", "chat_idle_minutes", "10 minutes", ""] in lines
    assert ["models", "chat_model", "by itself", ""] in lines


def test_one_is_changed_and_taken_back(ragdesk: Ragdesk, data_dir: Path) -> None:
    assert ragdesk("settings", "reserve_mb", "500").out == "reserve_mb\t500 MB\tchosen\n"
    assert ragdesk("settings", "theme", "dark").code == 0
    assert stored(data_dir) == {"reserve_mb": 500, "theme": "dark"}
    assert ragdesk("settings", "reserve_mb", "--default").out == "reserve_mb\t200 MB\t\n"
    assert stored(data_dir) == {"theme": "dark"}


def test_one_is_explained(ragdesk: Ragdesk) -> None:
    told = ragdesk("settings", "offline").out
    assert STORED["offline"].explanation in told
    assert "yes or no" in told
    assert "next start" in told


def test_json_keeps_to_its_form(ragdesk: Ragdesk, data_dir: Path) -> None:
    model = data_dir.parent / "better.gguf"
    ragdesk("settings", "chat_model", str(model))
    told = ragdesk("settings", "--json").json
    assert told["chosen"] == ["chat_model"]
    assert told["settings"]["chat_model"] == str(model)
    assert (told["settings"]["threads"], told["settings"]["offline"]) == (None, True)
    assert list(told["settings"]) == list(STORED)


@pytest.mark.parametrize("words", [("colour", "red"), ("reserve_mb", "much"), ("theme", "pink"), ("colour",)])
def test_what_is_wrong_is_told(ragdesk: Ragdesk, data_dir: Path, words: tuple[str, ...]) -> None:
    told = ragdesk("settings", *words)
    assert told.code != 0
    assert words[0] in told.err
    assert stored(data_dir) == {}


class Running(FakeEngine):
    """An engine that runs already, and notes what is chosen."""

    def set_setting(self, name: str, value: str | None) -> SettingRecord:
        self.chosen = (name, value)
        return SettingRecord(name, "general", "", "", "whole", value or "", "")


def test_an_engine_that_runs_is_told(
    ragdesk: Ragdesk, opener: Opener, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ragdesk.client.stop_engine.running_engine", lambda folder: folder == data_dir)
    opener.engine = running = Running()
    assert ragdesk("settings", "reserve_mb", "500").code == 0
    assert running.chosen == ("reserve_mb", "500")
    assert stored(data_dir) == {}
    ragdesk("settings", "reserve_mb", "--default")
    assert running.chosen == ("reserve_mb", None)


@pytest.mark.parametrize("words", [("settings", "reserve_mb", "500"), ("status",)])
def test_who_has_no_library_of_the_default_name_is_answered_all_the_same(
    ragdesk: Ragdesk, opener: Opener, data_dir: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr("ragdesk.client.stop_engine.running_engine", lambda folder: folder == data_dir)
    running = Running()

    def open_engine(options: EngineOptions) -> FakeEngine:
        if options.library is not None:
            raise NoSuchLibrary(f"There is no library “{options.library}”.", "Libraries in this data folder: letters.")
        return running

    monkeypatch.setattr(Opener, "__call__", lambda _, options: open_engine(options))
    assert ragdesk(*words).code == 0
    assert "no library “other”" in ragdesk("--library", "other", *words).err
