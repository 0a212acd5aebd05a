"""Has a model converted for the fast route, once, in a child process. Model folder in, folder in the cache out.

The finished folder is moved into the cache in one step, so that it is there whole or not at all. Its name holds the
model's sums and the versions of the libraries: a change of either makes a new one.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import ragdesk
from ragdesk.engine.index.embedders.compiled_models import COMPILED_FOLDER
from ragdesk.engine.index.embedders.conversion_report import read_report
from ragdesk.engine.index.embedders.model_folder import ModelFolder
from ragdesk.environment import child_environment
from ragdesk.protocol.errors import ModelError

Progress = Callable[[str], None]

# Raise it when convert.py or calibration.txt changes what comes out.
RECIPE = 1
# It takes 30 s on two free cores; beside other heavy work five minutes were seen.
DEADLINE_S = 900
# A child that died may have lacked memory at that moment: try again on another day, not at every start.
RETRY_AFTER_S = 24 * 3600
HINT = "Nothing needs to be done: search works with the original model, only slower."
# The isolated interpreter (-I) does not look into the working folder; a checkout that is not installed is named here.
START = "import sys; sys.path.insert(0, sys.argv[1]); from ragdesk.engine.index.embedders.convert import main; main()"


def converted_folder(folder: ModelFolder, cache_dir: Path, on_progress: Progress, threads: int | None) -> Path:
    """The converted model, made now if it is not in the cache yet. Raises ModelError where that cannot be had."""
    for package in ("openvino", "nncf"):
        if not _version(package):
            raise ModelError(f"The library {package} is not installed.", HINT)
    name = f"{folder.name}-openvino{_version('openvino')}-nncf{_version('nncf')}-recipe{RECIPE}"
    target = cache_dir / "embedders" / re.sub(r"[^\w.-]", "_", name)
    if not is_whole(target):
        with _translated_disk_errors():
            _make(folder, target, cache_dir, on_progress, threads)
    report = read_report(target)
    if report is not None and report.refusal:
        raise ModelError(f"The converted search model is not used: {report.refusal}.", HINT)
    return target


def is_whole(target: Path) -> bool:
    report = read_report(target)
    if report is None:
        return False
    try:
        return all((target / name).stat().st_size == size for name, size in report.file_sizes.items())
    except OSError:
        return False


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


@contextlib.contextmanager
def _translated_disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = "The search model could not be prepared for this computer: its files could not be written."
        raise ModelError(message, "Free some space on the disk, about 200 MB.", str(error)) from error


def _make(folder: ModelFolder, target: Path, cache_dir: Path, on_progress: Progress, threads: int | None) -> None:
    failure = target.with_name(target.name + ".failed")
    if failure.exists() and time.time() - failure.stat().st_mtime < RETRY_AFTER_S:
        raise ModelError("Preparing the search model failed lately.", HINT, failure.read_text(encoding="utf-8"))
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _remove_leftovers(target.parent)
    on_progress("Preparing the search model for this computer: once, about half a minute")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="part-", ignore_cleanup_errors=True) as part:
        into = Path(part, "converted")
        into.mkdir()
        try:
            _run_child(folder, into, cache_dir, on_progress, threads)
        except ModelError as error:
            failure.write_text(error.detail or error.message, encoding="utf-8")
            raise
        # OpenVINO finds compiled code by the model's path, so what the child compiled is lost by the move.
        shutil.rmtree(into / COMPILED_FOLDER, ignore_errors=True)
        _move(into, target)
    failure.unlink(missing_ok=True)
    on_progress("The search model is ready")


def _move(finished: Path, target: Path) -> None:
    if target.exists() and not is_whole(target):
        shutil.rmtree(target)
    try:
        os.rename(finished, target)
    except OSError:
        # Another ragdesk finished the same work first; its result is as good.
        if not is_whole(target):
            raise


def _remove_leftovers(cache: Path) -> None:
    """Half results of runs that were killed: no run lives longer than the deadline."""
    for part in cache.glob("part-*"):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > 2 * DEADLINE_S:
                shutil.rmtree(part)


def _run_child(folder: ModelFolder, into: Path, cache_dir: Path, on_progress: Progress, threads: int | None) -> None:
    request = {"model": str(folder.path), "into": str(into), "cache": str(cache_dir), "threads": threads}
    command = [sys.executable, "-I", "-c", START, str(Path(ragdesk.__file__).parents[1])]
    log = into.with_name("log.txt")
    with (
        log.open("wb") as printed,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=printed,
            cwd=into,
            env=child_environment(),
            text=True,
            encoding="utf-8",
        ) as child,
    ):
        timer = threading.Timer(DEADLINE_S, child.kill)
        timer.start()
        try:
            why = _follow(child, json.dumps(request), on_progress)
        finally:
            # Also when the user interrupts: no child outlives this call.
            timer.cancel()
            timer.join()
            child.kill()
    if why:
        tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise ModelError("The search model could not be prepared for this computer.", HINT, f"{why}\n{tail}")


def _follow(child: subprocess.Popen[str], request: str, on_progress: Progress) -> str:
    """Why it failed; empty if it did not."""
    assert child.stdin is not None
    assert child.stdout is not None
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(request)
        child.stdin.close()
    for line in child.stdout:
        message = json.loads(line)
        if "progress" in message:
            on_progress(f"Preparing the search model: {message['progress']}")
        elif "failed" in message:
            return str(message["failed"])
        elif "done" in message:
            return ""
    return f"the process ended with code {child.wait()}"
