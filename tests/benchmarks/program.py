"""ragdesk from outside: its command line, and the JSON that it prints."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any


class Program:
    """The command with a data folder of its own."""

    def __init__(self, command: Sequence[str], data_dir: Path) -> None:
        self._command = [*command, "--data-dir", str(data_dir)]

    def add(self, folder: Path) -> None:
        self._run(["add", str(folder)], "")

    def search(self, questions: Sequence[str], limit: int = 10) -> list[dict[str, Any]]:
        return self._answers(["search", "--json", "--limit", str(limit), "-"], questions)

    def ask(self, questions: Sequence[str]) -> list[dict[str, Any]]:
        return self._answers(["ask", "--json", "--no-model", "-"], questions)

    def _answers(self, arguments: Sequence[str], questions: Sequence[str]) -> list[dict[str, Any]]:
        lines = self._run(arguments, "".join(f"{question}\n" for question in questions)).splitlines()
        if len(lines) != len(questions):
            raise SystemExit(f"{len(questions)} questions were asked, {len(lines)} lines came back")
        return [json.loads(line) for line in lines]

    def _run(self, arguments: Sequence[str], stdin: str) -> str:
        done = subprocess.run([*self._command, *arguments], input=stdin, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr[-500:]}")
        return done.stdout
