from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ragdesk.window.single_instance import MOST_BYTES, SingleInstance, address, understood


@pytest.fixture
def first(tmp_path: Path, qapp: object) -> Iterator[SingleInstance]:
    made = SingleInstance(tmp_path)
    assert made.is_first()
    yield made
    made.close()


SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from ragdesk.window.single_instance import SingleInstance
application = QCoreApplication([])
second = SingleInstance(Path(sys.argv[1]))
sys.exit(not (not second.is_first() and second.hand_over([Path(one) for one in sys.argv[2:]])))
"""


def test_a_second_start_hands_over_its_paths(first: SingleInstance, tmp_path: Path, qtbot: QtBot) -> None:
    paths = ["/a/naïve “file”.pdf", "/b"]
    with qtbot.waitSignal(first.started_again) as heard:
        second = subprocess.Popen([sys.executable, "-c", SECOND, str(tmp_path), *paths])
    qtbot.waitUntil(lambda: second.poll() is not None)
    assert heard.args == [[Path(one) for one in paths]]
    assert second.returncode == 0


def test_another_data_folder_has_a_window_of_its_own(first: SingleInstance, tmp_path: Path) -> None:
    other = SingleInstance(tmp_path / "other")
    assert other.is_first()
    other.close()


def test_after_a_crash_the_next_start_is_the_first(tmp_path: Path, qapp: object) -> None:
    crashed = SingleInstance(tmp_path)
    assert crashed.is_first()
    left = Path(address(tmp_path))
    crashed.close()
    left.touch()  # what a killed process leaves behind
    again = SingleInstance(tmp_path)
    assert again.is_first()
    assert stat.S_ISSOCK(left.stat().st_mode)
    again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="a named pipe has no file")
def test_nobody_else_can_reach_the_socket(first: SingleInstance, tmp_path: Path) -> None:
    place = os.stat(address(tmp_path))
    assert place.st_uid == os.getuid()
    assert stat.S_IMODE(place.st_mode) & 0o077 == 0


@pytest.mark.skipif(sys.platform == "win32", reason="speaks to the socket itself")
@pytest.mark.parametrize(
    "told", [b"rubbish\n", b"[]\n", b'{"paths": [1]}\n', b"x" * (MOST_BYTES + 2), b"[" * 9999 + b"\n"]
)
def test_what_is_no_message_is_cut_off_and_harms_nothing(
    told: bytes, first: SingleInstance, tmp_path: Path, qtbot: QtBot
) -> None:
    heard = []
    first.started_again.connect(heard.append)
    ended = threading.Event()

    def speak() -> None:
        with socket.socket(socket.AF_UNIX) as stranger:
            stranger.connect(address(tmp_path))
            try:
                stranger.sendall(told)
                assert stranger.recv(10) == b""
            except OSError:
                pass  # cut off while it spoke
        ended.set()

    thread = threading.Thread(target=speak)
    thread.start()
    qtbot.waitUntil(ended.is_set)
    thread.join()
    assert heard == []


def test_relative_paths_are_passed_over_for_the_first_stands_elsewhere() -> None:
    assert understood(json.dumps({"paths": ["/a", "b"]}).encode()) == [Path("/a")]


def test_a_long_folder_gets_a_short_address(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 120)
    assert len(os.fsencode(address(long))) < 100
    assert address(long) != address(long / "y")
