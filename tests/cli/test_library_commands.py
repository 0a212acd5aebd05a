"""`ragdesk library`, `export`, `import`, `erase`, `backup`, `backups` and `restore`, on a real engine."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ragdesk.cli import EngineOptions, run
from ragdesk.engine.engine import Engine
from ragdesk.server.repairing import open_repair
from ragdesk.settings import Settings
from tests.engine.driving import paragraph
from tests.fake_embedder import HashedWords

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ragdesk(
    data_dir: Path, folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    """With one document in the default library."""

    def open_it(options: EngineOptions) -> Engine:
        return Engine.open(
            Settings(data_dir=data_dir, library=options.library), create=options.create, embeddings=HashedWords()
        )

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        code = run(["--data-dir", str(data_dir), *arguments], open_it, open_repair=open_repair)
        told = capfd.readouterr()
        return code, told.out, told.err

    (folder / "harbour.txt").write_text(paragraph("harbour"))
    assert call("add", str(folder))[0] == 0
    return call


def told(outcome: tuple[int, str, str]) -> Any:
    code, out, err = outcome
    assert (code, err) == (0, "")
    return json.loads(out)


@pytest.mark.parametrize(
    "command",
    ["backup", "backups", "erase --yes", "library", "library create work", "doctor", "import nowhere.ragdesk"],
)
def test_a_mistyped_library_is_told_and_not_made(ragdesk: Command, command: str) -> None:
    code, out, err = ragdesk("--library", "typo", *command.split())
    assert code == 1
    assert "There is no library “typo”" in out + err
    assert [one["name"] for one in told(ragdesk("library", "--json"))["libraries"]] == ["default"]


def test_libraries_are_made_renamed_removed_and_restored(ragdesk: Command) -> None:
    assert told(ragdesk("library", "create", "work", "--json"))["libraries"][0]["documents"] == 0
    assert "is called “post” now" in ragdesk("library", "rename", "default", "post")[1]
    assert "in the bin with its 1 document" in ragdesk("library", "remove", "post")[1]
    listed = {one["name"]: one["removed_at"] for one in told(ragdesk("library", "--json"))["libraries"]}
    assert listed["work"] is None
    assert listed["post"]
    assert "is back" in ragdesk("library", "restore", "post")[1]
    assert ragdesk("library", "burn", "post")[0] == 2
    assert ragdesk("library", "create")[0] == 2


def test_a_library_goes_out_and_comes_in(ragdesk: Command, tmp_path: Path) -> None:
    file = str(tmp_path / "library.ragdesk")
    assert told(ragdesk("export", file, "--json"))["exported"]["documents"] == 1
    assert "Imported as the library letters: 1 document." in ragdesk("import", file, "--as", "letters")[1]
    (tmp_path / "library.ragdesk").write_text("something else")
    code, _, err = ragdesk("import", file)
    assert code == 1
    assert "no library exported by ragdesk" in err


def test_erasing_wants_a_yes(ragdesk: Command) -> None:
    code, _, err = ragdesk("erase", "default")
    assert code == 1
    assert "say --yes" in err
    out = ragdesk("erase", "default", "--yes")[1]
    assert "erased the library default" in out
    assert "Removed from ragdesk's files" in out


def test_a_backup_is_made_listed_and_restored_over_a_damaged_catalogue(ragdesk: Command, data_dir: Path) -> None:
    assert "There is no backup yet" in ragdesk("backups")[1]
    made = told(ragdesk("backup", "--json"))["backup"]
    (data_dir / "catalogue.db").write_bytes(b"nothing of ours")
    code, _, err = ragdesk("list")
    assert code == 1
    assert "ragdesk restore" in err
    assert [one["name"] for one in told(ragdesk("backups", "--json"))["backups"]] == [made["name"]]
    restored = told(ragdesk("restore", "--json"))["restored"]
    assert restored["backup"] == made
    assert len(told(ragdesk("list", "--json"))["documents"]) == 1
