"""The first day, with mouse and keys on a real screen: add by dropping, ask, look at the page, export."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ragdesk.window.first_library import WELCOME
from ragdesk.window.theme import LIGHT, PAGE_MARK
from tests.end_to_end.onlooker import asked, is_answered, is_read
from tests.end_to_end.program import PROJECT, SAMPLES
from tests.end_to_end.virtual_screen import HEIGHT, WIDTH, VirtualScreen, missing, virtual_screen, wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.skipif(sys.platform != "linux", reason="drives an X server"),
    pytest.mark.skipif(bool(missing()), reason=f"not installed: {missing()}"),
]
REPORT = "lighthouse-museum-report-2024.pdf"
QUESTION = "How many prisms of the great lens could be put back?"
DIALOG = "Export the conversation"
COMPOSER = (600, HEIGHT - 110)
MIDDLE, RIGHT = (270, 60, 860, 640), (870, 50, WIDTH - 10, HEIGHT - 60)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[VirtualScreen]:
    folder = tmp_path / "screen"
    folder.mkdir()
    with virtual_screen(folder) as made:
        yield made


def test_the_first_day(screen: VirtualScreen, folder: Path, data_dir: Path, model_cache: Path, tmp_path: Path) -> None:
    shutil.copy(SAMPLES / REPORT, folder)
    own = {"RAGDESK_CACHE_DIR": str(model_cache), "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
    window = subprocess.Popen(
        [sys.executable, "-m", "ragdesk", "--data-dir", str(data_dir)],
        cwd=PROJECT, env={**os.environ, **screen.variables, **own}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        wait_for(lambda: screen.windows("ragdesk"), "the window")
        _fill_the_screen(screen)
        wait_for(lambda: asked(data_dir, WELCOME["en"], lambda engine: engine.jobs()), "the guides, being read")
        _drop(screen, folder)
        # The first folder makes a library of its name.
        wait_for(lambda: is_read(data_dir, folder.name), "the report in the library", 60)
        screen.click(*COMPOSER)
        screen.do("type", "--delay", "2", QUESTION)
        screen.do("key", "Return")
        wait_for(lambda: screen.find(LIGHT.chip, MIDDLE), "a citation", 60)
        _click_first_citation(screen)
        wait_for(lambda: screen.find(PAGE_MARK, RIGHT), "marked words on the page")
        wait_for(lambda: is_answered(data_dir, folder.name), "the whole answer", 60)
        exported = _export(screen, tmp_path / "first day.md")
        screen.do("key", "ctrl+q")
        _, complaints = window.communicate(timeout=15)
    finally:
        window.kill()
        window.communicate()
    assert window.returncode == 0, complaints
    assert "Traceback" not in complaints
    assert QUESTION in exported
    assert "293" in exported, "the number that stands on the page"
    assert REPORT in exported


def _fill_the_screen(screen: VirtualScreen) -> None:
    (number, *_) = screen.windows("ragdesk")
    screen.do("windowmove", "--sync", number, "0", "0")
    screen.do("windowsize", "--sync", number, str(WIDTH), str(HEIGHT))


def _drop(screen: VirtualScreen, folder: Path) -> None:
    """Out of another program, by the mouse."""
    source = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("drag_source.py")), str(folder)],
        env={**os.environ, **screen.variables},
    )
    try:
        wait_for(lambda: screen.windows("drag source"), "the window to drag from")
        screen.do("mousemove", "80", "660", "mousedown", "1")
        for x, y in ((90, 650), (150, 560), (300, 480), (500, 400), (560, 380), (562, 382)):
            screen.do("mousemove", "--sync", str(x), str(y), "sleep", "0.08")
        screen.do("mouseup", "1")
        source.wait(15)
    finally:
        source.kill()
        source.wait(10)


def _click_first_citation(screen: VirtualScreen) -> None:
    found = screen.find(LIGHT.chip, MIDDLE)
    assert found is not None
    screen.click(found[0] + 4, found[1] + 4)


def _export(screen: VirtualScreen, file: Path) -> str:
    """By the dialog, into that file; what is in it then."""
    screen.do("key", "ctrl+s")
    wait_for(lambda: DIALOG in screen.do("getactivewindow", "getwindowname"), "the dialog that asks where to")
    screen.do("key", "ctrl+a", "type", "--delay", "2", str(file))
    screen.do("key", "Return")
    wait_for(file.exists, "the exported file")
    return file.read_text("utf-8")
