"""A catalogue that changed while nobody was looking is told, and not touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ragdesk.engine.storage.page_sums import PageSums
from ragdesk.engine.stores import Stores
from ragdesk.protocol.errors import CatalogueDamaged


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """One that was closed in order."""
    stores = Stores.open(tmp_path / "catalogue.db")
    with stores.database.transaction():
        for n in range(300):
            stores.database.execute("INSERT INTO libraries (name, created_at) VALUES (?, '')", (f"library {n} " * 20,))
    stores.close()
    return tmp_path / "catalogue.db"


def names(stores: Stores) -> int:
    return int(stores.database.value("SELECT COUNT(*) FROM libraries"))


def wait_for_check(stores: Stores) -> None:
    stores.check.wait(30)


def test_opening_and_closing_without_a_write_leaves_every_byte(catalogue: Path) -> None:
    before = {file: file.read_bytes() for file in catalogue.parent.iterdir()}

    stores = Stores.open(catalogue)
    wait_for_check(stores)
    assert stores.check.is_whole
    stores.close()

    assert {file: file.read_bytes() for file in catalogue.parent.iterdir()} == before


@pytest.mark.parametrize("place", [100, 5_000, -1])
def test_a_single_bit_is_noticed_and_the_file_stays_as_it_is(catalogue: Path, place: int) -> None:
    data = bytearray(catalogue.read_bytes())
    data[place] ^= 1
    catalogue.write_bytes(data)

    with pytest.raises(CatalogueDamaged, match="damaged"):
        wait_for_check(Stores.open(catalogue))

    assert catalogue.read_bytes() == data


def test_a_kill_after_a_write_is_no_damage(catalogue: Path) -> None:
    killed = Stores.open(catalogue)
    wait_for_check(killed)
    killed.database.execute("INSERT INTO libraries (name, created_at) VALUES ('late', '')")
    copy = catalogue.parent / "as the kill left it"
    copy.mkdir()
    for file in catalogue.parent.glob("catalogue*"):
        (copy / file.name).write_bytes(file.read_bytes())
    killed.close()

    stores = Stores.open(copy / "catalogue.db")
    wait_for_check(stores)
    assert stores.check.is_whole
    assert names(stores) == 301
    stores.close()


def test_an_older_copy_put_back_by_hand_is_no_damage(catalogue: Path) -> None:
    older = catalogue.read_bytes()
    stores = Stores.open(catalogue)
    stores.database.execute("DELETE FROM libraries WHERE id > 10")
    stores.close()
    catalogue.write_bytes(older)

    stores = Stores.open(catalogue)
    wait_for_check(stores)
    assert names(stores) == 300
    stores.close()


@pytest.mark.parametrize("harm", [lambda file: file.unlink(), lambda file: file.write_text("{}")])
def test_without_page_sums_everything_is_looked_at(catalogue: Path, harm: Callable[[Path], None]) -> None:
    harm(catalogue.with_suffix(".sums"))

    stores = Stores.open(catalogue)
    wait_for_check(stores)
    assert stores.check.is_whole
    stores.close()
    assert PageSums.read(catalogue) is not None


def test_after_damage_nothing_is_read_or_written_any_more(catalogue: Path) -> None:
    stores = Stores.open(catalogue)
    wait_for_check(stores)
    stores.database.execute("DELETE FROM libraries WHERE id = 7")
    before = catalogue.read_bytes()

    stores.database.condemn(CatalogueDamaged("It is damaged.", "Restore it."))

    with pytest.raises(CatalogueDamaged):
        names(stores)
    with pytest.raises(CatalogueDamaged):
        stores.database.execute("DELETE FROM libraries")
    stores.close()
    assert catalogue.read_bytes() == before


def test_damage_within_a_transaction_keeps_it_from_being_committed(catalogue: Path) -> None:
    stores = Stores.open(catalogue)
    wait_for_check(stores)

    def work() -> None:
        with stores.database.transaction():
            stores.database.execute("DELETE FROM libraries")
            stores.database.condemn(CatalogueDamaged("It is damaged.", "Restore it."))

    with pytest.raises(CatalogueDamaged):
        work()
    stores.close()
    stores = Stores.open(catalogue)
    assert names(stores) == 300
    stores.close()
