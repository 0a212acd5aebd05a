"""The face's side: starts the fetcher by the user's wish, follows it, checks what it brought, and gives it its name.

The check is done here again, by another process than the one that was on the network. Only then is the file moved to
its name, in one step, so that whatever happens a file under that name is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from filelock import FileLock, Timeout

import ragdesk
from ragdesk.environment import child_environment
from ragdesk.fetcher.file_forms import FORM_BYTES, check_form
from ragdesk.fetcher.problems import FetchProblem, cannot_write, damaged
from ragdesk.fetcher.request import FetchRequest
from ragdesk.paths import make_private
from ragdesk.protocol.errors import Cancelled

START = "import sys; sys.path.insert(0, sys.argv[1]); from ragdesk.fetcher.fetch import main; main()"
_TRUST = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_SECONDS_TO_END = 5.0
_LOCK = ".fetching.lock"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the server tells of a file. `sha256` is None where it tells no sum."""

    size: int
    sha256: str | None
    host: str


@dataclass(frozen=True, slots=True)
class Fetching:
    """How far it is. `waiting` says why nothing comes at the moment, `host` where it comes from."""

    bytes_done: int
    size: int
    host: str
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The file under its name. `is_verified`: its sum was known before it came."""

    path: Path
    sha256: str
    size: int
    is_verified: bool


def look(request: FetchRequest) -> Seen:
    """Ask the server how large the file is. Raises FetchProblem."""
    for event in _events(replace(request, task="look")):
        if event["event"] == "seen":
            return Seen(event["size"], event["sha256"], event["host"])
    raise _ended_early()


def fetch(request: FetchRequest) -> Iterator[Fetching | Fetched]:
    """Download and install; the last event is `Fetched`. Closing the stream stops it; the part is kept.

    Raises FetchProblem, or Cancelled where the fetcher was stopped.
    """
    folder = Path(request.folder)
    try:
        make_private(folder)
    except OSError as error:
        raise cannot_write(request.folder, error) from error
    with _alone(folder):
        sha256, size, host = "", 0, ""
        for event in _events(replace(request, task="fetch")):
            host = event.get("host", host)
            if event["event"] == "found":
                size = event["size"]
                yield Fetching(event["from"], size, host)
            elif event["event"] == "progress":
                yield Fetching(event["bytes"], size, host)
            elif event["event"] == "waiting":
                yield Fetching(0, size, host, event["why"])
            elif event["event"] == "fetched":
                sha256, size = event["sha256"], event["size"]
        if not sha256:
            raise _ended_early()
        yield _install(request, request.sha256 or sha256)


def _install(request: FetchRequest, expected: str) -> Fetched:
    """Raises FetchProblem if the part is not what was asked for; then nothing of it stays."""
    folder = Path(request.folder)
    part, target = folder / f"{request.name}.part", folder / request.name
    try:
        with part.open("rb") as file:
            first = file.read(FORM_BYTES)
            file.seek(0)
            found = hashlib.file_digest(file, "sha256").hexdigest()
            size = os.fstat(file.fileno()).st_size
        try:
            check_form(request.name, first)
            if found != expected:
                raise damaged(expected, found)
        except FetchProblem:
            part.unlink()
            raise
        os.replace(part, target)
        _sync(folder)
        part.with_name(f"{part.name}.json").unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(request.folder, error) from error
    return Fetched(target, found, size, is_verified=request.sha256 is not None)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One download at a time in a folder."""
    lock = FileLock(folder / _LOCK, timeout=0, mode=0o600)
    try:
        with lock:
            yield
    except Timeout as problem:
        raise FetchProblem("Another download is running.", "Wait until it has finished.") from problem


def _events(request: FetchRequest) -> Iterator[dict[str, Any]]:
    """What the fetcher says, until it ends. It is ended with this stream."""
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", START, str(Path(ragdesk.__file__).parents[1])]
    kept = {name: os.environ[name] for name in _TRUST if name in os.environ}
    with TemporaryDirectory(prefix="ragdesk-fetcher-", ignore_cleanup_errors=True) as empty:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=empty,
            env=child_environment() | kept, encoding="utf-8",
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with suppress(BrokenPipeError):
                process.stdin.write(request.to_json() + "\n")
                process.stdin.flush()
            for line in process.stdout:
                event = json.loads(line)
                _raise_end(event)
                yield event
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """Closing its input stops it."""
    assert process.stdin is not None
    assert process.stdout is not None
    with suppress(BrokenPipeError):
        process.stdin.close()
    try:
        process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()


def _raise_end(event: dict[str, Any]) -> None:
    if event["event"] == "stopped":
        raise Cancelled("Stopped.", "Run the same command again: it goes on where it stopped.")
    if event["event"] == "failed":
        raise FetchProblem(event["message"], event["hint"], event["detail"])


def _ended_early() -> FetchProblem:
    return FetchProblem("The fetcher ended before its work was done.", "Run the same command again.")


def _sync(folder: Path) -> None:
    """Have the disk hold the new name."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
