from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.settings_file import choose
from ragdesk.window.choices import Choices, keys_of, read_choices
from ragdesk.window.theming import Appearance


def test_without_a_settings_file_everything_is_as_the_system_wants_it(tmp_path: Path) -> None:
    assert read_choices(tmp_path) == Choices(Appearance("system", 100, "system"), "system", False, {})


def test_what_was_chosen_is_read(tmp_path: Path) -> None:
    choose(
        tmp_path,
        {"theme": "dark", "text_percent": 150, "language": "es", "show_tray": True, "shortcuts": "find=Ctrl+G"},
    )
    assert read_choices(tmp_path) == Choices(Appearance("dark", 150, "system"), "es", True, {"find": "Ctrl+G"})


def test_a_broken_settings_file_leaves_the_defaults_and_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("theme = [", "utf-8")
    chosen = read_choices(tmp_path)
    assert chosen.appearance == Appearance()
    assert chosen.problem is not None
    assert "settings.toml" in chosen.problem.message


_KEYS = st.sampled_from(["Ctrl+;", "Ctrl+=", "F6", "Ctrl+Shift+A", "", "Ctrl+K, Ctrl+;"])


_NAMES = st.sampled_from(["find", "next_page", "settings", "zoom_in"])


@given(st.dictionaries(_NAMES, _KEYS))
def test_keys_come_back_as_they_were_stored(keys: dict[str, str]) -> None:
    assert keys_of(";".join(f"{name}={held}" for name, held in keys.items())) == keys
