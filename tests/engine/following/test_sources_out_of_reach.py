"""A drive that is not connected loses no document; a deleted file does."""

from __future__ import annotations

import shutil
from pathlib import Path

from ragdesk.protocol.events import SourcesChanged
from tests.engine.following.world import World


def test_a_folder_that_goes_keeps_its_documents_and_is_compared_when_it_is_back(world: World) -> None:
    world.write("a.txt")
    world.write("sub/b.txt")
    world.add()
    listening = world.events.listen()
    world.follow()
    assert isinstance(listening.next(1), SourcesChanged)
    away = world.folder.rename(world.folder.parent / "away")
    world.until(lambda: world.states() == ["offline"])
    assert listening.next(1) == SourcesChanged("default")
    assert world.documents() == {"a.txt", "sub/b.txt"}

    (away / "a.txt").unlink()
    away.rename(world.folder)
    world.until(lambda: world.documents() == {"sub/b.txt"})
    assert world.states() == ["followed"]
    assert listening.next(1) == SourcesChanged("default")
    world.write("sub/c.txt")
    world.until(lambda: "sub/c.txt" in world.documents())
    listening.close()


def test_the_place_of_an_unplugged_drive_is_an_empty_folder(world: World) -> None:
    world.write("a.txt")
    world.write("b.txt")
    world.add()
    world.follow()
    shutil.rmtree(world.folder)
    world.folder.mkdir()
    world.until(lambda: world.states() == ["offline"])
    world.write("c.txt")
    world.until(lambda: world.documents() == {"c.txt"})


def test_a_folder_that_is_made_anew_is_followed_again(world: World) -> None:
    world.write("a.txt")
    world.add()
    world.follow()
    away = world.folder.rename(world.folder.parent / "away")
    shutil.copytree(away, world.folder)
    world.until(lambda: world.states() == ["followed"])
    world.write("b.txt")
    world.until(lambda: world.documents() == {"a.txt", "b.txt"})
    (away / "never.txt").write_text("x")
    world.write("c.txt")
    world.until(lambda: world.documents() == {"a.txt", "b.txt", "c.txt"})


def test_a_single_file_leaves_when_it_is_deleted_and_comes_back_with_it(world: World) -> None:
    path = world.write("a.txt")
    world.write("neighbour.txt")
    world.add(path)
    world.follow()
    world.write("another neighbour.txt")
    path.unlink()
    world.until(lambda: world.documents() == set())
    world.write("a.txt", "again")
    world.until(lambda: world.documents() == {"a.txt"})
    assert all(set(job.paths) == {"a.txt"} for job in world.jobs)


def test_a_single_file_whose_folder_is_empty_or_gone_stays(world: World) -> None:
    path = world.write("stick/a.txt")
    world.add(path)
    world.follow()
    path.unlink()
    world.until(lambda: world.states() == ["offline"])
    Path(path.parent).rmdir()
    world.write("b.txt")
    assert world.documents() == {"stick/a.txt"}
    world.write("stick/a.txt", "again")
    world.until(lambda: world.states() == ["followed"])
    world.until(lambda: bool(world.jobs))
    assert world.documents() == {"stick/a.txt"}


def test_a_source_that_is_added_while_following_is_followed(world: World) -> None:
    world.add(world.write("a.txt"))
    follower = world.follow()
    other = world.folder.parent / "other"
    other.mkdir()
    (other / "b.txt").write_text("x")
    world.add(other)
    follower.look_again()
    world.until(lambda: world.states() == ["followed", "followed"])
    (other / "c.txt").write_text("x")
    world.until(lambda: "other/c.txt" in world.documents())
