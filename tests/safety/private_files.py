"""T26: whatever the umask, every file of the data folder is 0600 and every folder 0700, after each operation.

usage: python -m tests.safety.private_files [--operations 100]
Opens the engine under umask 000, and does everything that makes files, again and again. Then, where this
user is root, another user (nobody) tries to read every file and to list every folder: 0 bytes. Exits with 1 on any
violation.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from ragdesk.engine.engine import Engine
from ragdesk.server.repairing import open_repair
from tests.safety.engines import add, open_engine, write_texts

_NOBODY = 65_534
_TRY = """
import os, sys
got = 0
for place in sys.argv[1:]:
    try:
        got += len(open(place, 'rb').read() or b'x') if os.path.isfile(place) else len(os.listdir(place)) + 1
    except OSError:
        pass
print(got)
"""


def open_to_others(data_dir: Path) -> list[str]:
    """What does not have exactly the rights that it should have."""
    found = []
    for path in (data_dir, *data_dir.rglob("*")):
        try:
            status = path.lstat()
        except FileNotFoundError:
            continue
        wanted = 0o700 if stat.S_ISDIR(status.st_mode) else 0o600
        if stat.S_IMODE(status.st_mode) & 0o077 or stat.S_IMODE(status.st_mode) & wanted != wanted:
            found.append(f"{path.relative_to(data_dir.parent)} has {stat.S_IMODE(status.st_mode):04o}")
    return found


class Operations:
    """Everything that makes or replaces files, in any order."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self.data_dir = work / "data"
        self._texts = work / "texts"
        self._made = 0
        self._engine: Engine | None = None
        self.all: tuple[Callable[[], object], ...] = (
            self.add, self.search, self.back_up, self.reopen, self.exchange, self.erase, self.restore, self.remove,
            self.ask,
        )  # fmt: skip

    @property
    def engine(self) -> Engine:
        if self._engine is None:
            os.umask(0)
            self._engine = open_engine(self.data_dir, exact_up_to=10)
        return self._engine

    def add(self) -> None:
        self._made += 1
        write_texts(self._texts, 5, seed=self._made, mark=f"round{self._made % 4}")
        add(self.engine, self._texts)

    def search(self) -> None:
        self.engine.search("harbour lease")

    def ask(self) -> None:
        conversation = self.engine.start_conversation()
        list(self.engine.ask("harbour lease", conversation=conversation, use_model=False))

    def back_up(self) -> None:
        self.engine.back_up()

    def reopen(self) -> None:
        self.close()
        self.engine.status()

    def exchange(self) -> None:
        file = self._work / "library.ragdesk"
        file.unlink(missing_ok=True)
        self.engine.export_library(file)
        self.engine.remove_library(self.engine.import_library(file).library)
        if file.stat().st_mode & 0o077:
            raise AssertionError("the exported library can be read by others")

    def erase(self) -> None:
        self.engine.erase()

    def restore(self) -> None:
        self.engine.back_up()
        self.close()
        os.umask(0)
        with closing(open_repair(self.data_dir)) as repair:
            repair.restore()

    def remove(self) -> None:
        if documents := self.engine.list_documents():
            self.engine.remove([documents[0].document])

    def close(self) -> None:
        if self._engine is not None:
            self._engine.close()
        self._engine = None


def run(work: Path, operations: int, seed: int = 1) -> tuple[dict[str, object], list[str]]:
    """Figures, and violations."""
    before = os.umask(0)
    work.chmod(0o755)
    doing = Operations(work)
    draw = random.Random(seed)
    violations: list[str] = []
    looked = 0
    try:
        doing.add()
        for n in range(operations):
            operation = doing.all[n % len(doing.all)] if n < len(doing.all) else draw.choice(doing.all)
            operation()
            looked += sum(1 for _ in doing.data_dir.rglob("*"))
            violations += [f"after {operation.__name__}: {found}" for found in open_to_others(doing.data_dir)]
        read = _read_by_another(doing.data_dir)
    finally:
        doing.close()
        os.umask(before)
    if read:
        violations.append(f"another user got {read} bytes or names")
    told = "not tried, this user is not root" if read is None else read
    return {"operations": operations, "files looked at": looked, "bytes read by another user": told}, violations


def _read_by_another(data_dir: Path) -> int | None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("setpriv"):
        return None
    control = data_dir.parent / "control.txt"
    control.write_text("everybody may read this")
    control.chmod(0o644)
    places = [str(control), str(data_dir), *map(str, data_dir.rglob("*"))]
    command = ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", "/usr/bin/env", "python3"]
    tried = subprocess.run([*command, "-c", _TRY, *places], capture_output=True, text=True, check=False)
    if tried.returncode:  # this interpreter is not for others, so the shell's own tool has to do
        tried = subprocess.run([*command[:-2], "cat", *places], capture_output=True, text=True, check=False)
        read = len(tried.stdout)
    else:
        read = int(tried.stdout)
    if read < len(control.read_text()):
        raise AssertionError("the other user could not even read what everybody may")
    return read - len(control.read_text())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--operations", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures, violations = run(Path(folder), options.operations)
    for violation in sorted(set(violations)):
        print(violation)
    print(", ".join(f"{name}: {value}" for name, value in figures.items()))
    print(f"{len(violations)} violations")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
