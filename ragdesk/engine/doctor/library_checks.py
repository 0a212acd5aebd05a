"""Checks of what is stored: the catalogue, its backups, the vectors, and whether the sources can be reached."""

from __future__ import annotations

from pathlib import Path

from ragdesk.engine.following.drives import tells_of_changes
from ragdesk.engine.keeping.backups import list_backups
from ragdesk.engine.search_models import SearchModels
from ragdesk.engine.storage.damage import BACKUP_PREFIX, BACKUPS, how_to_start_anew
from ragdesk.engine.stores import Stores
from ragdesk.protocol.engine_records import Check
from ragdesk.protocol.records import LibraryId

_NAMES_TOLD = 3


def check_catalogue(stores: Stores) -> Check:
    answer = stores.database.value("PRAGMA quick_check(1)")
    hint = "" if answer == "ok" else how_to_start_anew(stores.database.path)
    return Check("Catalogue", answer == "ok", f"{stores.database.path.name}: {answer}", hint)


def check_backups(stores: Stores) -> Check:
    """None is no failure: one is made once a day where something changed."""
    folder = stores.database.path.parent / BACKUPS
    backups = list_backups(folder)
    files = list(folder.glob(f"{BACKUP_PREFIX}*.db"))
    damaged = len(files) - len(backups)
    if damaged > 0:
        hint = f"Remove what is damaged from {folder}; `ragdesk backup` makes a new one."
        return Check("Backups", False, f"{damaged} of {len(files)} backups cannot be read", hint)
    found = f"{len(backups)}, the newest of {backups[0].made_at}" if backups else "none yet; one is made every day"
    return Check("Backups", True, found)


def check_sources(stores: Stores, library: LibraryId) -> Check:
    paths = [Path(path) for path in stores.documents.source_paths(library)]
    away = [path for path in paths if not path.exists()]
    scanned = [path for path in paths if path not in away and not tells_of_changes(path)]
    found = f"{len(paths) - len(away) - len(scanned)} followed, {len(scanned)} on drives that tell of no changes"
    if not away:
        return Check("Sources", True, found)
    names = ", ".join(str(path) for path in away[:_NAMES_TOLD])
    hint = "Their documents stay. Connect the drive again, or `ragdesk remove` what is gone for good."
    return Check("Sources", False, f"{found}, {len(away)} out of reach: {names}", hint)


def check_vectors(models: SearchModels, library: LibraryId) -> Check:
    waiting = len(models.vectors.missing(library))
    hint = f"{waiting} spans have no vector yet: run `ragdesk add` again to finish them." if waiting else ""
    return Check("Vectors", not waiting, f"index: {models.index(library).kind}", hint)
