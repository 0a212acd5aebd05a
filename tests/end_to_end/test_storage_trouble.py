"""Disks and owners that get in the way: full, read-only, in use by another process, stopped by Ctrl-C."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from ragdesk.engine.engine import Engine
from ragdesk.protocol.errors import DataFolderInUse
from ragdesk.settings import Settings
from tests.end_to_end.program import Program
from tests.long_pdf import long_pdf

pytestmark = [pytest.mark.model, pytest.mark.skipif(sys.platform == "win32", reason="speaks of mounts and signals")]

STOPPABLE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from ragdesk.main import main
sys.exit(main())
"""
"""As a terminal starts it: what a shell starts in the background ignores Ctrl-C, and so do its children."""
GARDEN = "The roses in the garden were cut in March.\n"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    folder.joinpath("a garden.txt").write_text(GARDEN)
    return folder


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts a small disk, or changes how it is mounted; skips where that is not allowed."""
    place = tmp_path / "disk"
    place.mkdir()

    def mounted(options: str) -> Path:
        again = "remount," if place.is_mount() else ""
        command = ["mount", "-t", "tmpfs", "-o", again + options, "tmpfs", str(place)]
        if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("mounting a disk is not allowed here")
        return place

    yield mounted
    if place.is_mount():
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_is_told_and_nothing_is_lost(
    disk: Callable[[str], Path], documents: Path, model_cache: Path
) -> None:
    place = disk("size=40m")
    program = Program(place / "data", model_cache)
    assert program.run("settings", "reserve_mb", "10").code == 0
    assert program.run("add", documents).code == 0
    filler = place / "somebody else's"
    filler.write_bytes(bytes(shutil.disk_usage(place).free - 10_300_000))
    documents.joinpath("journal.pdf").write_bytes(long_pdf(45))
    stopped = program.run("add", documents)
    assert stopped.code == 1
    assert "MB are free" in stopped.err
    assert "Free some space: adding goes on by itself then." in stopped.err
    assert "unexpected" not in stopped.err

    listed = {Path(one["document"]).name: one["status"] for one in program.json("list", "--json")["documents"]}
    assert listed["a garden.txt"] == "ready"
    assert "roses" in program.json("search", "--json", "--limit", "1", "roses")["passages"][0]["text"]

    filler.unlink()
    summary = program.run("add", "--json", documents).lines[-1]["summary"]
    assert (summary["failed"], summary["unchanged"]) == (0, 1)
    listed = {Path(one["document"]).name: one["status"] for one in program.json("list", "--json")["documents"]}
    assert listed == {"a garden.txt": "ready", "journal.pdf": "ready"}
    (found,) = program.json("search", "--json", "--limit", "1", "entry 37 records that")["passages"]
    assert found["place"]["page"] == 37


def test_a_read_only_disk_is_told(disk: Callable[[str], Path], documents: Path, model_cache: Path) -> None:
    program = Program(disk("size=40m") / "data", model_cache)
    assert program.run("settings", "reserve_mb", "10").code == 0
    assert program.run("add", documents).code == 0
    assert program.run("stop").code == 0
    disk("ro")
    for command in (("add", documents), ("search", "roses"), ("list",)):
        refused = program.run(*command)
        assert refused.code == 1
        assert str(program.data_dir) in refused.err
        assert "Check that" in refused.err
        assert "unexpected" not in refused.err
    disk("rw")
    assert program.json("list", "--json")["documents"][0]["status"] == "ready"


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_without_write_permission_is_told(documents: Path, model_cache: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    refused = Program(locked / "data", model_cache).run("add", documents)
    assert refused.code == 1
    assert "unexpected" not in refused.err


def test_a_second_process_is_answered_by_the_same_engine(documents: Path, model_cache: Path, tmp_path: Path) -> None:
    program = Program(tmp_path / "data", model_cache)
    assert program.run("add", documents).code == 0
    with program.start("search", "--json", "-") as first:
        assert first.stdin is not None
        assert first.stdout is not None
        first.stdin.write("roses\n")
        first.stdin.flush()
        assert "roses" in first.stdout.readline()
        state = program.json("status", "--json")
        with pytest.raises(DataFolderInUse, match="Another ragdesk is working with"):
            Engine.open(Settings(data_dir=program.data_dir))
        out, err = first.communicate(timeout=60)
    assert (first.returncode, out, err) == (0, "", "")
    assert state["faces"] == 2


def test_ctrl_c_keeps_what_is_finished_and_the_next_add_completes(
    documents: Path, model_cache: Path, tmp_path: Path
) -> None:
    documents.joinpath("b journal.pdf").write_bytes(long_pdf(95))
    program = Program(tmp_path / "data", model_cache, script=STOPPABLE)
    with program.start("add", "--json", documents) as adding:
        assert adding.stdout is not None
        first = adding.stdout.readline()
        assert "a garden.txt" in first
        adding.send_signal(signal.SIGINT)
        with suppress(BrokenPipeError):
            out, err = adding.communicate(timeout=60)
    assert adding.returncode == 130
    assert "Documents that were finished are kept." in err
    assert '"kind": "Cancelled"' in out

    listed = {Path(one["document"]).name: one["status"] for one in program.json("list", "--json")["documents"]}
    assert listed == {"a garden.txt": "ready", "b journal.pdf": "waiting"}
    # An add that comes while the stopped one is still ending goes on with it, and counts what that one read as well.
    end = time.monotonic() + 60
    while any(job["state"] == "running" for job in program.json("jobs", "--json")["jobs"]):
        assert time.monotonic() < end, "the stopped job does not end"
    again = program.run("add", "--json", documents).lines
    assert again[-1]["summary"]["unchanged"] == 1
    assert again[-1]["summary"]["ready"] == 1
    assert len(program.json("list", "--json")["documents"]) == 2


def test_the_users_files_are_left_as_they_are(documents: Path, model_cache: Path, tmp_path: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in documents.iterdir()}
    program = Program(tmp_path / "data", model_cache)
    assert program.run("add", documents).code == 0
    assert len(program.json("remove", "--json", documents)["removed"]) == len(before)
    assert program.json("list", "--json") == {"documents": []}
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in documents.iterdir()} == before
