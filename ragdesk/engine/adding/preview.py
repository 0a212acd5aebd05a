"""What adding would do, told by names and sizes alone: no file is opened."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ragdesk.engine.adding.same_file import is_same
from ragdesk.engine.adding.sources_of_library import is_own_file
from ragdesk.engine.adding.unread_suffixes import UNREAD_SUFFIXES
from ragdesk.engine.documents.file_types import HTML_SUFFIXES, MARKDOWN_SUFFIXES
from ragdesk.engine.documents.find_files import MAX_FILE_BYTES, FoundFile, find_files
from ragdesk.engine.documents.ignore_rules import FolderRules, IgnoreRules, check_patterns
from ragdesk.engine.model_files.memory_budget import physical_cores
from ragdesk.engine.path_text import as_text
from ragdesk.engine.storage.documents import StoredDocument
from ragdesk.protocol.records import AddPreview, TypeCount

MOST_SECONDS = 18.0
"""Of the 20 that are promised."""

_BYTES_A_SPAN: Mapping[str, int] = {"text": 190, "markdown": 170, "html": 1_500, "docx": 5_000, "pdf": 1_500}
"""Counted in 207 files of other people, 7 MB. Word files with pictures had 25,000, PDFs of text alone 600 to 3,000."""
_SPANS_A_SECOND = 300
"""Embedding has 460 on two cores with nothing else running; reading and storing take a third of the time."""
_SECONDS_A_FILE = 0.03
"""To open it, have it read in a process, and commit it."""
_MEASURED_ON_CORES = 2


class _OutOfTime(Exception):
    """Counting takes too long."""


@dataclass(slots=True)
class _Clock:
    ends: float
    now: Callable[[], float]
    ignored: int = 0

    def check(self) -> None:
        if self.now() > self.ends:
            raise _OutOfTime


@dataclass(frozen=True, slots=True)
class _CountingFolder(FolderRules):
    """Counts what it leaves out; a folder counts as one, for nobody looks into it."""

    clock: _Clock = field(kw_only=True)

    def leaves_out(self, name: str, is_folder: bool) -> bool:
        self.clock.check()
        is_left_out = FolderRules.leaves_out(self, name, is_folder)
        self.clock.ignored += is_left_out
        return is_left_out

    def below(self, name: str, folder: str | os.PathLike[str]) -> FolderRules:
        inner = FolderRules.below(self, name, folder)
        return _CountingFolder(inner.path, inner.patterns, clock=self.clock)


@dataclass(slots=True)
class _CountingRules(IgnoreRules):
    clock: _Clock = field(kw_only=True)

    def inside(self, folder: Path) -> FolderRules:
        inner = IgnoreRules.inside(self, folder)
        return _CountingFolder(inner.path, inner.patterns, clock=self.clock)


class Preview:
    """Counts the files below some paths. One use."""

    def __init__(
        self, known: Mapping[str, StoredDocument], data_dir: Path, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._known = known
        self._data_dir = data_dir
        self._clock = _Clock(now() + MOST_SECONDS, now)
        self._read: Counter[str] = Counter()
        self._read_bytes: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()
        self._left_out_bytes: Counter[str] = Counter()
        self._unchanged = 0
        self._seconds = 0.0
        self._seen: set[str] = set()

    def of(self, paths: Sequence[tuple[Path, Sequence[str]]]) -> AddPreview:
        """`paths` with the patterns of what is left out below each. Raises BadRequest where nothing is at a path."""
        is_complete = True
        try:
            for path, patterns in paths:
                for file in self._files(path, patterns):
                    self._clock.check()
                    self._count(file)
        except _OutOfTime:
            is_complete = False
        return AddPreview(
            types=_counts(self._read, self._read_bytes),
            files=self._read.total(),
            size_bytes=self._read_bytes.total(),
            unchanged=self._unchanged,
            left_out=_counts(self._left_out, self._left_out_bytes),
            ignored=self._clock.ignored,
            seconds=round(self._seconds * _MEASURED_ON_CORES / physical_cores(), 2),
            is_complete=is_complete,
        )

    def _files(self, path: Path, patterns: Sequence[str]) -> Iterator[FoundFile]:
        root = Path(os.path.abspath(path))
        rules = _CountingRules(root, check_patterns(patterns), clock=self._clock)
        return (file for file in find_files(root, rules) if not is_own_file(file.path, self._data_dir, root))

    def _count(self, file: FoundFile) -> None:
        path, suffix = as_text(file.path), file.path.suffix.lower()
        if path in self._seen:
            return
        self._seen.add(path)
        if file.problem or suffix in UNREAD_SUFFIXES or file.size_bytes > MAX_FILE_BYTES:
            self._left_out[suffix] += 1
            self._left_out_bytes[suffix] += file.size_bytes
            return
        kind = type_by_suffix(suffix)
        self._read[kind] += 1
        self._read_bytes[kind] += file.size_bytes
        known = self._known.get(path)
        if known and (known.is_excluded or (known.status != "waiting" and is_same(known, file))):
            self._unchanged += 1
        else:
            self._seconds += _SECONDS_A_FILE + file.size_bytes / _BYTES_A_SPAN[kind] / _SPANS_A_SECOND


def type_by_suffix(suffix: str) -> str:
    """The reader that will probably take such a file; whatever is not known is tried as text."""
    if suffix == ".pdf":
        return "pdf"
    if suffix in (".docx", ".docm"):
        return "docx"
    if suffix in HTML_SUFFIXES:
        return "html"
    return "markdown" if suffix in MARKDOWN_SUFFIXES else "text"


def _counts(files: Counter[str], sizes: Counter[str]) -> tuple[TypeCount, ...]:
    """Most files first."""
    return tuple(TypeCount(kind, count, sizes[kind]) for kind, count in sorted(files.items(), key=lambda f: (-f[1], f)))
