"""Random doings in a followed folder: whatever happens there, the catalogue says the same soon after.

`python -m tests.safety.followed_changes --count 100` does 100 bursts of changes, waits after each until the documents
are those that a walk of the folder finds, and prints how long that took. Exits 1 if it ever takes more than 5 s.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ragdesk.engine.adding.same_file import stat_signature
from ragdesk.engine.documents.find_files import find_files
from ragdesk.engine.documents.ignore_rules import IGNORE_FILE
from ragdesk.engine.following.follower import Times
from ragdesk.engine.stores import Stores
from tests.engine.following.world import World

SEEN_WITHIN_S = 5.0
_NAMES = ("a.txt", "b.txt", "c.log", "d.txt~", "e.md")
_FOLDERS = ("", "one", "two", "one/deep", "two/deep", ".hidden")


class Doings:
    """What people and programs do in a folder, at random."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._folder = folder
        self._chance = chance

    def burst(self) -> list[str]:
        """A few doings without a pause."""
        ways: list[Callable[[], str]] = [
            self._write, self._write, self._write, self._delete, self._rename, self._rename_folder, self._save,
            self._delete_folder, self._ignore, self._copy_folder,
        ]  # fmt: skip
        done = [self._chance.choice(ways)() for _ in range(self._chance.randint(1, 12))]
        self._path("anchor.txt").write_text("always there, so that the folder is never empty")
        return done

    def _path(self, name: str) -> Path:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _any(self) -> Path:
        return self._path(f"{self._chance.choice(_FOLDERS)}/{self._chance.choice(_NAMES)}")

    def _write(self) -> str:
        path = self._any()
        path.write_text(str(self._chance.random()))
        return f"write {path}"

    def _delete(self) -> str:
        path = self._any()
        path.unlink(missing_ok=True)
        return f"delete {path}"

    def _rename(self) -> str:
        old, new = self._any(), self._any()
        if old.exists():
            os.replace(old, new)
        return f"rename {old} {new}"

    def _save(self) -> str:
        path = self._any()
        new = path.with_name("0123abc")
        new.write_text(str(self._chance.random()))
        os.replace(new, path)
        return f"save {path}"

    def _rename_folder(self) -> str:
        old, new = (self._folder / self._chance.choice(_FOLDERS[1:3]) for _ in range(2))
        if old.is_dir() and not new.exists():
            old.rename(new)
        return f"rename folder {old} {new}"

    def _copy_folder(self) -> str:
        new = self._folder / f"copy {self._chance.randint(0, 3)}"
        if (self._folder / "one").is_dir() and not new.exists():
            shutil.copytree(self._folder / "one", new)
        return f"copy {new}"

    def _delete_folder(self) -> str:
        path = self._folder / self._chance.choice([*_FOLDERS[1:], "copy 0", "copy 1"])
        shutil.rmtree(path, ignore_errors=True)
        return f"delete folder {path}"

    def _ignore(self) -> str:
        path = self._path(f"{self._chance.choice(_FOLDERS[:3])}/{IGNORE_FILE}")
        rules = self._chance.choice(["*.log\n", "deep/\n", "a.txt\n!/a.txt\n", ""])
        path.write_text(rules)
        return f"ignore {path} {rules!r}"


def is_up_to_date(world: World) -> bool:
    """Whether the catalogue holds just the files that are there, as they are."""
    there = {os.fspath(file.path): stat_signature(file.path) for file in find_files(world.folder)}
    known = world.stores.documents.by_path(world.library)
    return there == {path: document.stat_signature for path, document in known.items()}


def run(place: Path, bursts: int, seed: int, times: Times) -> list[float]:
    """How long each burst took to arrive. Raises AssertionError with what was done if one does not."""
    (place / "data").mkdir()
    (place / "documents").mkdir()
    stores = Stores.open(place / "data" / "catalogue.db")
    with stores.database.transaction():
        library = stores.documents.ensure_library("default")
    world = World(stores, place / "documents", library)
    doings = Doings(world.folder, random.Random(seed))
    took = []
    try:
        world.write("anchor.txt")
        world.add()
        world.follow(times=times)
        for _ in range(bursts):
            done = doings.burst()
            started = time.monotonic()
            while not is_up_to_date(world):
                assert time.monotonic() - started < 2 * SEEN_WITHIN_S, f"never seen: {done}"
                time.sleep(0.02)
            took.append(time.monotonic() - started)
    finally:
        world.close()
    return took


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="followed-") as place:
        took = sorted(run(Path(place), chosen.count, chosen.seed, Times()))
    late = sum(one > SEEN_WITHIN_S for one in took)
    print(f"seed {chosen.seed}: {len(took)} bursts, median {took[len(took) // 2]:.2f} s, longest {took[-1]:.2f} s")
    print(f"{late} of {len(took)} seen after more than {SEEN_WITHIN_S:.0f} s")
    return int(late > 0)


if __name__ == "__main__":
    sys.exit(main())
