"""Jobs that look only at what changed: nothing is lost that is out of reach, nothing stays that is gone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ragdesk.engine.storage.sources import Sources
from tests.engine.following.conftest import world as world
from tests.engine.following.world import World


def ignore(world: World, *patterns: str) -> None:
    with world.stores.database.transaction():
        Sources(world.stores.database).set_ignored(1, patterns)


@pytest.fixture
def three(world: World) -> World:
    for name in ("a.txt", "sub/b.txt", "sub/deep/c.txt"):
        world.write(name)
    world.add()
    return world


def look(world: World, *names: str) -> tuple[set[str], set[str]]:
    world.submit(world.library, [world.folder / name for name in names])
    return set(world.jobs[-1].read), set(world.jobs[-1].gone)


def test_only_the_named_paths_are_looked_at(three: World) -> None:
    for name in ("a.txt", "sub/b.txt", "new.txt"):
        three.write(name, "other words")
    assert look(three, "a.txt") == ({"a.txt"}, set())
    assert look(three, "sub") == ({"sub/b.txt"}, set())
    assert look(three, "a.txt", "sub") == (set(), set())


def test_a_vanished_folder_takes_its_documents_along(three: World) -> None:
    (three.folder / "sub" / "deep" / "c.txt").unlink()
    (three.folder / "sub" / "deep").rmdir()
    assert look(three, "sub/deep") == (set(), {"sub/deep/c.txt"})


def test_a_folder_in_the_place_of_a_file_and_the_other_way_round(three: World) -> None:
    (three.folder / "a.txt").unlink()
    three.write("a.txt/inside.txt")
    (three.folder / "sub").rename(three.folder.parent / "away")
    three.write("sub")
    assert look(three, "a.txt", "sub") == ({"a.txt/inside.txt", "sub"}, {"a.txt", "sub/b.txt", "sub/deep/c.txt"})


def test_nothing_leaves_while_the_source_is_out_of_reach(three: World) -> None:
    away = three.folder.rename(three.folder.parent / "away")
    assert look(three, "a.txt", "sub") == (set(), set())
    three.folder.mkdir()
    assert look(three, "a.txt", "sub", "") == (set(), set())
    three.folder.rmdir()
    away.rename(three.folder)
    (three.folder / "a.txt").unlink()
    assert look(three, "a.txt") == (set(), {"a.txt"})


def test_what_belongs_to_no_source_is_passed_over(three: World) -> None:
    outside = three.folder.parent / "outside.txt"
    outside.write_text("x")
    assert look(three, "../outside.txt", "../nowhere") == (set(), set())


def test_what_is_left_out_leaves_and_is_not_read_again(three: World) -> None:
    ignore(three, "deep/", "a.*")
    assert look(three, "a.txt", "sub/deep/c.txt") == (set(), {"a.txt", "sub/deep/c.txt"})
    three.write("a.txt", "other words")
    assert look(three, "a.txt", "") == (set(), set())
    assert three.documents() == {"sub/b.txt"}


def test_a_folder_of_which_everything_is_left_out_is_not_an_emptied_one(three: World) -> None:
    ignore(three, "*")
    assert look(three, "") == (set(), {"a.txt", "sub/b.txt", "sub/deep/c.txt"})


def test_a_file_that_one_source_leaves_out_stays_in_another(three: World) -> None:
    three.add(three.folder / "sub")
    ignore(three, "sub/")
    assert look(three, "") == (set(), set())
    three.write("sub/new.txt")
    assert look(three, "sub/new.txt") == ({"sub/new.txt"}, set())
    assert three.documents() == {"a.txt", "sub/b.txt", "sub/deep/c.txt", "sub/new.txt"}


def test_a_left_out_file_that_is_added_by_itself_is_a_source_of_its_own(three: World) -> None:
    ignore(three, "a.*")
    look(three, "")
    three.add(three.folder / "a.txt")
    assert look(three, "", "a.txt") == (set(), set())
    assert "a.txt" in three.documents()


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="needs links")
def test_a_link_that_changes_is_followed_inside_the_source_only(three: World) -> None:
    three.write(".store/kept.txt")
    (three.folder / "link.txt").symlink_to(three.folder / ".store" / "kept.txt")
    assert look(three, "link.txt") == ({".store/kept.txt"}, set())
    (three.folder / "out.txt").symlink_to(three.folder.parent / "outside.txt")
    (three.folder.parent / "outside.txt").write_text("x")
    assert look(three, "out.txt") == (set(), set())
    assert {Path(name).name for name in three.documents()} >= {"out.txt", "kept.txt"}
    assert look(three, "") == (set(), set())


def test_many_paths_give_the_same_as_few(three: World) -> None:
    for number in range(60):
        three.write(f"many/{number}.txt")
    (three.folder / "a.txt").unlink()
    names = [f"many/{number}.txt" for number in range(60)]
    assert look(three, *names, "a.txt", "many") == (set(names), {"a.txt"})
