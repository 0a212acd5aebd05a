"""Checks of the walls: what a hostile file could do to its reader, and whether anything here could reach a network."""

from __future__ import annotations

from collections.abc import Callable

from ragdesk.engine.answer.chat_models import ChatModels
from ragdesk.engine.offline.attempts import is_refused, try_the_network
from ragdesk.engine.offline.kernel_denial import denial_in_force
from ragdesk.protocol.engine_records import Check

_TRY = "try: connect to a network"
"""As `documents/workers/proof.py` calls it."""


def check_readers(report: dict[str, str], ask: Callable[[], dict[str, str]]) -> Check:
    """What a hostile file could do to its reader, tried in a real one. Leaves its answer in `report`."""
    report.update(ask())
    missing = [name for name, found in report.items() if not found.startswith(("enforced", "refused"))]
    hint = f"Add only files that you trust: this computer does not enforce {', '.join(missing)}." if missing else ""
    found = f"files are read in locked-down processes: {len(report) - len(missing)} of {len(report)} measures hold"
    return Check("Readers", not missing, found, hint, {name: report[name] for name in missing})


def check_network(readers: dict[str, str], chat_models: ChatModels) -> Check:
    """Tried in the engine, in a program that it starts, in a reader and, if it runs, in the chat worker."""
    attempts = {f"engine: {name}": outcome for name, outcome in try_the_network().items()}
    attempts["reader: a connection"] = readers.get(_TRY, "not tried: no reader could be started")
    if chat_models.pid is not None:
        attempts["chat model: a connection"] = chat_models.report().get(_TRY, "not tried: it did not say")
    open_ways = [name for name, outcome in attempts.items() if not is_refused(outcome)]
    denial = denial_in_force()
    found = f"{len(attempts) - len(open_ways)} of {len(attempts)} attempts to reach one were refused. {denial.note}"
    hint = "" if not open_ways else f"Not refused: {', '.join(open_ways)}. ragdesk itself makes no connections."
    return Check("Network", not open_ways, found, hint, attempts)
