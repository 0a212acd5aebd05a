"""What is left out below a source: hidden files and litter by rule, and the user's patterns, as git reads them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ragdesk.protocol.errors import BadRequest

IGNORE_FILE = ".ragdeskignore"
"""Patterns for the folder that holds it and everything below, as git reads its own ignore files."""

_MOST_BYTES = 256 * 1024
"""Of an ignore file; whatever is longer is something else."""

_MOST_STARS = 3
"""In one name of a pattern. Eight can make the matching of one file name take years, and nobody needs them."""

_LONGEST = 1_000
_STARS = re.compile(r"\*+")
_SAME_AS_ONE = re.compile(r"(?:(?<![^/!])\*\*/){2,}")

_LITTER = frozenset({
    "thumbs.db", "ehthumbs.db", "desktop.ini", "$recycle.bin", "system volume information", "icon\r", "lost+found",
    "__macosx", "4913",
})  # fmt: skip
"""Of operating systems; 4913 is the file by which Vim tries whether it may write to a folder."""

_STARTS = (".", "~$", "~wr")
"""Hidden; the lock files and copies of office programs (~$letter.docx, ~WRL0003.tmp)."""

_ENDS = ("~", "#", ".tmp", ".temp", ".swp", ".swo", ".part", ".partial", ".crdownload", ".download", ".filepart")
"""Copies and temporary files of editors (letter.txt~, #letter.txt#, letter.swp) and downloads that are not complete."""


def is_litter(name: str) -> bool:
    """Whether files and folders of that name are left out wherever they stand. No pattern brings them back."""
    lower = name.lower()
    if not lower.startswith(_STARTS) and not lower.endswith(_ENDS):
        return lower in _LITTER
    return not lower.endswith("#") or lower.startswith((".", "#"))  # “Notes on C#” is nobody's temporary file


@dataclass(frozen=True, slots=True)
class _Line:
    """One pattern. `regex` finds its match in a path of the folder; what matches only a folder above, names a group."""

    regex: re.Pattern[str]
    leaves_out: bool
    is_for_folders: bool


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The patterns of one place, the last one first; `base` is the length of its folder's path below the root."""

    lines: tuple[_Line, ...]
    base: int

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """True: left out; False: taken in again; None: these patterns do not speak of it."""
        path = path[self.base :]
        for line in self.lines:
            if is_folder or not line.is_for_folders:
                found = line.regex.search(path)
                if found and found.lastgroup is None:
                    return line.leaves_out
        return None


@dataclass(frozen=True, slots=True)
class FolderRules:
    """The rules inside one folder, with those of the folders above it. `path` is below the root, "" for the root."""

    path: str
    patterns: tuple[_Patterns, ...]

    def leaves_out(self, name: str, is_folder: bool) -> bool:
        """Whether something in this folder is no document, or a folder that is not looked into."""
        return is_litter(name) or (bool(self.patterns) and self.says(name, is_folder))

    def says(self, name: str, is_folder: bool) -> bool:
        """What the patterns alone say."""
        path = f"{self.path}/{name}" if self.path else name
        for patterns in reversed(self.patterns):
            verdict = patterns.verdict(path, is_folder)
            if verdict is not None:
                return verdict
        return False

    def below(self, name: str, folder: str | os.PathLike[str]) -> FolderRules:
        """The rules inside a folder of this folder, which lies at `folder`."""
        path = f"{self.path}/{name}" if self.path else name
        return FolderRules(path, self.patterns).with_file(folder)

    def with_file(self, folder: str | os.PathLike[str]) -> FolderRules:
        """The same with the ignore file of the folder, if there is one."""
        lines = _read(os.path.join(folder, IGNORE_FILE))
        if not lines:
            return self
        base = len(self.path) + 1 if self.path else 0
        return FolderRules(self.path, (*self.patterns, _Patterns(lines, base)))


@dataclass(slots=True)
class IgnoreRules:
    """The rules of one source. Folders that were asked about are remembered: make a new one to read them anew."""

    root: Path
    patterns: Sequence[str] = ()
    _known: dict[str, FolderRules] = field(default_factory=dict)

    def at_root(self) -> FolderRules:
        """The rules inside the root itself, its ignore file included."""
        return self._without_files().with_file(self.root)

    def _without_files(self) -> FolderRules:
        lines = _lines(self.patterns)
        return FolderRules("", (_Patterns(lines, 0),) if lines else ())

    def leave_out(self, path: Path, is_folder: bool, *, litter: bool = True) -> bool:
        """Whether a path below the root is left out by its own name or by that of a folder above it.

        `litter` is false where a link leads to the path: then only the patterns count.
        """
        try:
            parts = path.relative_to(self.root).parts
        except (ValueError, re.error):
            return False
        rules = self.inside(Path())
        for depth, name in enumerate(parts, start=1):
            is_inner = depth < len(parts) or is_folder
            if rules.leaves_out(name, is_inner) if litter else rules.says(name, is_inner):
                return True
            if depth < len(parts):
                rules = self.inside(Path(*parts[:depth]))
        return False

    def inside(self, folder: Path) -> FolderRules:
        """The rules inside a folder, given by its path below the root, with those of all folders above it."""
        key = os.fspath(folder)
        if key not in self._known:
            is_root = not folder.parts
            self._known[key] = (
                self.at_root() if is_root else self.inside(folder.parent).below(folder.name, self.root / folder)
            )
        return self._known[key]


def check_patterns(patterns: Iterable[str]) -> tuple[str, ...]:
    """The patterns without blanks around and without doubles. Raises BadRequest for one that means nothing."""
    checked = tuple(dict.fromkeys(pattern.strip() for pattern in patterns))
    for pattern in checked:
        if not pattern or "\n" in pattern or not pattern.isprintable() or _line(pattern) is None:
            raise BadRequest(
                f"“{pattern}” is no pattern of what is to be left out.",
                "Write patterns as git does: drafts/ for a folder, *.log for a kind of file, !keep.log to take one in.",
            )
    return checked


def _read(path: str) -> tuple[_Line, ...]:
    """The patterns in an ignore file; none where there is none or it cannot be read. It is never waited for."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    except (OSError, ValueError):
        return ()
    try:
        text = os.read(descriptor, _MOST_BYTES + 1)
    except OSError:
        return ()
    finally:
        os.close(descriptor)
    return _lines(text.decode("utf-8-sig", "replace").splitlines()) if len(text) <= _MOST_BYTES else ()


def _lines(patterns: Iterable[str]) -> tuple[_Line, ...]:
    found = [line for line in map(_line, patterns) if line]
    return tuple(reversed(found))


def _line(pattern: str) -> _Line | None:
    """None for blank lines, comments and what is no pattern.

    The folder sign at the end is taken off, and paths are looked at without one, folder by folder from the root down:
    so a pattern never reaches into a folder that an other one took in again.
    """
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

    if not pattern.endswith("\\ "):
        pattern = pattern.rstrip()
    pattern = _SAME_AS_ONE.sub("**/", pattern)
    if len(pattern) > _LONGEST or pattern.count("**") > 2:
        return None
    pattern = "/".join(map(_one_star, pattern.split("/")))
    if any(part.count("*") > _MOST_STARS for part in pattern.split("/")):
        return None
    is_for_folders = len(pattern.lstrip("!")) > 1 and pattern.endswith("/")
    try:
        compiled = GitIgnoreSpecPattern(pattern[:-1] if is_for_folders else pattern)
    except (ValueError, re.error):
        return None
    if compiled.include is None or compiled.regex is None:
        return None
    return _Line(compiled.regex, compiled.include, is_for_folders)


def _one_star(part: str) -> str:
    """Stars in a row mean one star, but where they are the whole name between two slashes."""
    return part if part.lstrip("!") == "**" or "\\" in part else _STARS.sub("*", part)
