"""The connection log: a line for each connection that ragdesk ever made, `connections.jsonl` in the data folder.

The fetcher writes it, `ragdesk status` shows it. Hosts, times, amounts and outcomes; nothing of the user's texts.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ragdesk.protocol.engine_records import ConnectionRecord

CONNECTION_LOG = "connections.jsonl"
MOST_BYTES = 256 * 1024
_NEWEST_SHOWN = 20
_BROKEN_OFF = "broken off: the fetcher was ended"


class ConnectionLog:
    """One file, appended to; its older half goes when it grows too long."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._begun = 0

    def begin(self, host: str, purpose: str) -> dict[str, Any]:
        """Written before the connection is made, so that a killed fetcher leaves a trace, too. Raises OSError."""
        self._begun += 1
        entry = {"id": f"{os.getpid()}-{self._begun}", "at": _now(), "host": host, "purpose": purpose}
        self._append(entry)
        return entry

    def end(self, entry: dict[str, Any], sent_bytes: int, received_bytes: int, outcome: str) -> None:
        """The same entry again, whole. Raises OSError."""
        self._append({**entry, "sent_bytes": sent_bytes, "received_bytes": received_bytes, "outcome": outcome})

    def newest(self, limit: int = _NEWEST_SHOWN) -> tuple[ConnectionRecord, ...]:
        """Newest first. A line that cannot be understood is left out."""
        try:
            lines = self._path.read_bytes().splitlines()
        except OSError:
            return ()
        found: dict[tuple[str, str], ConnectionRecord] = {}
        for line in lines:
            with suppress(ValueError, KeyError, TypeError):
                entry = json.loads(line)
                found[str(entry["id"]), str(entry["at"])] = _record(entry)
        return tuple(list(found.values())[::-1][:limit])

    def _append(self, entry: dict[str, Any]) -> None:
        self._shorten()
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, json.dumps(entry).encode() + b"\n")
        finally:
            os.close(descriptor)

    def _shorten(self) -> None:
        if not self._path.exists() or self._path.stat().st_size < MOST_BYTES:
            return
        kept = self._path.read_bytes()[-MOST_BYTES // 2 :].partition(b"\n")[2]
        shorter = self._path.with_suffix(".part")
        with open(os.open(shorter, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(kept)
        os.replace(shorter, self._path)


def _record(entry: dict[str, Any]) -> ConnectionRecord:
    return ConnectionRecord(
        at=str(entry["at"]),
        host=str(entry["host"]),
        purpose=str(entry["purpose"]),
        sent_bytes=int(entry.get("sent_bytes", 0)),
        received_bytes=int(entry.get("received_bytes", 0)),
        outcome=str(entry.get("outcome", _BROKEN_OFF)),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
