"""Settings are kept in a file that a person may edit: what is wrong in it is told, and nothing is half written."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.protocol.errors import BadRequest
from ragdesk.settings import STORED, Settings
from ragdesk.settings_file import FILE, checked, choose, stored, with_stored


def test_what_was_chosen_is_there_at_the_next_start(tmp_path: Path) -> None:
    choose(tmp_path, {"reserve_mb": "500", "follow_sources": "no"})

    settings = with_stored(Settings(data_dir=tmp_path))

    assert (settings.reserve_mb, settings.follow_sources) == (500, False)
    assert settings.backups_kept == Settings(data_dir=tmp_path).backups_kept


def test_a_setting_goes_back_to_its_default(tmp_path: Path) -> None:
    choose(tmp_path, {"reserve_mb": 500})
    choose(tmp_path, {"reserve_mb": None})

    assert stored(tmp_path) == {}


def test_only_the_user_can_read_the_file(tmp_path: Path) -> None:
    choose(tmp_path, {"reserve_mb": 500})

    assert [file.name for file in tmp_path.iterdir()] == [FILE]
    assert os.name == "nt" or stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text",
    ["reserve_mb = ", "colour = 1", "reserve_mb = 0", "reserve_mb = 1.5", 'follow_sources = "perhaps"', "\xff"],
)
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
def test_any_value_is_taken_within_bounds_or_refused(name: str, value: Any) -> None:
    kind, least, most = STORED[name]
    try:
        taken = checked(name, value)
    except BadRequest:
        return
    assert isinstance(taken, kind)
    assert least <= taken <= most
