"""Numbers of rows that a face may still know after they were erased."""

from __future__ import annotations

from typing import Literal

from ragdesk.engine.storage.database import Database


def unused_number(database: Database, table: Literal["conversations", "messages"]) -> int:
    """One that no row ever had: a window that still shows what was erased must not meet something else there."""
    name = f"newest_of_{table}"
    known = int(database.value("SELECT value FROM catalogue_state WHERE name = ?", (name,)) or 0)
    number = max(known, int(database.value(f"SELECT MAX(id) FROM {table}") or 0)) + 1
    database.execute("INSERT OR REPLACE INTO catalogue_state (name, value) VALUES (?, ?)", (name, str(number)))
    return number
