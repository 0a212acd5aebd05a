"""Which processes the engine has, what each is for, and how much memory it holds; for `ragdesk status`."""

from __future__ import annotations

import psutil

from ragdesk.protocol.engine_records import ProcessRecord

_PURPOSES = (
    ("documents.workers", "readers"),
    ("chat_worker", "chat model"),
    ("embedders", "preparing the search model"),
    ("engine.index", "building the index"),
)
"""What the command of a child names -> what it is for."""


def engine_processes() -> tuple[ProcessRecord, ...]:
    """This process first, then its children and theirs; one that ends meanwhile is left out."""
    own = psutil.Process()
    records = [ProcessRecord("engine", own.pid, own.memory_info().rss)]
    for child in own.children(recursive=True):
        try:
            command = " ".join(child.cmdline())
            purpose = next((words for sign, words in _PURPOSES if sign in command), "other")
            records.append(ProcessRecord(purpose, child.pid, child.memory_info().rss))
        except psutil.Error:
            continue
    return tuple(records)
