"""Where the system's limits end, and what becomes of a storm of changes."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.adding.sources_of_library import SourceRoot
from ragdesk.engine.documents.ignore_rules import IgnoreRules
from ragdesk.engine.following import drives
from ragdesk.engine.following.few_paths import few_paths
from ragdesk.engine.following.settling import Settling
from tests.engine.following.world import World

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify is Linux's")


class Ears:
    def __init__(self) -> None:
        self.lost_sources: list[int] = []
        self.paths: list[Path] = []

    def changed(self, source: int, path: Path, is_folder: bool) -> None:
        self.paths.append(path)

    def lost(self, source: int) -> None:
        self.lost_sources.append(source)


def root(path: Path, *patterns: str) -> SourceRoot:
    return SourceRoot(1, path, True, IgnoreRules(path, patterns))


@linux
def test_a_folder_that_is_left_out_takes_no_watch_of_the_system(folder: Path) -> None:
    from ragdesk.engine.following.inotify_watcher import InotifyWatcher

    for name in ("kept/deep", "node_modules/deep", ".git/objects"):
        (folder / name).mkdir(parents=True)
    watcher = InotifyWatcher(Ears())
    watcher.watch(root(folder, "node_modules/"))
    watched = {path.relative_to(folder).as_posix() for path, _ in watcher._trees[1]._folders.values()}
    watcher.close()
    assert watched == {".", "kept", "kept/deep"}


@linux
@pytest.mark.parametrize("limit", [errno.ENOSPC, errno.EMFILE])
def test_a_source_that_is_too_large_to_be_watched_is_scanned_whole(
    world: World, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    from watchdog.observers.inotify_c import InotifyFD

    add = InotifyFD.add_callback

    def refuse_the_third(self: InotifyFD, path: bytes, *rest: object) -> object:
        if path.endswith(b"deep"):
            raise OSError(limit, "no watches are left")
        return add(self, path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(InotifyFD, "add_callback", refuse_the_third)
    world.write("sub/deep/a.txt")
    world.add()
    world.follow()
    assert world.states() == ["scanned"]


@linux
def test_lost_events_are_told_for_every_source(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    from watchdog.observers.inotify_c import InotifyConstants, InotifyEvent, Mask, WatchDescriptor

    from ragdesk.engine.following.inotify_watcher import InotifyWatcher

    ears = Ears()
    watcher = InotifyWatcher(ears)
    watcher.watch(root(folder))
    overflow = InotifyEvent(WatchDescriptor(-1), Mask(InotifyConstants.IN_Q_OVERFLOW), 0, b"")
    watcher._reader.handle_event(overflow)
    watcher.close()
    assert ears.lost_sources == [1]
    assert not caplog.records


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has its own list of drives")
def test_network_drives_are_not_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    import psutil

    mounted = (("/", "ext4"), ("/mnt/share", "cifs"), ("/mnt/share/disk", "ext4"), ("/home/a/cloud", "fuse.rclone"))
    parts = [SimpleNamespace(mountpoint=point, fstype=kind) for point, kind in mounted]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: parts)
    told = {path: drives.tells_of_changes(Path(path)) for path in ("/mnt/shared", "/mnt/share", "/mnt/share/disk/x")}
    assert told == {"/mnt/shared": True, "/mnt/share": False, "/mnt/share/disk/x": True}
    assert not drives.tells_of_changes(Path("/home/a/cloud/b"))


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.floats(0, 0.9)), min_size=1))
def test_every_change_is_handed_over_once_it_is_quiet_and_within_5_s(changes: list[tuple[str, float]]) -> None:
    settling, now, last, taken = Settling(), 0.0, {}, {}
    for path, pause in changes:
        now += pause
        for quiet in settling.take(now):
            assert now - last[quiet] >= 1
            taken[quiet] = now
        settling.note(path, now)
        last[path] = now
    for quiet in settling.take(now + 1.01):
        taken[quiet] = now + 1.01
    assert taken.keys() == last.keys()
    assert len(settling) == 0


def test_quiet_files_wait_no_longer_than_5_s_for_a_busy_one() -> None:
    settling = Settling()
    settling.note("quiet", 0)
    for tenth in range(45):
        settling.note("busy", tenth / 10)
        if taken := settling.take(tenth / 10):
            assert taken == ["quiet"]
            assert tenth / 10 < 4
            return
    raise AssertionError("the quiet file was not handed over")


@given(
    st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=5), min_size=1, max_size=60),
    st.integers(1, 10),
)
def test_few_paths_cover_every_change_and_leave_no_source(names: list[list[str]], most: int) -> None:
    top = Path("/home/someone/documents")
    changed = [top.joinpath(*name) for name in names]
    told = few_paths([str(path) for path in changed], changed, [top], most)
    assert all(any(path == one or path.is_relative_to(one) for one in told) for path in changed)
    assert all(one == top or one.is_relative_to(top) for one in told)
    assert len(told) <= max(most, 1) or len(changed) <= most
