from __future__ import annotations

from pathlib import Path

import pytest

from ragdesk.window.start_options import StartOptions, parse


def test_without_words_the_users_own_data_folder_is_opened(tmp_path: Path) -> None:
    assert parse([]) == StartOptions(tmp_path / "ragdesk-data")


@pytest.mark.parametrize("words", [["--data-dir", "d", "--library", "L"], ["--data-dir=d", "--library=L"]])
def test_data_folder_and_library_are_taken_as_the_command_line_takes_them(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse([*words, "a.txt", "b"]) == StartOptions(tmp_path / "d", "L", (tmp_path / "a.txt", tmp_path / "b"))
