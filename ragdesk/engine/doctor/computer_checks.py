"""Checks of the computer: what it is, whether the data folder is private, sound and roomy, what the process may do."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from pathlib import Path

from ragdesk.engine.keeping.data_folder import data_folder_warning, sqlite_report
from ragdesk.engine.offline.process_start import WORKING_FOLDER
from ragdesk.protocol.engine_records import Check
from ragdesk.settings import Settings

_LEAST_FREE_BYTES = 500_000_000
_OTHERS = 0o077


def check_computer() -> Check:
    found = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    return Check("Computer", True, found, facts={"executable": sys.executable})


def check_sqlite() -> Check:
    """An old one is no failure: its fault needs two connections that write, and the engine has one."""
    _, found = sqlite_report()
    return Check("SQLite", True, found)


def check_data_folder(settings: Settings) -> Check:
    folder = settings.data_dir
    free = shutil.disk_usage(folder).free
    hint = _privacy_hint(folder) or data_folder_warning(folder) or ""
    if free < _LEAST_FREE_BYTES:
        hint = "The disk is nearly full: free some space before you add more."
    return Check(
        "Data folder", not hint, f"{free / 1e9:.1f} GB free in {folder}", hint, {"cache": str(settings.cache_dir)}
    )


def check_process(data_dir: Path) -> Check:
    """What `prepare_engine_process` does is missing where another program runs the engine as its library."""
    missing = [name for name, is_so in _process_measures(data_dir).items() if not is_so]
    if os.name == "nt":
        return Check("Process", True, "Windows: this version has no measures against memory dumps")
    if not missing:
        return Check("Process", True, "no memory dumps, private files, a working folder of its own")
    found = f"not in force: {', '.join(missing)}"
    return Check("Process", False, found, "Use the program `ragdesk`, which starts an engine of its own.")


def _process_measures(data_dir: Path) -> dict[str, bool]:
    if sys.platform == "win32":
        return {}
    import resource

    mask = os.umask(0o077)
    os.umask(mask)
    folder = data_dir / WORKING_FOLDER
    return {
        "no memory dumps": resource.getrlimit(resource.RLIMIT_CORE)[0] == 0,
        "private files": mask & _OTHERS == _OTHERS,
        "a working folder of its own": folder.is_dir() and Path.cwd().samefile(folder),
    }


def _privacy_hint(folder: Path) -> str:
    if os.name == "nt":
        return ""
    if folder.stat().st_mode & _OTHERS:
        return f"Other users of this computer can look into it: chmod 700 {folder}"
    if folder.stat().st_uid != os.geteuid():
        return f"It belongs to another user of this computer, who can read all of it: {folder}"
    return ""
