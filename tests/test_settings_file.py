"""Settings are kept in a file that a person may edit: what is wrong in it is told, and nothing is half written."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.setting_records import SettingKind, SettingRecord
from ragdesk.setting_values import as_text, checked, is_within, wanted
from ragdesk.settings import Settings
from ragdesk.settings_file import FILE, choose, default_of, stored, with_stored
from ragdesk.stored_settings import STORED, Kind

GROUPS = ["general", "search", "models", "answering", "privacy", "appearance", "shortcuts"]


def test_what_was_chosen_is_there_at_the_next_start(tmp_path: Path) -> None:
    model = tmp_path / "better.gguf"
    wished = {"reserve_mb": "500", "follow_sources": "no", "theme": "dark", "shortcuts": "find=Ctrl+;;larger=Ctrl+="}
    choose(tmp_path, {**wished, "chat_model": str(model), "temperature": "0.7"})

    settings = with_stored(Settings(data_dir=tmp_path))

    assert (settings.reserve_mb, settings.follow_sources, settings.theme) == (500, False, "dark")
    assert (settings.chat_model, settings.temperature) == (model, 0.7)
    assert settings.shortcuts == "find=Ctrl+;;larger=Ctrl+="
    assert settings.backups_kept == Settings(data_dir=tmp_path).backups_kept


@pytest.mark.parametrize("back", [None, ""])
def test_a_setting_goes_back_to_its_default(tmp_path: Path, back: str | None) -> None:
    choose(tmp_path, {"reserve_mb": 500})
    choose(tmp_path, {"reserve_mb": back})

    assert stored(tmp_path) == {}


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(tmp_path, {"engine_idle_seconds": 600})
    monkeypatch.setenv("RAGDESK_IDLE_S", "7")

    assert with_stored(Settings(data_dir=tmp_path)).engine_idle_seconds == 7


def test_only_the_user_can_read_the_file(tmp_path: Path) -> None:
    choose(tmp_path, {"reserve_mb": 500})

    assert [file.name for file in tmp_path.iterdir()] == [FILE]
    assert os.name == "nt" or stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text",
    ["reserve_mb = ", "colour = 1", "reserve_mb = 0", "reserve_mb = 1.5", 'follow_sources = "perhaps"', "\xff",
     'theme = "pink"', "theme = 1", 'chat_model = "model.gguf"', 'shortcuts = "no keys"', "temperature = nan",
     'shortcuts = "find=A;find=B"'],
)  # fmt: skip
def test_a_wrong_file_is_told_and_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_bytes(text.encode("latin-1"))

    with pytest.raises(BadRequest) as refused:
        with_stored(Settings(data_dir=tmp_path))
    with pytest.raises(BadRequest):
        choose(tmp_path, {"threads": 2})

    assert refused.value.hint
    assert (tmp_path / FILE).read_bytes() == text.encode("latin-1")


@given(
    st.sampled_from(sorted(STORED)),
    st.one_of(st.text(max_size=20), st.integers(), st.floats(), st.booleans(), st.none(), st.lists(st.integers())),
)
@example("seed", "9" * 5_000)
def test_any_value_is_taken_within_bounds_or_refused(name: str, value: Any) -> None:
    setting = STORED[name]
    try:
        taken = checked(name, value)
    except BadRequest:
        return
    if setting.kind in ("whole", "number", "yes_no"):
        assert is_within(setting, float(taken))  # type: ignore[arg-type]
    assert checked(name, as_text(taken)) == taken


@pytest.mark.parametrize("name", sorted(STORED))
def test_every_setting_is_described_and_its_default_is_one_that_it_takes(name: str) -> None:
    setting, default = STORED[name], default_of(name)

    assert setting.name == name
    assert setting.title
    assert wanted(setting)
    assert 40 <= len(setting.explanation) <= 260
    assert setting.kind in get_args(Kind)
    assert (setting.least is None) == (setting.kind not in ("whole", "number"))
    assert bool(setting.choices) == (setting.kind == "choice")
    assert default in (None, "") or checked(name, as_text(default)) == default


def test_settings_stand_group_by_group_and_are_all_fields() -> None:
    groups = [setting.group for setting in STORED.values()]

    assert groups == sorted(groups, key=GROUPS.index)
    assert set(groups) == set(GROUPS)
    assert set(STORED) <= {field.name for field in fields(Settings)}


def test_the_schema_fits_the_records_of_the_protocol() -> None:
    assert get_args(Kind) == get_args(SettingKind)
    assert all(one.kind in get_args(SettingKind) for one in STORED.values())
    assert "applies" in {field.name for field in fields(SettingRecord)}


def test_reading_settings_imports_nothing_heavy() -> None:
    code = "import ragdesk.settings_file, sys; print('\\n'.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pydantic", "typer", "numpy", "tomli_w", "platformdirs"} & set(loaded)
