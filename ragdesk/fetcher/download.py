"""One download from its first byte, or the byte where it stopped, to a whole and checked `.part` file."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ragdesk.fetcher import problems
from ragdesk.fetcher.file_forms import FORM_BYTES, check_form
from ragdesk.fetcher.leash import Leash
from ragdesk.fetcher.part_file import Known, PartFile
from ragdesk.fetcher.problems import BrokenOff, FetchProblem, TooSlow
from ragdesk.fetcher.request import FetchRequest, Patience
from ragdesk.fetcher.web import Answer, Say, Web

RESERVE_BYTES = 200_000_000
"""Of the disk stays free."""
_TOLD_EVERY_S = 0.2
_MOST_ATTEMPTS = 100
"""Whatever they brought: a server that sends one byte at a time is none."""
_RANGE_NOT_SATISFIABLE = 416
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


class Busy(BrokenOff):
    """The server asks to come back later."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"{answer.host} answered with {answer.status}")
        self.answer_status = answer.status
        self.host = answer.host
        told = answer.header("Retry-After") or ""
        self.wait_s = float(told) if told.isascii() and told.isdigit() else 0.0


class Download:
    """Leaves the part whole and synced, or raises FetchProblem or Stopped."""

    def __init__(self, request: FetchRequest, web: Web, leash: Leash, say: Say) -> None:
        self._request = request
        self._web = web
        self._leash = leash
        self._say = say
        self._part = PartFile(Path(request.folder), request.name)

    def run(self) -> tuple[str, int]:
        """Its sum and its size."""
        try:
            with self._writing():
                self._part.reopen(self._request.url, self._request.sha256)
            self._fetch()
            return self._checked()
        finally:
            self._part.close()

    def _fetch(self) -> None:
        patience = self._request.patience
        failed = attempts = 0
        while not self._is_whole():
            before = self._part.size
            attempts += 1
            try:
                self._attempt()
            except BrokenOff as broken:
                self._leash.check()
                failed = 1 if self._part.size > before else failed + 1
                if failed >= patience.tries or attempts >= _MOST_ATTEMPTS:
                    raise _final(broken) from broken
                self._wait(broken, failed, patience)

    def _wait(self, broken: BrokenOff, failed: int, patience: Patience) -> None:
        wait_s = patience.pause_s * 2 ** (failed - 1)
        if isinstance(broken, Busy):
            if broken.wait_s > patience.longest_wait_s:
                raise _final(broken) from broken
            wait_s = max(wait_s, broken.wait_s)
        self._say({"event": "waiting", "seconds": wait_s, "why": str(broken)})
        self._leash.pause(wait_s)

    def _is_whole(self) -> bool:
        return self._part.known is not None and self._part.size == self._part.known.size

    def _attempt(self) -> None:
        with self._web.open("GET", self._wanted()) as answer:
            if answer.status == _RANGE_NOT_SATISFIABLE and self._part.size:
                # What lies here is no part of what the server has.
                with self._writing():
                    self._part.start_over()
                return
            if answer.status in _PASSING:
                raise Busy(answer)
            if answer.status not in (200, 206):
                raise problems.refused_status(answer.status, answer.host)
            self._begin(answer)
            self._take(answer)

    def _wanted(self) -> Mapping[str, str]:
        known = self._part.known
        if not self._part.size or known is None:
            return {}
        wanted = {"Range": f"bytes={self._part.size}-"}
        return wanted | ({"If-Range": known.mark} if known.mark else {})

    def _begin(self, answer: Answer) -> None:
        """Sets the part to where the answer's body begins, and refuses a body that cannot be the file."""
        length = answer.length
        if length is None or answer.header("Content-Encoding") not in (None, "identity"):
            raise problems.unknown_size(answer.host)
        if answer.status == 206:
            size = _size_of_range(answer, self._part.size, length)
            if size is None:
                with self._writing():
                    self._part.start_over()
                raise BrokenOff("the server sent another piece than was asked for")
        else:
            size = length
            if self._part.size:
                with self._writing():
                    self._part.start_over()
        expected = self._request.size if self._request.size is not None else size
        if size != expected:
            self._part.remove()
            raise problems.wrong_size(expected, size)
        mark = answer.header("ETag")
        strong = mark if mark and mark.startswith('"') and mark.isascii() else None
        self._check_space(size - self._part.size)
        with self._writing():
            self._part.note(Known(self._request.url, size, self._request.sha256, strong))
        self._say({"event": "found", "size": size, "host": answer.host, "from": self._part.size})

    def _take(self, answer: Answer) -> None:
        pace = _Pace(self._request.patience)
        told_at = 0.0
        for block in answer.blocks():
            self._leash.check()
            with self._writing():
                self._part.append(block)
            if self._part.size - len(block) < FORM_BYTES <= self._part.size:
                self._check_form()
            pace.came(len(block))
            now = time.monotonic()
            if now - told_at >= _TOLD_EVERY_S:
                told_at = now
                self._say({"event": "progress", "bytes": self._part.size})
        self._say({"event": "progress", "bytes": self._part.size})

    def _checked(self) -> tuple[str, int]:
        found, size, expected = self._part.sha256, self._part.size, self._request.sha256
        if expected is not None and found != expected:
            self._part.remove()
            raise problems.damaged(expected, found)
        self._check_form()
        with self._writing():
            self._part.finish()
        return found, size

    def _check_form(self) -> None:
        try:
            check_form(self._request.name, self._part.first_bytes)
        except FetchProblem:
            self._part.remove()
            raise

    def _check_space(self, wanted: int) -> None:
        missing = wanted + RESERVE_BYTES - shutil.disk_usage(self._request.folder).free
        if missing > 0:
            raise problems.disk_full(self._request.folder, missing)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            free = shutil.disk_usage(self._request.folder).free
            if free < RESERVE_BYTES:
                raise problems.disk_full(self._request.folder, RESERVE_BYTES - free) from error
            raise problems.cannot_write(self._request.folder, error) from error


class _Pace:
    """Notices a server that sends next to nothing, for as long as it may."""

    def __init__(self, patience: Patience, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience = patience
        self._clock = clock
        self._since = clock()
        self._came = 0

    def came(self, count: int) -> None:
        """Raises TooSlow."""
        self._came += count
        now = self._clock()
        if now - self._since >= self._patience.window_s:
            if self._came < self._patience.window_bytes:
                raise TooSlow(f"the server sent only {self._came:,} bytes in {now - self._since:.0f} s")
            self._since, self._came = now, 0


def _size_of_range(answer: Answer, start: int, length: int) -> int | None:
    """The whole file's size, if the piece is the one from `start` to the end."""
    unit, _, told = (answer.header("Content-Range") or "").partition(" ")
    piece, _, whole = told.partition("/")
    first, _, last = piece.partition("-")
    if unit != "bytes" or not all(number.isascii() and number.isdigit() for number in (first, last, whole)):
        return None
    fits = int(first) == start and int(last) + 1 == int(whole) == start + length
    return int(whole) if fits else None


def _final(broken: BrokenOff) -> FetchProblem:
    if isinstance(broken, Busy):
        return problems.refused_status(broken.answer_status, broken.host)
    return problems.gave_up(str(broken))
