"""What happens in a followed folder is known to ragdesk within 5 s, once, and as what it was."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ragdesk.engine.following.follower import Times
from ragdesk.engine.following.observer_watcher import ObserverWatcher
from ragdesk.engine.following.watching import CannotWatch, Heard, Watcher
from tests.engine.following.world import FAST, World


def test_a_new_a_changed_and_a_deleted_file_are_seen(world: World) -> None:
    world.write("changed.txt")
    deleted = world.write("deleted.txt")
    world.add()
    world.follow(times=Times())
    assert world.states() == ["followed"]

    world.write("new.txt")
    world.write("changed.txt", "other words")
    deleted.unlink()
    world.until(lambda: bool(world.jobs))

    (job,) = world.jobs
    assert (job.read, job.gone) == ({"new.txt", "changed.txt"}, {"deleted.txt"})


def vim(path: Path) -> None:
    (path.parent / "4913").write_text("")
    (path.parent / "4913").unlink()
    path.rename(path.with_name(path.name + "~"))
    path.write_text("new words")
    path.with_name(path.name + "~").unlink()


def emacs(path: Path) -> None:
    os.symlink("someone@somewhere.1", path.parent / f".#{path.name}")
    (path.parent / f"#{path.name}#").write_text("autosaved")
    path.rename(path.with_name(path.name + "~"))
    path.write_text("new words")
    (path.parent / f"#{path.name}#").unlink()
    (path.parent / f".#{path.name}").unlink()


def libre_office(path: Path) -> None:
    (path.parent / f".~lock.{path.name}#").write_text("someone")
    (path.parent / "lu8123abcd.tmp").write_text("new words")
    os.replace(path.parent / "lu8123abcd.tmp", path)
    (path.parent / f".~lock.{path.name}#").unlink()


def gedit(path: Path) -> None:
    (path.parent / ".goutputstream-8X1FT2").write_text("new words")
    os.replace(path.parent / ".goutputstream-8X1FT2", path)


def unknown_program(path: Path) -> None:
    (path.parent / "a name that no rule knows").write_text("new words")
    os.replace(path.parent / "a name that no rule knows", path)


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
@pytest.mark.parametrize("save", [vim, emacs, libre_office, gedit, unknown_program])
def test_a_save_by_rename_is_one_change_of_one_file(world: World, save: Callable[[Path], None]) -> None:
    path = world.write("letter.txt")
    world.add()
    world.follow()
    save(path)
    world.until(lambda: bool(world.jobs))

    (job,) = world.jobs
    assert (job.paths, job.read, job.gone) == (("letter.txt",), {"letter.txt"}, set())
    assert world.documents() == {"letter.txt"}


def test_both_ends_of_a_rename_are_in_one_job(world: World) -> None:
    world.write("a.txt")
    for number in range(3):
        world.write(f"old/deep/{number}.txt", str(number))
    world.add()
    world.follow()
    (world.folder / "a.txt").rename(world.folder / "b.txt")
    (world.folder / "old").rename(world.folder / "new")
    world.until(lambda: bool(world.jobs))

    (job,) = world.jobs
    assert job.read == {"b.txt", "new/deep/0.txt", "new/deep/1.txt", "new/deep/2.txt"}
    assert job.gone == {"a.txt", "old/deep/0.txt", "old/deep/1.txt", "old/deep/2.txt"}

    world.write("new/deep/3.txt")
    world.until(lambda: len(world.jobs) == 2)
    assert world.jobs[1].read == {"new/deep/3.txt"}


def test_a_file_is_read_once_it_is_quiet_and_holds_back_no_other(world: World) -> None:
    world.write("a.txt")
    world.add()
    world.follow()
    is_over = threading.Event()

    def go_on_writing() -> None:
        with (world.folder / "growing.txt").open("w") as stream:
            while not is_over.wait(0.02):
                stream.write("more\n")
                stream.flush()

    writer = threading.Thread(target=go_on_writing)
    writer.start()
    try:
        world.write("other.txt")
        world.until(lambda: bool(world.jobs))
        assert [job.read for job in world.jobs] == [{"other.txt"}]
    finally:
        is_over.set()
        writer.join()
    world.until(lambda: len(world.jobs) == 2)
    assert world.jobs[1].read == {"growing.txt"}


def test_a_large_copy_is_few_jobs_with_few_paths(world: World) -> None:
    world.write("a.txt")
    world.add()
    source = world.folder.parent / "elsewhere"
    for number in range(1_000):
        if number % 100 == 0:
            (source / str(number // 100)).mkdir(parents=True)
        (source / str(number // 100) / f"{number}.txt").touch()
    world.follow(times=replace(FAST, longest_s=3.5))
    shutil.copytree(source, world.folder / "copy")
    world.until(lambda: len(world.documents()) == 1_001, within_s=40)

    world.until(lambda: sum(len(job.read) for job in world.jobs) == 1_000, within_s=10)
    assert len(world.jobs) <= 4
    assert all(len(job.paths) <= 100 for job in world.jobs)


def test_later_changes_wait_while_a_job_of_earlier_ones_does(world: World) -> None:
    world.add(world.write("a.txt"))
    world.follow()
    world.is_held_back = True
    for number in range(5):
        world.write("a.txt", str(number))
    threading.Event().wait(0.6)
    assert world.jobs == []
    world.is_held_back = False
    world.until(lambda: bool(world.jobs))
    assert world.jobs[0].read == {"a.txt"}


def test_what_is_left_out_and_our_own_reading_cause_no_jobs(world: World, tmp_path: Path) -> None:
    world.write("a.txt")
    world.write("drafts/b.txt")
    world.write(".ragdeskignore", "drafts/\n*.log")
    world.add()
    world.follow()
    for name in ("drafts/c.txt", "x.log", ".hidden", "~$a.txt", ".git/HEAD", "node.tmp"):
        world.write(name)
    (world.folder / "a.txt").read_text()
    os.listdir(world.folder)
    world.write("last.txt")
    world.until(lambda: bool(world.jobs))
    assert [job.paths for job in world.jobs] == [("last.txt",)]


def test_documents_leave_when_an_ignore_file_names_them_and_come_back(world: World) -> None:
    world.write("a.txt")
    world.write("drafts/b.txt")
    world.add()
    world.follow()
    rules = world.write(".ragdeskignore", "drafts/\n")
    world.until(lambda: world.documents() == {"a.txt"})
    rules.unlink()
    world.until(lambda: world.documents() == {"a.txt", "drafts/b.txt"})
    world.write("drafts/c.txt")
    world.until(lambda: "drafts/c.txt" in world.documents())


def test_ragdesks_own_folder_inside_a_source_is_passed_over(world: World, tmp_path: Path) -> None:
    world.write("a.txt")
    world.add(tmp_path)
    world.follow()
    assert world.jobs == []
    (tmp_path / "data" / "engine.json").write_text("{}")
    world.write("b.txt")
    world.until(lambda: bool(world.jobs))
    assert [job.paths for job in world.jobs] == [("b.txt",)]


def test_changes_while_nobody_followed_are_found_at_the_start(world: World) -> None:
    gone = world.write("gone.txt")
    world.write("kept.txt")
    world.add()
    gone.unlink()
    world.write("new.txt")
    world.follow()
    world.until(lambda: bool(world.jobs))
    assert [(job.read, job.gone) for job in world.jobs] == [({"new.txt"}, {"gone.txt"})]


def test_where_nothing_can_be_watched_everything_is_scanned(world: World) -> None:
    class Refuses:
        def watch(self, root: object) -> None:
            raise CannotWatch("no watches are left")

        def unwatch(self, source: int) -> None: ...

        def close(self) -> None: ...

    world.write("a.txt")
    world.add()
    world.follow(watcher=lambda _: Refuses(), times=replace(FAST, scan_s=0.3))
    assert world.states() == ["scanned"]
    (world.folder / "a.txt").rename(world.folder / "b.txt")
    world.until(lambda: bool(world.jobs))
    assert [(job.read, job.gone) for job in world.jobs] == [({"b.txt"}, {"a.txt"})]


def test_after_lost_events_everything_is_compared(world: World) -> None:
    world.write("a.txt")
    world.add()

    class Deaf:
        def __init__(self, heard: Heard) -> None:
            self.heard = heard

        def watch(self, root: object) -> None: ...

        def unwatch(self, source: int) -> None: ...

        def close(self) -> None: ...

    follower = world.follow(watcher=Deaf)
    world.write("b.txt")
    for source in follower.states():
        follower.lost(source)
    world.until(lambda: bool(world.jobs))
    assert world.jobs[0].read == {"b.txt"}


def test_the_watcher_of_other_systems_tells_the_same(world: World) -> None:
    watchers: list[Watcher] = []

    def opened(heard: Heard) -> Watcher:
        watchers.append(ObserverWatcher(heard))
        return watchers[-1]

    world.write("a.txt")
    world.write("sub/b.txt")
    world.add()
    world.follow(watcher=opened)
    assert world.states() == ["followed"]
    (world.folder / "a.txt").rename(world.folder / "sub" / "c.txt")
    world.write("sub/b.txt", "other words")
    world.until(lambda: bool(world.jobs))
    (job,) = world.jobs
    assert (job.read, job.gone) == ({"sub/b.txt", "sub/c.txt"}, {"a.txt"})


def test_closing_ends_all_threads_at_once(world: World) -> None:
    before = set(threading.enumerate())
    world.write("a.txt")
    world.add()
    follower = world.follow()
    started = time.monotonic()
    follower.close()
    assert time.monotonic() - started < 1
    assert set(threading.enumerate()) <= before
