"""`ragdesk sources` and `ragdesk ignore`."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from ragdesk.cli import run
from ragdesk.protocol.engine_records import JobId, JobRecord, SourceRecord
from tests.cli.running import Opener, Outcome
from tests.doubles import FakeEngine


class EngineWithSources(FakeEngine):
    patterns: tuple[str, ...] = ("drafts/",)

    def list_sources(self) -> list[SourceRecord]:
        offline = SourceRecord("/stick", True, "offline", 3)
        return [SourceRecord("/documents", True, "followed", 1, self.patterns, "2026-01-02T03:04:05+00:00"), offline]

    def set_ignored(self, source: str, patterns: Sequence[str]) -> JobRecord:
        self.patterns = tuple(patterns)
        return JobRecord(JobId(7), "default", "follow", (source,), "waiting")


@pytest.fixture
def engine() -> EngineWithSources:
    return EngineWithSources()


def ragdesk(engine: EngineWithSources, capfd: pytest.CaptureFixture[str], *arguments: str) -> Outcome:
    code = run(arguments, Opener(engine))
    captured = capfd.readouterr()
    return Outcome(code, captured.out, captured.err)


def test_sources_are_listed_with_their_state(engine: EngineWithSources, capfd: pytest.CaptureFixture[str]) -> None:
    told = ragdesk(engine, capfd, "sources")
    assert told.code == 0
    followed, offline = (line for line in told.out.splitlines() if "/" in line and "Source" not in line)
    assert all(word in followed for word in ("followed", "/documents", "1 document", "drafts/", "seen at once"))
    assert all(word in offline for word in ("offline", "/stick", "3 documents", "kept"))


def test_sources_as_json(engine: EngineWithSources, capfd: pytest.CaptureFixture[str]) -> None:
    first, second = ragdesk(engine, capfd, "sources", "--json").json["sources"]
    assert (first["path"], first["state"], first["ignore"]) == ("/documents", "followed", ["drafts/"])
    assert (second["documents"], second["is_folder"], second["scanned_at"]) == (3, True, None)


def test_patterns_are_set_and_cleared(
    engine: EngineWithSources, capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    told = ragdesk(engine, capfd, "ignore", "folder", "*.log", "!keep.log")
    assert engine.patterns == ("*.log", "!keep.log")
    assert str(tmp_path / "folder") in told.out
    assert "Job 7" in told.out
    told = ragdesk(engine, capfd, "ignore", "folder", "--clear", "--json")
    assert engine.patterns == ()
    assert told.json["paths"] == [str(tmp_path / "folder")]


def test_patterns_or_clear_have_to_be_named(engine: EngineWithSources, capfd: pytest.CaptureFixture[str]) -> None:
    for arguments in (("ignore", "/documents"), ("ignore", "/documents", "*.log", "--clear")):
        told = ragdesk(engine, capfd, *arguments)
        assert told.code == 2
        assert "--clear" in told.err
    assert engine.patterns == ("drafts/",)
