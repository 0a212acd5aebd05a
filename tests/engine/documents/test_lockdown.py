"""What is prepared in the warm process reaches no reader, and it holds no more than its readers need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ragdesk.engine.documents.workers.forking import forking

ROOT = Path(__file__).parents[3]
linux = pytest.mark.skipif(sys.platform != "linux", reason="Landlock and seccomp are parts of Linux")
# In a process of its own, since what is locked down stays so. Only a kernel with Landlock has a ruleset to close.
ENTERS = """
import os
from ragdesk.engine.documents.workers.lockdown import Lockdown, python_folders
lockdown = Lockdown(python_folders())
lockdown.settle()
assert not os.environ
report = lockdown.enter(60, 900 * 2**20)
assert all(said.startswith("enforced") for said in report.values()) or not lockdown.kept, report
for descriptor in lockdown.kept:
    try:
        os.fstat(descriptor)
    except OSError:
        continue
    raise SystemExit("the ruleset is still open")
"""
LOADS = """
import sys
from ragdesk.engine.documents.workers import host
from ragdesk.engine.documents.workers.libraries import LIBRARIES, load
from ragdesk.engine.documents.workers.wire import ANY_PDF, DRAW, PDF
for kind in LIBRARIES.keys() - {PDF, ANY_PDF, DRAW}:
    load(kind)
assert "numpy" not in sys.modules
assert "pypdf" not in sys.modules
"""


def run(program: str) -> None:
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


@linux
def test_a_reader_cannot_widen_what_later_readers_see() -> None:
    run(ENTERS)


def test_the_libraries_for_pdfs_are_loaded_for_pdfs_alone() -> None:
    run(LOADS)


@linux
def test_a_fork_without_pythons_own_work_is_a_process_that_ends() -> None:
    ours = os.getpid()
    process = forking()()
    if process == 0:
        os._exit(7 if os.getppid() == ours != os.getpid() else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 7
