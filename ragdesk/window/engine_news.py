"""News of the engine in batches: what is said several times in one is told once."""

from __future__ import annotations

from collections.abc import Sequence

from ragdesk.protocol.events import EngineEvent, JobChanged


def without_repeats(events: Sequence[EngineEvent]) -> list[EngineEvent]:
    """Of several jobs' news within a batch the last of each job; of the rest each one once."""
    kept: dict[object, EngineEvent] = {}
    for event in events:
        key = ("job", event.job.id) if isinstance(event, JobChanged) else event
        kept.pop(key, None)
        kept[key] = event
    return list(kept.values())
