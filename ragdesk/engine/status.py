"""The state of an engine and its data folder, put together for `ragdesk status`."""

from __future__ import annotations

import os
import shutil

from ragdesk import __version__
from ragdesk.connection_log import CONNECTION_LOG, ConnectionLog
from ragdesk.engine.offline.kernel_denial import denial_in_force
from ragdesk.engine.parts import EngineParts
from ragdesk.engine.processes import engine_processes
from ragdesk.engine.stores import Stores
from ragdesk.protocol.engine_records import EngineStatus
from ragdesk.protocol.records import LibraryId


def engine_status(parts: EngineParts, library: LibraryId) -> EngineStatus:
    """Counts come from the catalogue. No model is loaded for it: the embedder is the one that was used last."""
    stores, models = parts.stores, parts.models
    denial = denial_in_force()
    with stores.database.snapshot():
        embedder, waiting = _embedder(parts, library)
        return EngineStatus(
            data_dir=str(parts.settings.data_dir),
            libraries=tuple(parts.keeper.list_libraries()),
            library=stores.documents.library_name(library),
            documents=stores.documents.statuses(library),
            embedder=embedder,
            embedder_route=models.open_embedder.route if models.open_embedder else "",
            index=models.index(library).kind if models.open_embedder else "",
            spans=stores.counts.of(library)[1],
            spans_waiting=waiting,
            chat_model=parts.chat_models.name,
            catalogue_bytes=_catalogue_bytes(stores),
            version=__version__,
            is_offline=denial.is_enforced,
            offline_note=denial.note,
            connections=ConnectionLog(parts.settings.data_dir / CONNECTION_LOG).newest(),
            sources=tuple(parts.sources.records(library)),
            pid=os.getpid(),
            chat_device=parts.chat_models.device,
            processes=engine_processes(),
            jobs=tuple(parts.jobs.jobs()),
            backups=tuple(parts.keeper.list_backups()),
            free_bytes=shutil.disk_usage(parts.settings.data_dir).free,
        )


def _embedder(parts: EngineParts, library: LibraryId) -> tuple[str, int]:
    """The name of the embedder that is open or was used last, and how many spans have no vector of it."""
    counts = parts.stores.counts
    if parts.models.open_embedder:
        vectors = parts.models.vectors
        return vectors.fingerprint, counts.waiting(library, vectors.fingerprint_id)
    used = parts.stores.database.row("SELECT id, name FROM fingerprints ORDER BY id DESC LIMIT 1")
    if used is None:
        return "", counts.of(library)[1]
    return str(used[1]), counts.waiting(library, int(used[0]))


def _catalogue_bytes(stores: Stores) -> int:
    catalogue = stores.database.path
    files = [file for file in catalogue.parent.glob(f"{catalogue.name}*") if file.is_file()]
    return sum(file.stat().st_size for file in files)
