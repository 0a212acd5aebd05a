"""What readers get on Windows and macOS, as far as it can be looked at from elsewhere."""

from __future__ import annotations

import ctypes
import sys

import pytest

from ragdesk.engine.documents.workers import macos_memory, macos_sandbox, windows_integrity, windows_job
from ragdesk.engine.documents.workers.macos_sandbox import command_in_sandbox, profile

is_64_bit = pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="sizes are those of 64 bits")


@is_64_bit
def test_structures_have_the_sizes_of_the_systems() -> None:
    assert ctypes.sizeof(windows_job.Basic) == 64
    assert ctypes.sizeof(windows_job.Extended) == 144
    assert windows_job.Extended.process_memory.offset == 112
    assert ctypes.sizeof(windows_integrity.Label) == 16
    assert ctypes.sizeof(macos_memory.Usage) == 96
    assert macos_memory.Usage.footprint.offset == 72


def test_a_job_limits_memory_and_processes_and_ends_with_the_engine() -> None:
    limits = windows_job.limits_of(900 * 2**20)
    assert windows_job.told_limits(limits) == "900 MB, one process, ends with the engine"
    for flag in (windows_job.ONE_PROCESS, windows_job.PROCESS_MEMORY, windows_job.END_WITH_JOB):
        limits.basic.flags = windows_job.FLAGS & ~flag
        with pytest.raises(OSError, match="lacks limits"):
            windows_job.told_limits(limits)


def test_a_profile_opens_nothing_but_what_python_needs() -> None:
    text = profile("/opt/py/bin/python3", ["/Users/ann/app", '/Users/o"dd'])
    lines = text.splitlines()
    assert lines[0] == "(version 1)"
    assert text.count("(") == text.count(")")
    for denied in ("(deny network*)", "(deny file-write*)", "(deny process-exec*)"):
        assert denied in lines
    # Later rules win, so what is opened has to stand behind what is closed.
    closed = next(number for number, line in enumerate(lines) if line.startswith("(deny file-read-data"))
    opened = next(number for number, line in enumerate(lines) if line.startswith("(allow file-read-data"))
    assert closed < opened
    assert '(subpath "/Users")' in lines[closed]
    assert '(subpath "/Users/ann/app")' in lines[opened]
    assert '(subpath "/Users/o\\"dd")' in lines[opened]
    assert not [line for line in lines if line.startswith("(allow network")]


@pytest.mark.skipif(sys.platform == "darwin", reason="there it is another command")
def test_elsewhere_the_command_stays_as_it_is() -> None:
    assert command_in_sandbox(["python", "-c", "x"], ["/a"]) == ["python", "-c", "x"]
    for asked in (macos_sandbox.is_on, windows_integrity.lower_integrity, windows_job.own_limits):
        if sys.platform == "linux":
            with pytest.raises(OSError, match="only"):
                asked()
    assert macos_memory.held_bytes(1) == 0
