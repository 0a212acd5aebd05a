"""What is looked at and made before an engine works: the data folder, its catalogue, the library that is asked."""

from __future__ import annotations

import os
from pathlib import Path

from ragdesk.engine.keeping.data_folder import keep_private
from ragdesk.engine.storage.damage import how_to_start_anew
from ragdesk.engine.stores import Stores
from ragdesk.paths import make_private
from ragdesk.protocol.errors import BadRequest, CatalogueDamaged, NoSuchLibrary, StorageError
from ragdesk.protocol.records import LibraryId

CATALOGUE = "catalogue.db"
CATALOGUE_WAS_MADE = "catalogue.made"
"""An empty file beside the catalogue from its first opening on: without it a lost one would look like a new folder."""


def prepare_folder(data_dir: Path, create: bool) -> None:
    """Make the data folder, or refuse what must not be made. Raises NoSuchLibrary, CatalogueDamaged, StorageError.

    From here on everything that this process writes is this user's alone: Chroma and SQLite know no other way.
    """
    os.umask(0o077)
    try:
        _refuse_lost_catalogue(data_dir)
        if not create and not (data_dir / CATALOGUE).exists():
            raise NoSuchLibrary(f"There is no library in {data_dir} yet.", "Add something first: ragdesk add FOLDER")
        make_private(data_dir)
        keep_private(data_dir)
    except (OSError, ValueError) as problem:
        raise StorageError(
            f"ragdesk cannot keep its data in {data_dir}.", "Choose another folder with --data-dir.", str(problem)
        ) from problem


def note_catalogue_was_made(data_dir: Path) -> None:
    """From now on a missing catalogue is an alarm."""
    try:
        (data_dir / CATALOGUE_WAS_MADE).touch(mode=0o600)
    except OSError as problem:
        raise StorageError(
            f"ragdesk cannot write to {data_dir}.", "Check that its disk is not full.", str(problem)
        ) from problem


def _refuse_lost_catalogue(data_dir: Path) -> None:
    """A catalogue that was here and is not any more is an alarm, never a new, empty one."""
    catalogue = data_dir / CATALOGUE
    is_lost = not catalogue.exists() or catalogue.stat().st_size == 0
    if is_lost and (data_dir / CATALOGUE_WAS_MADE).exists():
        raise CatalogueDamaged(
            f"ragdesk's catalogue {catalogue} is missing or empty. Nothing was written.",
            how_to_start_anew(catalogue),
        )


def open_library(stores: Stores, name: str, create: bool) -> LibraryId:
    """The library of that name, made if need be and allowed. Raises BadRequest or NoSuchLibrary."""
    if not name.strip() or not name.isprintable():
        raise BadRequest("That cannot be the name of a library.", "Use letters, digits, blanks and ordinary signs.")
    if library := stores.documents.find_library(name):
        return library
    if not create:
        known = ", ".join(stores.documents.library_names()) or "none"
        raise NoSuchLibrary(f"There is no library “{name}”.", f"Libraries in this data folder: {known}.")
    with stores.database.transaction():
        return stores.documents.ensure_library(name)
