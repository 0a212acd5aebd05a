from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ragdesk.connection_log import MOST_BYTES, ConnectionLog


@pytest.fixture
def log(tmp_path: Path) -> ConnectionLog:
    return ConnectionLog(tmp_path / "connections.jsonl")


def test_nothing_was_ever_fetched(log: ConnectionLog) -> None:
    assert log.newest() == ()


def test_the_newest_connection_comes_first(log: ConnectionLog) -> None:
    for host in ("one.example", "two.example"):
        log.end(log.begin(host, "download of m.gguf"), 100, 2_000, "answer 200")
    newest, oldest = log.newest()
    assert (newest.host, oldest.host) == ("two.example", "one.example")
    assert (newest.sent_bytes, newest.received_bytes, newest.outcome) == (100, 2_000, "answer 200")


def test_a_fetcher_that_was_killed_left_a_trace(log: ConnectionLog) -> None:
    log.begin("one.example", "download of m.gguf")
    assert "ended" in log.newest()[0].outcome


def test_damaged_lines_are_left_out(log: ConnectionLog, tmp_path: Path) -> None:
    log.end(log.begin("one.example", "download"), 1, 1, "done")
    with (tmp_path / "connections.jsonl").open("ab") as file:
        file.write(b'{"id": 1}\n[]\nnull\n\xff\xfe\n{"half')
    assert [record.host for record in log.newest()] == ["one.example"]


def test_it_never_grows_beyond_its_size(log: ConnectionLog, tmp_path: Path) -> None:
    path = tmp_path / "connections.jsonl"
    path.write_bytes(b'{"id": "x", "at": "2026", "host": "old.example", "purpose": "p"}\n' * 5_000)
    log.end(log.begin("new.example", "download"), 1, 1, "done")
    assert path.stat().st_size < MOST_BYTES
    assert log.newest()[0].host == "new.example"
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600
