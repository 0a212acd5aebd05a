"""T17: whatever is planted in variables and files around ragdesk, its engine and what that starts take no notice.

usage: python -m tests.safety.hostile_environment [--cases 28] [--untraced] [--cache DIR]
In each case of `planted_cases` a new engine is started on a copy of one library; then the program `ragdesk` searches,
or adds a file and searches, or adds a file and has the chat model answer, in turns. Counted: planted code that ran in a
process other than the face, internet sockets and addresses in the trace of all processes, other results than without
anything planted, files where none belong. The face itself is started by the user's own Python, so code that PYTHONPATH
has every Python run runs there; it is told.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.safety.planted_cases import CASES, CODE, Case
from tests.safety.silent_journey import SAMPLES, hear

FACE = Path(sys.executable).with_name("ragdesk")
QUESTION = "How long does the ferry crossing take?"
NOTE = "The harbour of Almar was dredged in 1931. The spring tide rises 4.2 metres."
USES = (("add", "ask"), ("search",), ("add", "search"))
LONGEST_RUN_S = 300


@dataclass(slots=True)
class Tried:
    """What became of a case."""

    name: str
    effects: list[str]
    in_face: list[str] = field(default_factory=list)
    """Planted code that ran in the face: the user's own Python was told to run it."""


class Planting:
    """A library, a run on a copy of it without anything planted, and runs with it."""

    def __init__(self, work_dir: Path, cache: Path, is_traced: bool) -> None:
        self._work_dir = work_dir
        self._cache = cache
        self._is_traced = is_traced
        self._library = work_dir / "library"
        self._run(self._library, work_dir, {}, ("add", str(SAMPLES)), ("stop",))
        self._plain: dict[Sequence[str], list[Any]] = {}

    def tried(self, number: int, case: Case) -> Tried:
        """Plant it, use ragdesk, look."""
        use = USES[number % len(USES)]
        if use not in self._plain:
            self._plain[use] = self._used(self._place(f"plain-{number}", Case("nothing")), {}, use)
        here = self._place(f"case-{number}", case)
        variables = {name: value.replace("{here}", str(here)) for name, value in case.variables.items()}
        tried = Tried(case.name, [])
        if self._used(here, variables, use) != self._plain[use]:
            tried.effects.append("other results")
        self._look_at_marks(here, tried)
        if (here / "elsewhere").exists():
            tried.effects.append("something was written elsewhere")
        trace = here / "trace"
        if trace.exists():
            heard = hear(trace.read_text("utf-8", errors="replace"))
            tried.effects += [*heard.sockets, *heard.sent]
        shutil.rmtree(here)
        return tried

    def _place(self, name: str, case: Case) -> Path:
        here = self._work_dir / name
        shutil.copytree(self._library, here / "data")
        (here / "cwd").mkdir()
        (here / "note.md").write_text(NOTE)
        for path in case.code:
            _write(here / path, CODE.format(marker=str(here / "marks"), name=path))
        for path, text in case.files.items():
            _write(here / path, text)
        return here

    def _used(self, here: Path, variables: Mapping[str, str], use: Sequence[str]) -> list[Any]:
        arguments = {"add": [str(here / "note.md")]}
        calls = [(command, "--json", *arguments.get(command, [QUESTION])) for command in use]
        printed = self._run(here / "data", here / "cwd", variables, *calls, ("stop",), trace=here / "trace")
        return [_told(json.loads(text.splitlines()[-1])) for text in printed[:-1]]

    def _run(
        self, data: Path, cwd: Path, variables: Mapping[str, str], *calls: Sequence[str], trace: Path | None = None
    ) -> list[str]:
        """What each call printed. The first call's trace also holds the engine, which lives until `stop`."""
        environment = {**os.environ, "RAGDESK_CACHE_DIR": str(self._cache), **variables}
        strace = ["strace", "-f", "-A", "-qq", "-e", "trace=%network,execve", "-o", str(trace)]
        prefix = strace if trace and self._is_traced else []
        printed, tracers = [], []
        for call in calls:
            process = subprocess.Popen(
                [*prefix, str(FACE), "--data-dir", str(data), *call], cwd=cwd, env=environment,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
            assert process.stdout is not None
            assert process.stderr is not None
            # A tracer lives as long as the engine that its call started, but the call's own output ends before.
            with process.stdout, process.stderr:
                printed.append(process.stdout.read())
                tracers.append((process, process.stderr.read() if not prefix else ""))
        for process, said in tracers:
            if process.wait(LONGEST_RUN_S):
                raise RuntimeError(f"ragdesk ended with {process.returncode}: {said[-2_000:]}")
        return printed

    def _look_at_marks(self, here: Path, tried: Tried) -> None:
        marks = here / "marks"
        for line in marks.read_text().splitlines() if marks.exists() else ():
            name, command = json.loads(line)
            told = tried.in_face if str(FACE) in command else tried.effects
            told.append(f"{name} ran in {command[:4]}")


def _told(line: dict[str, Any]) -> Any:
    """What of a command's JSON must be the same each time."""
    if "summary" in line:
        return [line["summary"]["ready"], line["summary"]["failed"]]
    passages = [[Path(passage["document"]).name, passage["text"]] for passage in line["passages"]]
    return [passages, line.get("answer"), line.get("origin")]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=len(CASES))
    parser.add_argument("--untraced", action="store_true", help="leave out strace, which takes most of the time")
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    from ragdesk.paths import cache_dir

    effects = 0
    with tempfile.TemporaryDirectory() as folder:
        planting = Planting(Path(folder), options.cache or cache_dir(), not options.untraced)
        for number, case in enumerate(CASES[: options.cases], start=1):
            tried = planting.tried(number, case)
            effects += len(tried.effects)
            face = f" ({len(tried.in_face)} ran in the face, as the user's Python was told to)" if tried.in_face else ""
            print(
                f"{number:2} {case.name}: {len(tried.effects)} effects{face}", *tried.effects, sep="\n     ", flush=True
            )
    print(f"{min(options.cases, len(CASES))} cases, {effects} effects")
    return 1 if effects else 0


if __name__ == "__main__":
    sys.exit(main())
