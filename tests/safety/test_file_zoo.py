"""T15 in short: strange files neither stop nor mislead an add, and what lies in the cloud is not downloaded."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from ragdesk.engine.documents import find_files as module
from ragdesk.engine.documents.find_files import find_files, open_file
from ragdesk.protocol.errors import CannotRead
from tests.safety.file_zoo import LONGEST_PAUSE_S, visit


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs pipes, devices and sparse files")
def test_the_file_zoo_stops_nothing_and_leads_nowhere(tmp_path: Path) -> None:
    found = visit(tmp_path, traced=shutil.which("strace") is not None)
    assert (found.outside, found.unexpected) == ((), ())
    assert found.longest_pause_s < LONGEST_PAUSE_S


@pytest.mark.parametrize(
    "mark", [{"st_file_attributes": 0x400000}, {"st_file_attributes": 0x1000}, {"st_flags": 1 << 30}]
)
def test_a_file_in_the_cloud_is_told_and_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mark: dict[str, int]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    opened: list[object] = []

    def marked(status: os.stat_result) -> SimpleNamespace:
        fields = {name: getattr(status, name) for name in dir(status) if name.startswith("st_")}
        return SimpleNamespace(**{**fields, **mark})

    lstat, fstat, read = os.lstat, os.fstat, os.read
    monkeypatch.setattr(module.os, "lstat", lambda name: marked(lstat(name)))
    monkeypatch.setattr(module.os, "fstat", lambda number: marked(fstat(number)))
    monkeypatch.setattr(module.os, "read", lambda number, size: opened.append(number) or read(number, size))
    (found,) = find_files(tmp_path / "a.txt")
    assert found.problem is not None
    assert found.problem.code == "unreadable"
    assert "cloud" in found.problem.message
    with pytest.raises(CannotRead, match="cloud"):
        open_file(path)
    assert opened == []
