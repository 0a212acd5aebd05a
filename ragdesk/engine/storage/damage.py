"""How a damaged catalogue is told, what can be done about it, and the damage that shows at the first look."""

from __future__ import annotations

import struct
from datetime import datetime
from pathlib import Path

from ragdesk.protocol.errors import CatalogueDamaged

BACKUPS = "backups"
"""The folder of backups beside the catalogue; their names tell when they were made."""
BACKUP_PREFIX, BACKUP_TIME = "catalogue-", "%Y-%m-%dT%H-%M-%S"

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100


def how_to_start_anew(catalogue: Path) -> str:
    """What to do about a catalogue that cannot be saved; nothing is deleted, in case somebody can save it after all."""
    if newest := newest_backup_time(catalogue.parent):
        return (
            f"Run `ragdesk restore`: it puts back the backup of {newest:%d %B %Y, %H:%M} and keeps the damaged file"
            " beside it. Your own files are untouched."
        )
    return (
        f"There is no backup for `ragdesk restore` yet. Put back a copy of your own. If there is none, move every file"
        f" that begins with “{catalogue.stem}.” out of {catalogue.parent} and add your folders again; your own files"
        " are untouched."
    )


def damaged(catalogue: Path, found: str) -> CatalogueDamaged:
    """The alarm, with an offer; `found` is a detail for those who want to know."""
    return CatalogueDamaged(
        f"ragdesk's catalogue {catalogue} is damaged. Nothing was written to it.", how_to_start_anew(catalogue), found
    )


def newest_backup_time(data_dir: Path) -> datetime | None:
    """By the names of the files, which no other file has."""
    times = [made for file in (data_dir / BACKUPS).glob(f"{BACKUP_PREFIX}*.db") if (made := backup_time(file.name))]
    return max(times, default=None)


def backup_time(name: str) -> datetime | None:
    """When a backup was made, in local time; None if the file is none of ours."""
    try:
        return datetime.strptime(name.removeprefix(BACKUP_PREFIX)[:19], BACKUP_TIME)
    except ValueError:
        return None


def refuse_damaged_file(catalogue: Path) -> None:
    """Header and length, before SQLite opens it. Raises CatalogueDamaged; a file that is not there is none's matter.

    A write-ahead log that is not empty may hold a newer first page, so then SQLite itself is asked.
    """
    log = catalogue.with_name(catalogue.name + "-wal")
    try:
        size = catalogue.stat().st_size
        if not catalogue.is_file() or (log.exists() and log.stat().st_size > 0):
            return
        with catalogue.open("rb") as opened:
            header = opened.read(_HEADER_BYTES)
    except OSError:
        return  # SQLite says what is wrong
    if size and (found := _wrong_in(header, size)):
        raise damaged(catalogue, found)


def _wrong_in(header: bytes, size: int) -> str | None:
    """The file format is described at https://sqlite.org/fileformat.html, section 1.3."""
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        return "its header is not one of a database"
    (page,) = struct.unpack_from(">H", header, 16)
    page = 65_536 if page == 1 else page
    if page < 512 or page & (page - 1):
        return "its header names no possible page size"
    changes, pages = struct.unpack_from(">II", header, 24)
    (valid_for,) = struct.unpack_from(">I", header, 92)
    if size % page or (changes == valid_for and pages * page > size):
        return f"it has {size:,} bytes in place of {pages * page:,}"
    return None
