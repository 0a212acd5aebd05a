"""What is to be said of the place where the data folder lies, and of the SQLite that writes into it."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from contextlib import suppress
from pathlib import Path

from ragdesk.engine.remote_drives import WINDOWS_REMOTE, is_remote, windows_drive

SYNC_FOLDERS = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "syncthing": "Syncthing",
    "pcloud": "pCloud",
    "mega": "MEGA",
}
"""How the folders of programs begin that copy whatever lies in them, as lower case."""

_OURS = ("catalogue*", "backups", "index", "engine*", "owner.lock", "settings.toml")

_MENDED = ((3, 51, 3), (3, 53, 0))
"""SQLite 3.51.3 and 3.53.0 mended the WAL-reset bug (https://sqlite.org/changes.html)."""


def data_folder_warning(folder: Path) -> str | None:
    """Why the data folder should lie elsewhere; None where all is well, or where nothing could be found out."""
    real = Path(os.path.realpath(folder))
    if program := _syncing_program(real):
        return (
            f"{folder} lies in a folder of {program}, which may copy the catalogue while it is being written and put"
            " back an older one. Choose a folder outside of it with --data-dir."
        )
    if kind := _network_kind(real):
        return (
            f"{folder} lies on a network drive ({kind}), where databases have been damaged. Choose a folder on a disk"
            " of this computer with --data-dir."
        )
    return None


def sqlite_report() -> tuple[bool, str]:
    """Whether this SQLite is free of the WAL-reset bug, and a sentence on it.

    The bug needs two connections of one file that write or checkpoint at once. ragdesk has one, so nothing follows
    from the bug but that this must stay so.
    """
    version = sqlite3.sqlite_version_info
    if version >= _MENDED[1] or _MENDED[0] <= version < (3, 52, 0):
        return True, f"SQLite {sqlite3.sqlite_version}, in which the WAL-reset bug is mended"
    return False, (
        f"SQLite {sqlite3.sqlite_version} has the WAL-reset bug (mended in 3.51.3); ragdesk does not meet it, for it"
        " writes through one connection alone"
    )


def open_to_others(data_dir: Path) -> list[Path]:
    """What of ours in the data folder other users may look at or change."""
    if os.name == "nt":
        return []  # access lists are Windows' own; the folder inherits those of the user's profile
    found = []
    ours = [path for pattern in _OURS for path in data_dir.glob(pattern)]
    for path in [*ours, *(inside for folder in ours if folder.is_dir() for inside in folder.rglob("*"))]:
        with suppress(OSError):
            status = path.lstat()
            if not stat.S_ISLNK(status.st_mode) and status.st_mode & 0o077:
                found.append(path)
    return found


def keep_private(data_dir: Path) -> None:
    """Files 0600, folders 0700, whatever umask they were made under; what is not ours is left as it is."""
    for path in open_to_others(data_dir):
        with suppress(OSError):
            path.chmod(0o700 if path.is_dir() else 0o600)


def _syncing_program(folder: Path) -> str | None:
    for name in (part.lower() for part in folder.parts):
        for beginning, program in SYNC_FOLDERS.items():
            # "OneDrive - Company", "Dropbox (Private)", but not "megaphone"
            if name == beginning or name.startswith((f"{beginning} ", f"{beginning}-")):
                return program
    return None


def _network_kind(folder: Path) -> str | None:
    if sys.platform == "linux":
        return mounted_as(folder, _mounts())
    if sys.platform == "win32":
        return "network" if windows_drive(folder) == WINDOWS_REMOTE else None
    return "network" if sys.platform == "darwin" and str(folder).startswith("/Network/") else None


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text("utf-8", "replace")
    except OSError:
        return ""


def mounted_as(folder: Path, mounts: str) -> str | None:
    """The kind of the innermost mount that holds the folder, if that is a network's; a later line hides an earlier."""
    best, kind = Path("/"), ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        place = Path(fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"))
        if folder.is_relative_to(place) and len(place.parts) >= len(best.parts):
            best, kind = place, fields[2]
    return kind if is_remote(kind) else None
