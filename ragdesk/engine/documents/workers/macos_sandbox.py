"""macOS: the sandbox profile of the readers' warm process, how it is put on, and whether it is on.

Never tried. `sandbox-exec` is deprecated and the only public way; the language of profiles is not documented by Apple.
Signals to the user's other processes and the system's own services stay open: the warm process has to end its workers,
and nobody could try what Python needs of those services.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Sequence
from pathlib import Path

PROGRAM = "/usr/bin/sandbox-exec"
_USERS_FOLDERS = ("/Users", "/Volumes", "/Network", "/private/tmp", "/private/var/folders", "/private/var/root")


def profile(executable: str, folders: Sequence[str]) -> str:
    """Later rules win: no network, no writing, no other program; where users' files lie only `folders` can be read."""
    closed = " ".join(f"(subpath {_quoted(folder)})" for folder in _USERS_FOLDERS)
    opened = " ".join(f"(subpath {_quoted(folder)})" for folder in folders)
    return "\n".join(
        (
            "(version 1)",
            "(allow default)",
            "(deny network*)",
            "(deny file-write*)",
            '(allow file-write* (literal "/dev/null"))',
            f"(deny file-read-data {closed})",
            f"(allow file-read-data {opened} (literal {_quoted(executable)}))",
            "(deny process-exec*)",
            f"(allow process-exec* (literal {_quoted(executable)}))",
        )
    )


def _quoted(path: str) -> str:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def command_in_sandbox(command: Sequence[str], folders: Sequence[str]) -> list[str]:
    """The command as it is on other systems, and where `sandbox-exec` is gone; `is_on` tells what came of it."""
    if sys.platform != "darwin" or not os.access(PROGRAM, os.X_OK):
        return list(command)
    executable, *rest = command
    # Profiles name what is opened, not the links that lead there.
    real = str(Path(executable).resolve())
    found = dict.fromkeys(place for folder in folders for place in (folder, str(Path(folder).resolve())))
    return [PROGRAM, "-p", profile(real, list(found)), executable, *rest]


def is_on() -> str:
    """Raises OSError where this process is in no sandbox."""
    if sys.platform == "darwin":
        library = ctypes.CDLL(None)
        if library.sandbox_check(os.getpid(), None, 0) == 1:
            return "sandbox-exec"
        raise OSError(f"{PROGRAM} is missing or had no effect")
    raise OSError("only macOS has sandbox profiles")
