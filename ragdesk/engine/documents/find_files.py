"""From a path that the user chose to the files below it, and from a file to its bytes, without being led astray."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ragdesk.engine.documents.ignore_rules import FolderRules, IgnoreRules, is_litter
from ragdesk.protocol.errors import BadRequest, CannotRead

MAX_FILE_BYTES = 512 * 1024 * 1024
_ONLY_FILES = "Only ordinary files can be read."
_READ_BYTES = 1024 * 1024
_IN_CLOUD_WINDOWS = 0x1000 | 0x40000 | 0x400000
"""FILE_ATTRIBUTE_OFFLINE, _RECALL_ON_OPEN, _RECALL_ON_DATA_ACCESS: reading such a file downloads it."""
_IN_CLOUD_MACOS = 0x40000000
"""SF_DATALESS, likewise."""
_HIDDEN_WINDOWS, _HIDDEN_MACOS = 0x2, 0x8000
_HAS_HIDDEN_FLAG = sys.platform in ("win32", "darwin")
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_FLAGS = os.O_RDONLY | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read, or something in its place that cannot be read, with the reason. `path` is absolute."""

    path: Path
    size_bytes: int
    mtime_ns: int
    problem: CannotRead | None = None


def find_files(path: Path, rules: IgnoreRules | None = None) -> Iterator[FoundFile]:
    """The file itself, or every file below the folder in sorted order, links last.

    Left out by rule: hidden files and folders, litter and temporary files, what the user's patterns name. A link is
    followed only inside the folder, and what it leads to is named by its own path, once. Raises `BadRequest` if there
    is nothing at the path.
    """
    chosen = Path(os.path.abspath(path))
    try:
        status = os.stat(chosen)
    except (OSError, ValueError) as error:
        raise BadRequest(
            f"There is no file or folder “{_shown(path)}”.", "Check the path and try again.", detail=repr(error)
        ) from error
    if not stat.S_ISDIR(status.st_mode):
        return iter((_found(Path(os.path.realpath(chosen))),))
    return iter(_Walk(rules or IgnoreRules(chosen), chosen))


def find_inside(path: Path, rules: IgnoreRules) -> Iterator[FoundFile]:
    """As `find_files` for one file, folder or link inside a source, which alone says how far links may lead."""
    return iter(_Walk(rules, path))


def holds_files(folder: Path) -> bool:
    """Whether there is any file in it or below, whatever patterns say. Raises OSError if out of reach."""
    waiting = [os.fspath(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as listing:
            for entry in listing:
                if not is_litter(entry.name):
                    if not _is_folder(entry):
                        return True
                    waiting.append(entry.path)
    return False


class _Walk:
    """One pass over a folder. Links wait until everything else was seen, so that each file keeps its own path."""

    def __init__(self, rules: IgnoreRules, top: Path) -> None:
        self._rules = rules
        self._top = top
        self._real_root = Path(os.path.realpath(rules.root))
        self._links: list[Path] = []
        self._seen: set[Path] = set()

    def __iter__(self) -> Iterator[FoundFile]:
        if self._top != self._rules.root and os.path.islink(self._top):
            self._links.append(self._top)
        elif os.path.isdir(self._top):
            yield from self._below(self._top)
        else:
            yield from self._once(self._top)
        while self._links:
            links, self._links = sorted(self._links), []
            for link in links:
                yield from self._follow(link)

    def _below(self, top: Path) -> Iterator[FoundFile]:
        waiting = [(top, self._rules.inside(_within(self._rules.root, top)))]
        while waiting:
            folder, rules = waiting.pop()
            real = Path(os.path.realpath(folder))
            if real in self._seen:
                continue
            self._seen.add(real)
            try:
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                yield FoundFile(folder, 0, 0, _unreadable("folder", error))
                continue
            # Files stand before the folders beside them.
            told = [(entry, _is_folder(entry)) for entry in entries]
            kept = [(entry, is_folder) for entry, is_folder in told if not _leaves_out(rules, entry, is_folder)]
            folders = [entry for entry, is_folder in reversed(kept) if is_folder]
            waiting.extend((Path(entry.path), rules.below(entry.name, entry.path)) for entry in folders)
            for entry, is_folder in kept:
                if not is_folder:
                    yield from self._file(entry, real)

    def _file(self, entry: os.DirEntry[str], real_folder: Path) -> Iterator[FoundFile]:
        if entry.is_symlink():
            self._links.append(Path(entry.path))
            return
        self._seen.add(real_folder / entry.name)
        yield _found(Path(entry.path))

    def _follow(self, link: Path) -> Iterator[FoundFile]:
        try:
            target = Path(os.path.realpath(link, strict=True))
        except (OSError, ValueError) as error:
            yield _refused(link, "This link leads nowhere, or in a circle.", error)
            return
        is_inside = target.is_relative_to(self._real_root)
        if is_inside and self._is_left_out(target):
            return
        if not is_inside:
            yield _refused(link, "This link leads out of the folder that you added, so it was not followed.")
        elif Path(os.path.realpath(link.parent)).is_relative_to(target):
            yield _refused(link, "This link leads back to a folder that it stands in, so it was not followed.")
        elif target not in self._seen:
            yield from self._below(target) if os.path.isdir(target) else self._once(target)

    def _is_left_out(self, target: Path) -> bool:
        """By the user's patterns: a hidden file that a link leads to is read."""
        own = self._rules.root / target.relative_to(self._real_root)
        return self._rules.leave_out(own, os.path.isdir(target), litter=False)

    def _once(self, target: Path) -> Iterator[FoundFile]:
        self._seen.add(target)
        yield _found(target)


def open_file(path: Path, max_bytes: int = MAX_FILE_BYTES) -> bytes:
    """The bytes of a regular file. Never waits, never follows a link, never returns a half-written file."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        raise _open_problem(error) from error
    except ValueError as error:
        raise CannotRead("vanished", "The file is not there.", detail=repr(error)) from error
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise CannotRead("not_a_file", "This is not an ordinary file.", _ONLY_FILES)
        if _is_in_cloud(before):
            raise _in_cloud()
        data = _read_all(descriptor, before.st_size, max_bytes)
        after = os.fstat(descriptor)
    except OSError as error:
        raise _unreadable("file", error) from error
    finally:
        os.close(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        raise CannotRead("changed", "The file was being written while it was read.", "It will be read again later.")
    return data


def _read_all(descriptor: int, size_bytes: int, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    left = max_bytes - size_bytes if size_bytes > max_bytes else max_bytes
    while left >= 0 and (part := os.read(descriptor, _READ_BYTES)):
        parts.append(part)
        left -= len(part)
    if left < 0:
        megabytes = max_bytes // (1024 * 1024)
        raise CannotRead("too_large", f"This file is larger than {megabytes} MB.", "Split it into smaller files.")
    return b"".join(parts)


def _open_problem(error: OSError) -> CannotRead:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return CannotRead(
            "vanished", "The file is no longer there.", "If you moved it, add it again.", detail=repr(error)
        )
    # ENXIO: a socket, or a pipe that nobody writes to.
    if error.errno in (errno.ELOOP, errno.EMLINK, errno.ENXIO, errno.EISDIR, errno.ENODEV):
        return CannotRead("not_a_file", "This is not an ordinary file.", _ONLY_FILES, repr(error))
    return _unreadable("file", error)


def _unreadable(kind: str, error: OSError | None) -> CannotRead:
    if error is None or isinstance(error, PermissionError):
        message, hint = f"You are not allowed to read this {kind}.", "Change its permissions, or ask its owner."
    elif error.errno == errno.ENAMETOOLONG:
        message, hint = f"The path of this {kind} is too long.", "Move it nearer to the top, or add it by itself."
    else:
        message, hint = f"This {kind} could not be read.", "Check that its disk is connected and healthy."
    return CannotRead("unreadable", message, hint, detail=repr(error) if error else None)


def _found(path: Path) -> FoundFile:
    try:
        status = os.lstat(path)
    except OSError as error:
        return FoundFile(path, 0, 0, _open_problem(error))
    problem = None
    if not stat.S_ISREG(status.st_mode):
        problem = CannotRead("not_a_file", "This is a device, a pipe or a socket, not a file.", _ONLY_FILES)
    elif _is_in_cloud(status):
        problem = _in_cloud()
    elif not os.access(path, os.R_OK):
        problem = _unreadable("file", None)
    return FoundFile(path, status.st_size, status.st_mtime_ns, problem)


def _refused(link: Path, message: str, error: Exception | None = None) -> FoundFile:
    hint = "Add the file or folder that it leads to, if you want it read."
    return FoundFile(link, 0, 0, CannotRead("not_a_file", message, hint, detail=repr(error) if error else None))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _leaves_out(rules: FolderRules, entry: os.DirEntry[str], is_folder: bool) -> bool:
    return rules.leaves_out(entry.name, is_folder) or (_HAS_HIDDEN_FLAG and _is_marked_hidden(entry))


def _is_marked_hidden(entry: os.DirEntry[str]) -> bool:
    """Windows and macOS hide files by a mark, whatever their names are."""
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    marks: int = getattr(status, "st_file_attributes", 0) & _HIDDEN_WINDOWS
    return bool(marks or getattr(status, "st_flags", 0) & _HIDDEN_MACOS)


def _is_in_cloud(status: os.stat_result) -> bool:
    """Whether reading the file would download it first. Linux has no such mark: its cloud folders hold whole files."""
    marks: int = getattr(status, "st_file_attributes", 0) & _IN_CLOUD_WINDOWS
    return bool(marks or getattr(status, "st_flags", 0) & _IN_CLOUD_MACOS)


def _in_cloud() -> CannotRead:
    return CannotRead(
        "unreadable",
        "This file is in the cloud and not on this computer, and ragdesk downloads nothing.",
        "Let its program keep it on this computer, and it will be read.",
    )


def _within(root: Path, folder: Path) -> Path:
    return folder.relative_to(root) if folder.is_relative_to(root) else Path()


def _shown(path: Path) -> str:
    return os.fspath(path).encode("utf-8", errors="replace").decode("utf-8")
