"""Any sequence of additions, edits, renames, removals, builds, reopenings and kills: the vector index stays right.

usage: python -m tests.safety.random_sequences [--sequences 500] [--steps 14] [--seed 1]
Hypothesis draws the sequences (and shortens one that fails). The library runs in a process of its own on a real
catalogue and Chroma; builds also run in a thread while the catalogue changes. After every step: the ids that the
index answers for are those of the catalogue, and its ten best those of exact search. Exits with 1 on a violation.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.safety.forked import get_ready_to_fork
from tests.safety.indexed_library import LibraryProcess

LEAST_MEAN_RECALL = 0.98
NAMES = st.sampled_from("abcdef")
SPANS = st.integers(10, 60)
"""Chroma may serve from 51 on."""
DELAYS = st.floats(0, 0.08)


class Seen:
    """What all sequences together showed."""

    def __init__(self) -> None:
        self.recall: list[float] = []
        self.served: Counter[str] = Counter()
        self.steps: Counter[str] = Counter()
        self.sequences = 0


class LibraryAndModel(RuleBasedStateMachine):
    """`held` is what each document holds: a text and its length; None as a whole after a kill, until it was looked."""

    seen = Seen()

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="ragdesk-test-"))
        self.library = LibraryProcess(self.root / "library")
        self.held: dict[str, str] = {}
        self.may: list[dict[str, str]] | None = None
        self.made = 0
        self.seen.sequences += 1
        if self.seen.sequences % 50 == 0:
            print(f"{self.seen.sequences} sequences", flush=True)
        for name in "abc":
            self.put(name, 30)

    @rule(name=NAMES, spans=SPANS)
    def put(self, name: str, spans: int) -> None:
        """A new document, or another text in place of the one before."""
        text = self._text()
        self.library.ask("put", name, spans, text)
        self.held[name] = text
        self.seen.steps["put"] += 1

    @rule(old=NAMES, new=NAMES)
    def rename(self, old: str, new: str) -> None:
        if old in self.held and new not in self.held:
            self.library.ask("rename", old, new)
            self.held[new] = self.held.pop(old)
            self.seen.steps["rename"] += 1

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        if name in self.held:
            self.library.ask("remove", name)
            del self.held[name]
            self.seen.steps["remove"] += 1

    @rule()
    def build(self) -> None:
        self.library.ask("build")
        self.seen.steps["build"] += 1

    @rule()
    def build_beside(self) -> None:
        self.library.ask("build beside")
        self.seen.steps["build beside"] += 1

    @rule()
    def reopen(self) -> None:
        self.library.ask("reopen")
        self.seen.steps["reopen"] += 1

    @rule(after_s=DELAYS)
    def kill_a_build(self, after_s: float) -> None:
        self.library.kill_during("build", after_s=after_s)
        self.seen.steps["kill"] += 1

    @rule(name=NAMES, spans=SPANS, after_s=DELAYS)
    def kill_a_put(self, name: str, spans: int, after_s: float) -> None:
        text = self._text()
        self.may = [self.held, self.held | {name: text}]
        self.library.kill_during("put", name, spans, text, after_s=after_s)
        self.seen.steps["kill"] += 1

    @rule(name=NAMES, after_s=DELAYS)
    def kill_a_removal(self, name: str, after_s: float) -> None:
        if name in self.held:
            self.may = [self.held, {one: text for one, text in self.held.items() if one != name}]
            self.library.kill_during("remove", name, after_s=after_s)
            self.seen.steps["kill"] += 1

    @invariant()
    def index_is_that_of_the_catalogue(self) -> None:
        if not hasattr(self, "library"):
            return
        told = self.library.ask("look")
        found = dict(told["documents"])
        assert found in (self.may or [self.held])
        self.held, self.may = found, None
        assert told["strange"] == 0, "something was found that was removed"
        assert told["differing ids"] == []
        self.seen.recall += told["recall"]
        self.seen.served[told["by"]] += 1

    def _text(self) -> str:
        self.made += 1
        return f"text{self.made:03}"

    def teardown(self) -> None:
        if hasattr(self, "library"):
            self.library.close()
            shutil.rmtree(self.root)


def run(sequences: int, steps: int, number: int) -> Seen:
    """Raises AssertionError with the shortest sequence that shows a violation."""
    LibraryAndModel.seen = seen = Seen()
    chosen = settings(
        max_examples=sequences, stateful_step_count=steps, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip
    run_state_machine_as_test(seed(number)(LibraryAndModel), settings=chosen)
    assert np.mean(seen.recall) >= LEAST_MEAN_RECALL, f"mean recall {np.mean(seen.recall):.4f}"
    return seen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sequences", type=int, default=500)
    parser.add_argument("--steps", type=int, default=14)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    get_ready_to_fork("tests.safety.random_sequences")
    began = time.perf_counter()
    seen = run(options.sequences, options.steps, options.seed)
    print(f"{seen.sequences} sequences in {time.perf_counter() - began:.0f} s: {dict(seen.steps)}")
    print(
        f"index ids = catalogue ids after each of {sum(seen.served.values())} steps, served by {dict(seen.served)};"
        f" mean recall of the ten best {np.mean(seen.recall):.4f}, least {min(seen.recall):.2f},"
        f" of {len(seen.recall)} questions; removed texts shown: 0"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
