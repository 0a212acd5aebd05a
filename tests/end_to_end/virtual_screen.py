"""A screen of its own without hardware, with a window manager, and hands: keys and mouse by xdotool. Linux only."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

NEEDED = ("Xvfb", "xdotool", "openbox")
WIDTH, HEIGHT = 1280, 800


def missing() -> str:
    """Which of the programs are not installed; empty if none."""
    return ", ".join(name for name in NEEDED if not shutil.which(name))


class VirtualScreen:
    """`variables` make a program appear on it."""

    def __init__(self, number: int, frame: Path) -> None:
        self.variables = {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "QT_ACCESSIBILITY": "0"}
        self._frame = frame

    def do(self, *words: str) -> str:
        """An order to xdotool: `do("key", "ctrl+s")`, `do("type", "a question")`."""
        ended = subprocess.run(
            ["xdotool", *words],
            env={**os.environ, **self.variables}, capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip
        return ended.stdout.strip()

    def windows(self, name: str) -> list[str]:
        """The visible windows with a title like that."""
        return self.do("search", "--onlyvisible", "--name", name).split()

    def click(self, x: int, y: int) -> None:
        self.do("mousemove", str(x), str(y), "click", "1")

    def find(self, colour: str, within: tuple[int, int, int, int]) -> tuple[int, int] | None:
        """The first pixel of that #rrggbb inside (left, top, right, bottom), by rows; a patch of at least 3 by 3."""
        wanted = bytes.fromhex(colour.removeprefix("#"))[::-1]
        start, row_bytes, data = self._pixels()
        left, top, right, bottom = within
        for y in range(top, bottom - 3):
            row = data[start + y * row_bytes : start + (y + 1) * row_bytes]
            at = left * 4
            while (at := row.find(wanted, at, right * 4)) >= 0:
                if at % 4 == 0 and all(
                    data[start + (y + dy) * row_bytes + at + 4 * dx :][:3] == wanted
                    for dy in range(3)
                    for dx in range(3)
                ):
                    return at // 4, y
                at += 1
        return None

    def _pixels(self) -> tuple[int, int, bytes]:
        """The X window dump that the server keeps: where the pixels begin, bytes of a row, all."""
        data = self._frame.read_bytes()
        header = struct.unpack(">25I", data[:100])
        return header[0] + header[19] * 12, header[12], data


@contextmanager
def virtual_screen(folder: Path) -> Iterator[VirtualScreen]:
    """A new one, gone at the end."""
    ready, told = os.pipe()
    log = (folder / "screen.log").open("wb")
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(told), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(folder)],
        pass_fds=[told], stdout=log, stderr=log,
    )  # fmt: skip
    os.close(told)
    with open(ready, encoding="ascii") as numbers:
        number = int(numbers.readline())
    screen = VirtualScreen(number, folder / "Xvfb_screen0")
    manager = subprocess.Popen(
        ["openbox"], env={**os.environ, **screen.variables, "HOME": str(folder)}, stdout=log, stderr=log
    )
    try:
        yield screen
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(10)
        log.close()


def wait_for(condition: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Until it is true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)
