"""Starts Python anew for readers: isolated, almost without environment, in an empty folder, deaf to the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ragdesk
from ragdesk.engine.documents.workers.macos_sandbox import command_in_sandbox
from ragdesk.own_group import OWN_GROUP

# The loader's path, where Python itself needs one; Windows cannot start a program without its root.
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
# A process that is to fork may have one thread only.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_SECONDS_TO_END = 2.0


class ChildProcess:
    """A running child with its folder. `end()` leaves neither of them behind."""

    def __init__(
        self, module: str, arguments: Sequence[str], readable: Sequence[str] | None = None, **given: Any
    ) -> None:
        """`module` has a `main()`. `readable`: on macOS it sees of users' files only those in these folders.

        Raises OSError where the system starts no process.
        """
        code = f"import sys; sys.path.insert(0, sys.argv[1]); from {module} import main; main()"
        command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", code, str(Path(ragdesk.__file__).parents[1])]
        if readable is not None:
            command = command_in_sandbox(command, readable)
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | _ONE_THREAD
        self._folder = TemporaryDirectory(prefix="ragdesk-reader-", ignore_cleanup_errors=True)
        settings = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        try:
            self.process = subprocess.Popen(
                [*command, *arguments],
                cwd=self._folder.name,
                env=environment,
                **OWN_GROUP,
                **(settings | given),
            )
        except BaseException:
            self._folder.cleanup()
            raise
        if sys.platform != "win32":
            # It goes on standing there, where nobody can make anything; a killed engine would leave the folder behind.
            self._folder.cleanup()

    def end(self, at_once: bool) -> None:
        """Wait for the child, which was told to end; end it by force if it does not, or `at_once`."""
        try:
            if at_once:
                self._kill()
            self.process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._kill()
            self.process.wait()
        finally:
            self._folder.cleanup()

    def _kill(self) -> None:
        if self.process.poll() is not None:
            return
        if sys.platform == "win32":
            self.process.kill()
        else:
            # Its workers are in its group. The child is not waited for yet, so the number is still its own.
            with suppress(PermissionError):  # so macOS says that all of them have ended
                os.killpg(self.process.pid, 9)
