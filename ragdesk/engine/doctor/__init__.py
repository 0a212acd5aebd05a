"""Tries everything that ragdesk rests on, one check each; a check that fails says what to do. `examine` does it all."""

from __future__ import annotations

from collections.abc import Callable

from ragdesk.engine.doctor.computer_checks import check_computer, check_data_folder, check_process, check_sqlite
from ragdesk.engine.doctor.library_checks import check_backups, check_catalogue, check_sources, check_vectors
from ragdesk.engine.doctor.model_checks import check_chat_model, check_embedder
from ragdesk.engine.doctor.network_checks import check_network, check_readers
from ragdesk.engine.documents.sandbox import sandbox_report
from ragdesk.engine.parts import EngineParts
from ragdesk.protocol.engine_records import Check
from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.records import LibraryId

__all__ = ["examine"]


def examine(parts: EngineParts, library: LibraryId) -> list[Check]:
    """Every check is carried out, whatever the ones before it found."""
    stores, data_dir = parts.stores, parts.settings.data_dir
    # A real reader tells once what it may do, for two checks.
    readers: dict[str, str] = {}
    checks: list[tuple[str, Callable[[], Check]]] = [
        ("Computer", check_computer),
        ("SQLite", check_sqlite),
        ("Data folder", lambda: check_data_folder(parts.settings)),
        ("Process", lambda: check_process(data_dir)),
        ("Catalogue", lambda: check_catalogue(stores)),
        ("Backups", lambda: check_backups(stores)),
        ("Sources", lambda: check_sources(stores, library)),
        ("Readers", lambda: check_readers(readers, sandbox_report)),
        ("Search model", lambda: check_embedder(parts.models)),
        ("Vectors", lambda: check_vectors(parts.models, library)),
        ("Chat model", lambda: check_chat_model(parts.chat_models)),
        ("Network", lambda: check_network(readers, parts.chat_models)),
    ]
    return [_tried(name, check) for name, check in checks]


def _tried(name: str, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except RagdeskError as problem:
        return Check(name, False, problem.message, problem.hint, {"detail": problem.detail or ""})
    except Exception as problem:  # a model of anybody's may raise anything, and the other checks are still wanted
        return Check(name, False, "It failed.", "Please report this.", {"detail": repr(problem)})
