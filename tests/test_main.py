from __future__ import annotations

from pathlib import Path

import pytest

from ragdesk import main


@pytest.fixture(autouse=True)
def _at_a_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.chdir(tmp_path)
    for name in ("list", "letters", "a.txt"):
        (tmp_path / name).touch()


@pytest.mark.parametrize(
    "words",
    [[], ["a.txt"], ["letters"], ["./list"], ["a.txt", "gone.txt"], ["--data-dir", "d"], ["--data-dir=d", "a.txt"]],
)
def test_no_command_or_files_that_are_there_open_the_window(words: list[str]) -> None:
    assert main.is_for_window(words)


@pytest.mark.parametrize(
    "words",
    [["list"], ["--help"], ["--version"], ["gone.txt"], ["lsit"], ["--data-dir", "d", "list"], ["add", "a.txt"]],
)
def test_commands_and_mistakes_are_for_the_command_line(words: list[str]) -> None:
    assert not main.is_for_window(words)


@pytest.mark.skipif("sys.platform in ('win32', 'darwin')", reason="there is always a screen")
def test_without_a_screen_there_is_no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert not main.is_for_window([])
