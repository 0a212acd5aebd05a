from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest

from ragdesk.engine.doctor.computer_checks import check_data_folder, check_sqlite
from ragdesk.engine.doctor.library_checks import check_backups, check_sources
from ragdesk.engine.doctor.network_checks import check_network, check_readers
from ragdesk.engine.engine import Engine
from ragdesk.engine.offline.attempts import POSSIBLE, is_refused, try_the_network
from ragdesk.settings import Settings
from tests.engine.driving import add

ON_UNIX = pytest.mark.skipif(sys.platform == "win32", reason="speaks of Unix modes")


@ON_UNIX
def test_a_folder_that_others_can_read_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    check = check_data_folder(Settings(data_dir=tmp_path))
    assert not check.ok
    assert "chmod 700" in check.hint


@ON_UNIX
def test_a_folder_that_is_copied_to_a_server_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox" / "ragdesk"
    folder.mkdir(parents=True, mode=0o700)
    check = check_data_folder(Settings(data_dir=folder))
    assert not check.ok
    assert "Dropbox" in check.hint


@pytest.mark.parametrize(
    ("version", "is_told"),
    [((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False), ((3, 52, 0), True), ((3, 53, 0), False)],
)
def test_an_old_sqlite_is_told_and_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int], is_told: bool
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    check = check_sqlite()
    assert check.ok
    assert ("has the WAL-reset bug" in check.found) == is_told


def test_backups_that_cannot_be_read_are_told(engine: Engine, data_dir: Path) -> None:
    assert check_backups(engine.parts.stores).ok
    engine.back_up()
    assert check_backups(engine.parts.stores).found.startswith("1, the newest of 20")
    (data_dir / "backups" / "catalogue-2026-01-01T00-00-00.db").write_bytes(b"no catalogue")
    check = check_backups(engine.parts.stores)
    assert not check.ok
    assert "1 of 2" in check.found


def test_a_source_out_of_reach_is_told(engine: Engine, folder: Path) -> None:
    (folder / "note.txt").write_text("The harbour was dredged in 1931.")
    add(engine, folder)
    library = engine.parts.stores.documents.find_library("default")
    assert library is not None
    assert check_sources(engine.parts.stores, library).ok
    folder.rename(folder.with_name("elsewhere"))
    check = check_sources(engine.parts.stores, library)
    assert not check.ok
    assert str(folder) in check.found


def test_what_is_not_refused_is_called_possible() -> None:
    attempts = try_the_network()
    assert attempts["a connection (IPv4)"] == POSSIBLE
    assert not any("name" in way for way in attempts), "a name was looked up though it may be asked of the network"
    assert is_refused("refused: Permission denied")


def test_in_a_program_of_somebody_elses_the_network_is_told_to_be_open(engine: Engine) -> None:
    check = check_network({"try: connect to a network": "refused: Permission denied"}, engine.parts.chat_models)
    assert not check.ok
    assert "engine: a connection (IPv4)" in check.hint
    assert check.facts["reader: a connection"].startswith("refused")


def test_measures_that_do_not_hold_for_readers_are_named() -> None:
    report: dict[str, str] = {}
    check = check_readers(report, lambda: {"memory": "enforced", "files": "not enforced: no Landlock"})
    assert not check.ok
    assert check.facts == {"files": "not enforced: no Landlock"}
    assert "1 of 2" in check.found
    assert report["memory"] == "enforced"
