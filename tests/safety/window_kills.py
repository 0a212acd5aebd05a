"""Kills the engine, ends it in order, kills the chat worker and a reader while the real window is answered.

usage: python -m tests.safety.window_kills [--kills 20] [--only engine ended chat reader] [--small] [--cache DIR]
Each time the window stays and goes on by itself, the banner comes with the engine's end and goes, the question is kept
and answered or clearly failed, nothing is shown or stored twice, the page or file of the reader comes all the same,
and the window's thread never works for half a second on end. Exits with 1 otherwise. Linux only.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from ragdesk.client.stop_engine import stop_engine
from ragdesk.window import app as window_app
from tests.safety.killing_window import MOMENTS, Killed, KillingWindow, samples, small_sample
from tests.safety.window_victims import TARGETS, Target

LONGEST_STALL_MS = 500


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20, help="of each of the four")
    parser.add_argument("--only", nargs="*", choices=TARGETS, default=TARGETS)
    parser.add_argument("--small", action="store_true", help="one short document in place of the samples")
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with _environment(folder / "cache", options.cache), _stopped_at_end(folder / "data"):
            source = small_sample(folder / "one.txt") if options.small else samples(folder / "files")
            kills, longest_ms = _killed(folder / "data", source, options.only, options.kills)
    bad = sum(len(kill.violations) for kill in kills)
    for target in options.only:
        _tell([kill for kill in kills if kill.target == target])
    print(f"longest time without a turn of the window's events {longest_ms:.0f} ms of its processor; {bad} violations")
    return 1 if bad or longest_ms > LONGEST_STALL_MS else 0


def _killed(data_dir: Path, source: Path, targets: Sequence[Target], count: int) -> tuple[list[Killed], float]:
    """By turns: after three deaths of one kind within a minute the engine lets that kind rest, and a new one does not
    know of them."""
    window = KillingWindow(window_app.make_application(), data_dir, source)
    kills = []
    for number in range(count):
        window.begin_conversation()
        for target in targets:
            kills.append(window.kill(target, MOMENTS[number % len(MOMENTS)]))
            print(kills[-1], flush=True)
    window.close()
    return kills, window.longest_ms


def _tell(kills: Sequence[Killed]) -> None:
    endings = Counter(kill.ending for kill in kills)
    told = f"{kills[0].target}: {sum(kill.was_hit for kill in kills)} of {len(kills)} killed while it worked"
    back = [kill.attached_s for kill in kills if kill.attached_s is not None]
    if back:
        told += f"; engine there again after {median(back):.1f} s (longest {max(back):.1f})"
    over = [kill.over_s for kill in kills]
    told += f"; answer after {median(over):.1f} s (longest {max(over):.1f}); {dict(endings)}"
    print(told, *(f"{kill.moment}: {one}" for kill in kills for one in kill.violations), sep="\n  ", flush=True)


@contextmanager
def _environment(cache: Path, known: Path | None) -> Iterator[None]:
    """A cache of its own, as killed models are remembered there, with what the usual one has prepared."""
    from ragdesk.paths import cache_dir

    known = known or cache_dir()
    prepared = known / "embedders"
    prepared.mkdir(parents=True, exist_ok=True)
    cache.mkdir()
    (cache / "embedders").symlink_to(prepared.absolute())
    for file in known.glob("*.json"):
        shutil.copy(file, cache)
    os.environ["RAGDESK_CACHE_DIR"] = str(cache)
    os.environ["RAGDESK_IDLE_S"] = "5"
    yield


@contextmanager
def _stopped_at_end(data_dir: Path) -> Iterator[None]:
    try:
        yield
    finally:
        stop_engine(data_dir)


if __name__ == "__main__":
    sys.exit(main())
