"""Backups are whole, few, private, and made only where there is room; what they hold comes back."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ragdesk.engine.engine import Engine
from ragdesk.engine.keeping.backups import Backups, superfluous
from ragdesk.engine.keeping.disk_reserve import DiskReserve
from ragdesk.engine.storage.damage import BACKUP_PREFIX, BACKUP_TIME
from ragdesk.protocol.errors import BadRequest, CatalogueDamaged, DataFolderInUse, ReserveReached
from ragdesk.server.repairing import open_repair
from ragdesk.settings import Settings
from tests.conftest import OpenEngine
from tests.engine.driving import add, found_in, paragraph, picture
from tests.fake_embedder import HashedWords


@pytest.fixture
def filled(engine: Engine, folder: Path) -> Engine:
    (folder / "harbour.txt").write_text(paragraph("harbour"))
    add(engine, folder)
    return engine


def name_of(age: timedelta) -> str:
    return f"{BACKUP_PREFIX}{(datetime.now() - age).strftime(BACKUP_TIME)}.db"


def test_a_backup_brings_back_what_was_there(
    filled: Engine, folder: Path, data_dir: Path, open_engine: OpenEngine
) -> None:
    made = filled.back_up()
    assert (made.documents, filled.list_backups()) == (1, [made])
    (folder / "garden.txt").write_text(paragraph("garden"))
    add(filled, folder)
    filled.close()
    now = picture(data_dir)
    catalogue = data_dir / "catalogue.db"
    catalogue.write_bytes(b"no catalogue at all")

    with pytest.raises(CatalogueDamaged, match="damaged") as alarm:
        open_engine()
    assert "ragdesk restore" in alarm.value.hint
    with closing(open_repair(data_dir)) as repair:
        report = repair.restore()

    assert report.backup == made
    assert [(data_dir / name).read_bytes() for name in report.set_aside] == [b"no catalogue at all"]
    again = open_engine()
    assert found_in(again, "harbour")
    assert not found_in(again, "garden")
    add(again, folder)
    again.close()
    assert picture(data_dir) == now


def test_a_missing_catalogue_is_restored_too(filled: Engine, data_dir: Path, open_engine: OpenEngine) -> None:
    filled.back_up()
    filled.close()
    (data_dir / "catalogue.db").unlink()

    with pytest.raises(CatalogueDamaged, match="missing"):
        open_engine()
    with closing(open_repair(data_dir)) as repair:
        assert repair.restore().set_aside == ()
    assert found_in(open_engine(), "harbour")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="killed in a fork")
@pytest.mark.parametrize("killed_at", ["catalogue.db", "catalogue.db-wal", "catalogue.db-shm", "catalogue.restoring"])
def test_a_restore_that_is_killed_never_leaves_an_older_state_without_a_word(
    filled: Engine, folder: Path, data_dir: Path, tmp_path: Path, killed_at: str
) -> None:
    filled.back_up()
    (folder / "garden.txt").write_text(paragraph("garden"))
    add(filled, folder)
    killed = tmp_path / "killed"  # as it is on the disk when the engine is killed: the newest is in the log alone
    shutil.copytree(data_dir, killed, ignore=shutil.ignore_patterns("engine.*", "*.sock", "owner*"))
    (killed / "catalogue.made").unlink(missing_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads
        child = os.fork()
    if child == 0:
        _restore_killed_before(killed, killed_at)
    assert os.waitpid(child, 0)[1] == 9 << 8, "it was killed at that very moment"

    if not (killed / "catalogue.db").exists():
        with pytest.raises(CatalogueDamaged):
            Engine.open(Settings(data_dir=killed), embeddings=HashedWords())
        with closing(open_repair(killed)) as repair:
            repair.restore()
        (aside,) = killed.glob("catalogue-replaced-*.db")
        (killed / "catalogue.db").unlink()
        for file in killed.glob(f"{aside.name}*"):
            file.rename(killed / f"catalogue.db{file.name.removeprefix(aside.name)}")
    with closing(Engine.open(Settings(data_dir=killed), embeddings=HashedWords())) as engine:
        assert len(engine.list_documents()) == 2, "what was set aside is whole, its log beside it"


def _restore_killed_before(data_dir: Path, name: str) -> None:
    """Ends the process with 9 before the file of that name gets another one."""

    def watched(real: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
        def rename(self: Path, target: Path) -> Path:
            if self.name == name:
                os._exit(9)
            return real(self, target)

        return rename

    for method in ("rename", "replace"):
        setattr(Path, method, watched(getattr(Path, method)))
    try:
        open_repair(data_dir).restore()
    finally:
        os._exit(1)


def test_a_backup_that_is_damaged_itself_is_passed_over(filled: Engine, data_dir: Path) -> None:
    first = filled.back_up()
    second = filled.back_up()
    filled.close()
    damaged = data_dir / "backups" / second.name
    data = bytearray(damaged.read_bytes())
    data[data.index(b"looked at by its keeper")] ^= 1
    damaged.write_bytes(data)

    with closing(open_repair(data_dir)) as repair:
        with pytest.raises(CatalogueDamaged, match="damaged itself"):
            repair.restore(second.name)
        assert repair.restore().backup.name == first.name
        with pytest.raises(BadRequest):
            repair.restore("../catalogue.db")


def test_nothing_is_repaired_while_an_engine_works(filled: Engine, data_dir: Path) -> None:
    with pytest.raises(DataFolderInUse):
        open_repair(data_dir)


def test_no_backup_eats_up_the_reserve(filled: Engine, data_dir: Path) -> None:
    backups = filled.parts.keeper.backups
    backups._reserve = DiskReserve(data_dir, shutil.disk_usage(data_dir).free + 10**12)

    with pytest.raises(ReserveReached, match="MB are free"):
        filled.back_up()
    assert backups.make_if_due() is None
    assert filled.list_backups() == []


def test_one_a_day_and_only_after_a_change(filled: Engine, data_dir: Path) -> None:
    backups = filled.parts.keeper.backups
    first = backups.make_if_due()
    assert first is not None
    assert backups.make_if_due() is None
    aged = name_of(timedelta(days=2))
    (data_dir / "backups" / first.name).rename(data_dir / "backups" / aged)
    assert backups.make_if_due() is None
    filled.create_library("another")
    assert backups.make_if_due() is not None


def test_backups_are_private_and_leave_nothing_beside_them(filled: Engine, data_dir: Path) -> None:
    made = filled.back_up()
    assert os.listdir(data_dir / "backups") == [made.name]
    if sys.platform != "win32":
        assert (data_dir / "backups" / made.name).stat().st_mode & 0o777 == 0o600


def test_old_backups_are_thinned_out_so_that_their_ages_stay_spread() -> None:
    kept: list[str] = []
    for day in range(100, -1, -1):
        kept = [name_of(timedelta(days=day)), *kept]
        gone = superfluous(kept, 5)
        kept = [name for name in kept if name not in gone]
    ages = [(datetime.now() - datetime.strptime(name[len(BACKUP_PREFIX) : -3], BACKUP_TIME)).days for name in kept]
    assert len(ages) == 5
    assert ages[0] == 0
    assert ages[1] <= 3
    assert ages[-1] == 100


def test_the_newest_of_several_in_one_second_is_never_the_one_that_goes(open_engine: OpenEngine) -> None:
    engine = open_engine()
    backups = Backups(engine.parts.stores.database, engine.parts.reserve, kept=2)

    for _ in range(6):
        made = backups.make()
        assert backups.records()[0] == made
