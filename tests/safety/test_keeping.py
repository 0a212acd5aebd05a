"""Short versions of the long tests of the catalogue's safety; the long ones are run by hand, see each module."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from tests.safety import (
    backups_under_load,
    damaged_catalogue,
    erased_markers,
    full_disk,
    hostile_exports,
    private_files,
)


def test_damage_is_always_told(tmp_path: Path) -> None:
    counts, violations = damaged_catalogue.run(tmp_path, pages=8, documents=8, seed=7)
    assert violations == []
    assert sum(counts.values()) == 20


def test_backups_under_load_are_committed_states(tmp_path: Path) -> None:
    figures, violations = backups_under_load.run(tmp_path, backups=2, documents=20, questions=5)
    assert violations == []
    assert figures["backups"] == 2


def test_nothing_marked_is_left_after_erasing(tmp_path: Path) -> None:
    _, violations = erased_markers.run(tmp_path, documents=20, kept=40)
    assert violations == []


@pytest.mark.skipif(sys.platform == "win32", reason="speaks of rights as Unix knows them")
def test_all_files_are_private_whatever_the_umask() -> None:
    with tempfile.TemporaryDirectory() as place:  # what lies in pytest's own folder no other user reaches anyway
        _, violations = private_files.run(Path(place), operations=9)
    assert violations == []


def test_hostile_exports_do_nothing(tmp_path: Path) -> None:
    ends, violations = hostile_exports.run(tmp_path, count=25, seed=3)
    assert violations == []
    assert sum(ends.values()) == 25


@pytest.mark.skipif(not shutil.which("strace"), reason="strace lets calls fail")
def test_nothing_is_lost_when_a_call_on_the_catalogue_fails(tmp_path: Path) -> None:
    ends, violations = full_disk.run(tmp_path, count=2, documents=5)
    assert violations == []
    assert sum(ends.values()) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="speaks of mounts")
def test_a_full_disk_still_answers(tmp_path: Path) -> None:
    try:
        assert full_disk.full_disk_answers(tmp_path) == []
    except OSError:
        pytest.skip("mounting a disk is not allowed here")
