"""Walking folders and opening files: complete, in order, and never led astray."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from ragdesk.engine.documents.find_files import FoundFile, find_files, open_file
from ragdesk.protocol.errors import BadRequest, CannotRead

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")


def write(path: Path, content: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def problems(found: list[FoundFile]) -> dict[str, str]:
    return {file.path.name: file.problem.code for file in found if file.problem}


def test_every_file_is_found_once_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/z.txt", "sub/deep/c.txt", "another/d.txt"):
        write(tmp_path / name)
    found = list(find_files(tmp_path))
    names = [file.path.relative_to(tmp_path).as_posix() for file in found]
    assert names == ["a.txt", "b.txt", "another/d.txt", "sub/z.txt", "sub/deep/c.txt"]
    assert all(file.problem is None and file.size_bytes == 1 and file.mtime_ns > 0 for file in found)
    assert found == list(find_files(tmp_path))


def test_hidden_files_lock_files_and_litter_are_left_out(tmp_path: Path) -> None:
    for name in (".hidden", ".git/config", "~$letter.docx", "Thumbs.db", "desktop.ini", ".DS_Store", "letter.docx"):
        write(tmp_path / name)
    assert [file.path.name for file in find_files(tmp_path)] == ["letter.docx"]


def test_a_chosen_file_is_found_even_if_hidden_and_its_path_is_made_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / ".notes.txt")
    monkeypatch.chdir(tmp_path)
    (found,) = find_files(Path("sub/../.notes.txt"))
    assert found.path == Path(os.path.realpath(tmp_path)) / ".notes.txt"


def test_nothing_at_the_path_is_a_bad_request(tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        find_files(tmp_path / "none")


@posix
def test_links_are_followed_inside_the_folder_only(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "secret.txt")
    root = tmp_path / "root"
    write(root / "real" / "a.txt")
    write(root / ".store" / "kept.txt")
    (root / "loop").symlink_to(root)
    (root / "broken").symlink_to(root / "nowhere")
    (root / "self").symlink_to(root / "self")
    (root / "out_file").symlink_to(outside)
    (root / "out_folder").symlink_to(outside.parent)
    (root / "twice").symlink_to(root / "real")
    (root / "inside").symlink_to(root / ".store" / "kept.txt")
    found = list(find_files(root))
    readable = [file.path.relative_to(os.path.realpath(root)).as_posix() for file in found if not file.problem]
    assert readable == ["real/a.txt", ".store/kept.txt"]
    assert problems(found) == dict.fromkeys(["loop", "broken", "self", "out_file", "out_folder"], "not_a_file")
    assert all(open_file(file.path) for file in found if not file.problem)


@posix
def test_pipes_and_sockets_are_named_and_never_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        assert problems(list(find_files(tmp_path))) == {"pipe": "not_a_file", "socket": "not_a_file"}
        for name in ("pipe", "socket"):
            with pytest.raises(CannotRead) as caught:
                open_file(tmp_path / name)
            assert caught.value.code == "not_a_file"


@posix
def test_a_name_that_is_no_unicode_is_read_like_any_other(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(name)).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes Unicode names only")
    (found,) = find_files(tmp_path)
    assert os.fsencode(found.path) == name
    assert open_file(found.path) == b"x"


def test_a_folder_that_may_not_be_read_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "locked" / "a.txt")
    write(tmp_path / "open.txt")
    real = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = list(find_files(tmp_path))
    assert problems(found) == {"locked": "unreadable"}
    assert [file.path.name for file in found] == ["open.txt", "locked"]


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_reported(tmp_path: Path) -> None:
    write(tmp_path / "a.txt").chmod(0)
    assert problems(list(find_files(tmp_path))) == {"a.txt": "unreadable"}
    with pytest.raises(CannotRead) as caught:
        open_file(tmp_path / "a.txt")
    assert caught.value.code == "unreadable"


def test_opening_returns_the_bytes_or_says_why_not(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"12345678")
    assert open_file(path) == b"12345678"
    assert open_file(path, max_bytes=8) == b"12345678"
    for bad, max_bytes, code in (
        (path, 7, "too_large"),
        (tmp_path / "gone", 10, "vanished"),
        (path / "below", 10, "vanished"),
        (Path("nul\0name"), 10, "vanished"),
    ):
        with pytest.raises(CannotRead) as caught:
            open_file(bad, max_bytes=max_bytes)
        assert caught.value.code == code


@posix
def test_opening_follows_no_link_and_no_folder(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(write(tmp_path / "a.txt"))
    for path in (tmp_path / "link", tmp_path):
        with pytest.raises(CannotRead) as caught:
            open_file(path)
        assert caught.value.code == "not_a_file"


def test_a_file_that_grows_while_it_is_read_is_not_taken_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.txt", b"first")
    real = os.read
    appended: list[bool] = []

    def read(descriptor: int, size: int) -> bytes:
        part = real(descriptor, size)
        if not appended:
            appended.append(True)
            with path.open("ab") as stream:
                stream.write(b" second")
        return part

    monkeypatch.setattr(os, "read", read)
    with pytest.raises(CannotRead) as caught:
        open_file(path)
    assert caught.value.code == "changed"
