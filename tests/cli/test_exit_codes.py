"""How commands end: exit codes, and what is said where."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragdesk.protocol.engine_records import Check
from ragdesk.protocol.errors import DataFolderInUse
from tests.cli.running import Opener, Ragdesk
from tests.doubles import FailsWhileAdding, FakeEngine, unreadable

COMMANDS = ("add", "ask", "chat", "search", "list", "show", "remove", "status", "doctor", "demo")


def test_help_names_every_command(ragdesk: Ragdesk) -> None:
    outcome = ragdesk("--help")
    assert outcome.code == 0
    assert all(f"  {command} " in outcome.out for command in COMMANDS)
    assert "--data-dir" in outcome.out
    assert "--library" in outcome.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(ragdesk: Ragdesk, opener: Opener, command: str) -> None:
    outcome = ragdesk(command, "-h")
    assert outcome.code == 0
    assert f"Usage: ragdesk {command}" in outcome.out
    assert opener.asked == []


def test_version_is_printed(ragdesk: Ragdesk) -> None:
    outcome = ragdesk("--version")
    assert (outcome.code, outcome.out.split()[0]) == (0, "ragdesk")


@pytest.mark.parametrize(
    "arguments",
    [
        ("lsit",),
        ("list", "--nonsense"),
        ("search", "--limit", "0", "x"),
        ("search", "--limit", "101", "x"),
        ("search",),
        ("search", "  "),
        ("ask", ""),
        ("ask", "--model", "/no/such/model.gguf", "x"),
        ("list", "--status", "good"),
        ("add",),
    ],
)
def test_wrong_usage_ends_with_2_before_an_engine_is_opened(
    ragdesk: Ragdesk, opener: Opener, arguments: tuple[str, ...]
) -> None:
    outcome = ragdesk(*arguments)
    assert outcome.code == 2
    assert outcome.err
    assert opener.asked == []


def test_a_global_option_behind_the_command_is_explained(ragdesk: Ragdesk) -> None:
    outcome = ragdesk("list", "--library", "work")
    assert outcome.code == 2
    assert "--library stands before the command" in outcome.err


def test_a_known_fault_is_told_without_traceback(ragdesk: Ragdesk, engine: FakeEngine) -> None:
    engine.fault = unreadable()
    outcome = ragdesk("list")
    assert outcome.code == 1
    assert outcome.err == "ragdesk: The catalogue cannot be read.\nragdesk: Free some space and try again.\n"
    assert outcome.out == ""
    assert engine.is_closed


def test_a_fault_is_also_an_object_where_json_is_wanted(ragdesk: Ragdesk) -> None:
    outcome = ragdesk("show", "--json", "nothing.md")
    assert outcome.code == 1
    assert outcome.json["error"]["kind"] == "NoSuchDocument"
    assert set(outcome.json["error"]) == {"kind", "message", "hint"}
    assert outcome.err.startswith("ragdesk: No document fits")


def test_an_engine_that_does_not_open_is_told(ragdesk: Ragdesk, opener: Opener) -> None:
    opener.fault = DataFolderInUse("Another ragdesk uses this data folder.", "Close it first.")
    assert ragdesk("status").code == 1
    outcome = ragdesk("doctor")
    assert outcome.code == 1
    assert outcome.out.startswith("failed\tData folder\tAnother ragdesk uses this data folder.\tClose it first.")


def test_an_unexpected_fault_is_one_plain_sentence(
    ragdesk: Ragdesk, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RAGDESK_DEBUG", raising=False)
    engine.fault = ZeroDivisionError("division by zero")
    outcome = ragdesk("list")
    assert outcome.code == 1
    assert "Traceback" not in outcome.err
    assert "Something unexpected went wrong (ZeroDivisionError: division by zero)." in outcome.err
    assert "RAGDESK_DEBUG=1" in outcome.err
    monkeypatch.setenv("RAGDESK_DEBUG", "1")
    assert "Traceback" in ragdesk("list").err


def test_doctor_fails_only_with_a_failed_check(ragdesk: Ragdesk, engine: FakeEngine) -> None:
    assert ragdesk("doctor").code == 0
    engine.checks.append(Check("model", ok=False, found="missing"))
    assert ragdesk("doctor").code == 1


def test_ctrl_c_closes_the_stream_and_says_what_is_kept(ragdesk: Ragdesk, opener: Opener) -> None:
    opener.engine = engine = FailsWhileAdding()
    outcome = ragdesk("add", "/sources")
    assert outcome.code == 130
    assert "finished are kept" in outcome.err
    assert "next `ragdesk add` reads the rest" in outcome.err
    assert engine.stream_was_closed
    assert engine.is_closed


def test_ctrl_c_is_an_object_where_json_is_wanted(ragdesk: Ragdesk, opener: Opener) -> None:
    opener.engine = FailsWhileAdding()
    first, last = ragdesk("add", "--json", "/sources").json_lines
    assert first["document"] == "/sources/first.txt"
    assert last["error"]["kind"] == "Cancelled"


def test_only_add_makes_a_library_that_was_named_and_doctor_a_data_folder(
    ragdesk: Ragdesk, opener: Opener, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    for arguments in (
        ["list"],
        ["status"],
        ["doctor"],
        ["search", "harbour"],
        ["ask", "harbour"],
        ["add", str(tmp_path)],
    ):
        ragdesk("--data-dir", str(home), "--library", "work", *arguments)
    assert [options.create for options in opener.asked] == [False, False, False, False, False, True]
    assert {(options.data_dir, options.library) for options in opener.asked} == {(home, "work")}
    ragdesk("--data-dir", str(home), "doctor")
    assert opener.asked[-1].create


def test_paths_are_made_whole(
    ragdesk: Ragdesk, opener: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tide.txt").write_text("The tide is high.")
    (tmp_path / "model.gguf").write_bytes(b"GGUF")
    monkeypatch.chdir(tmp_path)
    ragdesk("--data-dir", "home", "add", "tide.txt")
    assert ragdesk("show", "--json", "tide.txt").json["document"] == str(tmp_path / "tide.txt")
    ragdesk("ask", "--model", "model.gguf", "tide")
    assert opener.asked[0].data_dir == tmp_path / "home"
    assert opener.asked[-1].chat_model == tmp_path / "model.gguf"
