"""Tries everything that ragdesk rests on, one check each; a check that fails says what to do."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable

import numpy as np

from ragdesk.engine.documents.sandbox import sandbox_report
from ragdesk.engine.pipeline import Pipeline
from ragdesk.engine.storage.database import how_to_start_anew
from ragdesk.engine.stores import Stores
from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.records import Check, LibraryId
from ragdesk.settings import Settings

_LEAST_FREE_BYTES = 500_000_000


def examine(settings: Settings, stores: Stores, library: LibraryId, pipeline: Pipeline) -> list[Check]:
    """Every check is carried out, whatever the ones before it found."""
    checks: list[tuple[str, Callable[[], Check]]] = [
        ("Computer", _computer),
        ("Data folder", lambda: _data_folder(settings)),
        ("Catalogue", lambda: _catalogue(stores)),
        ("Readers", _readers),
        ("Search model", lambda: _embedder(pipeline)),
        ("Vectors", lambda: _vectors(pipeline, library)),
        ("Chat model", lambda: _chat_model(pipeline)),
        ("Network", _network),
    ]
    return [_tried(name, check) for name, check in checks]


def _tried(name: str, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except RagdeskError as problem:
        return Check(name, False, problem.message, problem.hint, {"detail": problem.detail or ""})
    except Exception as problem:  # a model of anybody's may raise anything, and the other checks are still wanted
        return Check(name, False, "It failed.", "Please report this.", {"detail": repr(problem)})


def _computer() -> Check:
    found = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    return Check("Computer", True, found, facts={"sqlite": sqlite3.sqlite_version, "executable": sys.executable})


def _data_folder(settings: Settings) -> Check:
    free = shutil.disk_usage(settings.data_dir).free
    private = os.name == "nt" or not settings.data_dir.stat().st_mode & 0o077
    hint = "" if private else f"Other users of this computer can look into it: chmod 700 {settings.data_dir}"
    if free < _LEAST_FREE_BYTES:
        hint = "The disk is nearly full: free some space before you add more."
    found = f"{settings.data_dir}, {free / 1e9:.1f} GB free"
    return Check("Data folder", not hint, found, hint, {"cache": str(settings.cache_dir)})


def _catalogue(stores: Stores) -> Check:
    answer = stores.database.value("PRAGMA quick_check(1)")
    hint = "" if answer == "ok" else how_to_start_anew(stores.database.path)
    return Check("Catalogue", answer == "ok", f"{stores.database.path.name}: {answer}", hint)


def _readers() -> Check:
    """What a hostile file could do to its reader, tried in a real one."""
    report = sandbox_report()
    missing = [name for name, found in report.items() if not found.startswith(("enforced", "refused"))]
    hint = f"Add only files that you trust: this computer does not enforce {', '.join(missing)}." if missing else ""
    found = f"files are read in locked-down processes: {len(report) - len(missing)} of {len(report)} measures hold"
    return Check("Readers", not missing, found, hint, {name: report[name] for name in missing})


def _embedder(pipeline: Pipeline) -> Check:
    embedder = pipeline.models.embedder
    near, far = embedder.encode(["The harbour was dredged in 1931.", "Bananas are rich in potassium."])
    question = embedder.encode_questions(["When was the harbour dredged?"])[0]
    is_right = float(question @ near) > float(question @ far) and np.isfinite(near).all()
    facts = {"route": embedder.route, "note": embedder.route_note}
    hint = "" if is_right else "Its vectors make no sense: delete the cache folder, it is made anew."
    return Check("Search model", bool(is_right), embedder.fingerprint, hint, facts)


def _vectors(pipeline: Pipeline, library: LibraryId) -> Check:
    waiting = len(pipeline.models.vectors.missing(library))
    hint = f"{waiting} spans have no vector yet: run `ragdesk add` again to finish them." if waiting else ""
    return Check("Vectors", not waiting, f"index: {pipeline.models.index(library).kind}", hint)


def _chat_model(pipeline: Pipeline) -> Check:
    chat = pipeline.chat_models.open()
    from langchain_core.messages import HumanMessage

    said = "".join(str(chunk.text) for chunk in chat.write([HumanMessage("Say yes.")], max_tokens=4)).strip()
    hint = "" if said else "It loads but writes nothing: choose another GGUF file with --model."
    return Check("Chat model", bool(said), f"{chat.name}, {chat.context_tokens} tokens of context", hint)


def _network() -> Check:
    offline = os.environ.get("HF_HUB_OFFLINE") == "1"
    hint = "" if offline else "Libraries were not told to stay offline; please report this."
    return Check("Network", offline, "ragdesk makes no connections; libraries are told to stay offline", hint)
