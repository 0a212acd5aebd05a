"""T15, the file zoo: everything that is no ordinary file, and ordinary ones that change while they are read.

`python -m tests.safety.file_zoo --count 20` adds a fresh zoo so many times, the first time under strace, and prints:
pauses of more than 5 s, files read outside the chosen folder, animals with an unexpected end. Exits 1 on any.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LONGEST_PAUSE_S = 5.0
PROJECT = Path(__file__).parents[2]
SECRET = "The secret outside of the folder is 4711."

EXPECTED = {
    "plain.txt": {"ready"}, "pipe.txt": {"skipped"}, "socket.txt": {"skipped"}, "endless.txt": {"skipped"},
    "circle.txt": {"skipped"}, "circle": {"skipped"}, "out.txt": {"skipped"}, "out": {"skipped"},
    "nowhere.txt": {"skipped"}, "zero.txt": {"skipped"}, "parent": {"skipped"}, "terabyte.txt": {"skipped"},
    "caf\\xe9.txt": {"ready"}, "locked.txt": {"ready", "failed"}, "growing.txt": {"ready", "failed"},
    "replaced.txt": {"ready", "failed", "skipped"}, "far.txt": {"ready", "failed"},
}  # fmt: skip
"""By the end of the name. Superusers may read what is locked; files that change may be caught before they do."""

MAY_BE_GONE = ("vanishing-", "replaced.txt")


@dataclass(frozen=True, slots=True)
class Visit:
    """What one zoo showed."""

    longest_pause_s: float
    outside: tuple[str, ...]
    """Files that were opened and do not lie in the chosen folder, nor in ragdesk's own or the system's."""
    unexpected: tuple[str, ...]


def build_zoo(zoo: Path, outside: Path) -> None:
    """Everything on a Linux file system that may harm whoever opens it."""
    zoo.mkdir(parents=True)
    outside.mkdir(parents=True)
    (outside / "secret.txt").write_text(SECRET)
    (zoo / "plain.txt").write_text("An ordinary file in bad company.")
    os.mkfifo(zoo / "pipe.txt")
    _socket(zoo / "socket.txt")
    with suppress(PermissionError):
        os.mknod(zoo / "endless.txt", 0o644 | stat.S_IFCHR, os.makedev(1, 5))
    for name, target in (
        ("circle.txt", zoo / "circle.txt"), ("circle", zoo), ("out.txt", outside / "secret.txt"), ("out", outside),
        ("nowhere.txt", zoo / "nothing"), ("zero.txt", Path("/dev/zero")), ("parent", zoo.parent),
        (".ragdeskignore", outside / "secret.txt"),
    ):  # fmt: skip
        (zoo / name).symlink_to(target)
    with (zoo / "terabyte.txt").open("wb") as sparse:
        sparse.truncate(2**40)
    Path(os.fsdecode(os.fsencode(zoo) + b"/caf\xe9.txt")).write_text("A name in Latin-1.")
    (zoo / "locked.txt").write_text("Nobody may read this.")
    (zoo / "locked.txt").chmod(0)
    (zoo / "growing.txt").write_text("It grows.")
    (zoo / "replaced.txt").write_text("It will be a link.")
    for number in range(20):
        (zoo / f"vanishing-{number}.txt").write_text(f"Number {number} goes while it is read.")
    for length in (4_000, 6_000):
        _far_away(zoo, length)


def visit(place: Path, *, traced: bool) -> Visit:
    """Build a zoo below `place`, add it in a process of its own, and look at what that did."""
    zoo, outside, data = place / "zoo", place / "outside", place / "data"
    build_zoo(zoo, outside)
    trace = place / "trace"
    tracer = ["strace", "-f", "-y", "-o", str(trace), "-e", "trace=open,openat,openat2"] if traced else []
    try:
        done = subprocess.run(
            [*tracer, sys.executable, "-m", "tests.safety.zoo_visitor", str(zoo), str(outside), str(data)],
            cwd=PROJECT, capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
    finally:
        shutil.rmtree(zoo, ignore_errors=True)
    if done.returncode != 0:
        return Visit(0, (), (f"the process ended with {done.returncode}: {done.stderr[-2000:]}",))
    pause, *told = done.stdout.splitlines()
    opened = _opened_elsewhere(trace, zoo, data) if traced else ()
    return Visit(float(pause), opened, tuple(_unexpected(told)))


def _unexpected(told: Sequence[str]) -> list[str]:
    """Lines are: status, end of the name; or a line that begins with "!"."""
    wrong = [line for line in told if line.startswith("!")]
    met = set()
    for line in told:
        status, _, name = line.partition(" ")
        met.add(name)
        if name in EXPECTED and status not in EXPECTED[name]:
            wrong.append(f"{name} is {status}")
    missing = EXPECTED.keys() - met - {"endless.txt", "replaced.txt"}
    return [*wrong, *(f"{name} is not listed" for name in sorted(missing))]


_OPENED = re.compile(r'open(?:at2?)?\(.*"((?:[^"\\]|\\.)*)".* = \d+<(.*)>$')


def _opened_elsewhere(trace: Path, zoo: Path, data: Path) -> tuple[str, ...]:
    """By strace: files of the zoo's surroundings, and devices, that were opened through a path in the zoo.

    The second path is what the kernel really opened, links resolved.
    """
    found = []
    for line in trace.read_text(errors="replace").splitlines():
        match = _OPENED.search(line)
        if match is None:
            continue
        asked, opened = match[1], match[2].removesuffix(" (deleted)").split("<")[0]
        is_ours = _is_in(opened, zoo) or _is_in(opened, data)
        if (_is_in(asked, zoo) or _is_in(opened, zoo.parent)) and not is_ours:
            found.append(f"{asked} -> {opened}")
        if opened.endswith(("/pipe.txt", "/socket.txt", "/endless.txt", "/terabyte.txt")) and "terabyte" not in opened:
            found.append(f"{opened} was opened")
    return tuple(found)


def _is_in(path: str, folder: Path) -> bool:
    return path == str(folder) or path.startswith(f"{folder}/")


def _socket(path: Path) -> None:
    before = os.getcwd()
    os.chdir(path.parent)  # the name of a socket may not be long
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(before)


def _far_away(zoo: Path, length: int) -> None:
    """A file at the end of a path of so many characters, folder by folder, for the whole would be too long a name."""
    at = os.open(zoo, os.O_RDONLY)
    have, name = len(str(zoo)), f"{length}".ljust(200, "x")
    try:
        while have + 2 * len(name) + 2 < length:
            os.mkdir(name, dir_fd=at)
            inner = os.open(name, os.O_RDONLY, dir_fd=at)
            os.close(at)
            at, have = inner, have + len(name) + 1
        with open(os.open("far.txt", os.O_WRONLY | os.O_CREAT, dir_fd=at), "w") as far:
            far.write(f"At the end of {length} characters.")
    finally:
        os.close(at)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10)
    count = parser.parse_args().count
    visits = []
    for number in range(count):
        with tempfile.TemporaryDirectory(prefix="zoo-") as place:
            visits.append(visit(Path(place), traced=number == 0 and shutil.which("strace") is not None))
    pauses = [one.longest_pause_s for one in visits[1:] or visits]  # strace slows down the first one
    outside = [path for one in visits for path in one.outside]
    unexpected = [animal for one in visits for animal in one.unexpected]
    print(f"{count} zoos: pauses {', '.join(f'{pause:.2f}' for pause in sorted(pauses)[-5:])} s at most,")
    print(f"{len(outside)} files read outside the folder {outside[:5]}, {len(unexpected)} unexpected {unexpected[:5]}")
    return int(bool(outside or unexpected) or max(pauses) > LONGEST_PAUSE_S)


if __name__ == "__main__":
    sys.exit(main())
