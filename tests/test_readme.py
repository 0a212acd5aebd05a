"""What the README says of settings and commands is what there is."""

from __future__ import annotations

import re
from pathlib import Path

from ragdesk.cli.commands import COMMANDS
from ragdesk.stored_settings import STORED

README = (Path(__file__).resolve().parent.parent / "README.md").read_text("utf-8")


def first_column(after: str, before: str) -> set[str]:
    table = README[README.index(after) : README.index(before)]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name.split()[0] for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_every_setting_stands_in_the_table() -> None:
    assert first_column("### Settings", "### What is enforced") == set(STORED)


def test_every_command_stands_in_the_readme() -> None:
    assert set(COMMANDS) <= set(re.findall(r"`(\w+)", README))
