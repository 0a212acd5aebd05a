"""Runs the real program, one process a call, on a data folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]
SAMPLES = PROJECT / "assets" / "samples"


@dataclass(frozen=True)
class Ended:
    """What a process left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Its output, one JSON value a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Program:
    """`ragdesk --data-dir DATA_DIR`, with converted models from `cache`."""

    data_dir: Path
    cache: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    folder: Path = PROJECT
    """Where it is started."""
    prefix: Sequence[str] = ()
    """Stands before the interpreter, as strace does."""
    script: str = "import sys; from ragdesk.main import main; sys.exit(main())"

    def run(self, *arguments: str | Path, stdin: str = "", timeout: float = 120) -> Ended:
        with self.start(*arguments) as process:
            try:
                out, err = process.communicate(stdin, timeout=timeout)
            except BaseException:
                process.kill()
                raise
        return Ended(process.returncode, out, err)

    def json(self, *arguments: str | Path, stdin: str = "") -> Any:
        """The one line that a command prints; it must succeed."""
        ended = self.run(*arguments, stdin=stdin)
        assert ended.code == 0, ended.err
        (line,) = ended.lines
        return line

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        """The running process; its three streams are pipes."""
        command = [*self.prefix, sys.executable, "-c", self.script, "--data-dir", str(self.data_dir)]
        own = {"PYTHONPATH": str(PROJECT), "RAGDESK_CACHE_DIR": str(self.cache), "PYTHONIOENCODING": "utf-8"}
        own["RAGDESK_IDLE_S"] = os.environ.get("RAGDESK_IDLE_S", "3")
        return subprocess.Popen(
            [*command, *map(str, arguments)],
            cwd=self.folder,
            env={**os.environ, **own, **self.variables},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
