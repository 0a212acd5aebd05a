from __future__ import annotations

import hashlib
import random
import stat
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ragdesk.connection_log import CONNECTION_LOG, ConnectionLog
from ragdesk.fetcher.problems import FetchProblem
from ragdesk.fetcher.request import FetchRequest
from ragdesk.fetcher.start import Fetched, Fetching, fetch, look
from tests.fetcher import misbehaving_server as server
from tests.fetcher.misbehaving_server import Site, serving

MODEL = b"GGUF" + random.Random(3).randbytes(900_000)
SUM = hashlib.sha256(MODEL).hexdigest()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site(MODEL)) as running:
        yield running


@pytest.fixture
def request_for(site: Site, tmp_path: Path) -> FetchRequest:
    folder = str(tmp_path / "models")
    log = str(tmp_path / CONNECTION_LOG)
    return FetchRequest(site.url, folder, "model.gguf", sha256=SUM, log=log, allow_loopback=True)


def test_a_process_of_its_own_fetches_and_this_one_installs(request_for: FetchRequest, tmp_path: Path) -> None:
    seen = look(request_for)
    *told, fetched = fetch(replace(request_for, size=seen.size))
    target = tmp_path / "models" / "model.gguf"
    assert fetched == Fetched(target, SUM, len(MODEL), is_verified=True)
    assert target.read_bytes() == MODEL
    assert isinstance(told[-1], Fetching)
    assert told[-1].bytes_done == told[-1].size == len(MODEL)
    assert sorted(path.name for path in target.parent.iterdir()) == [".fetching.lock", "model.gguf"]
    assert len(ConnectionLog(tmp_path / CONNECTION_LOG).newest()) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="speaks of Unix modes")
def test_what_it_brings_is_this_users_alone(request_for: FetchRequest, tmp_path: Path) -> None:
    list(fetch(request_for))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "models").iterdir()}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE((tmp_path / "models").stat().st_mode) == 0o700


def test_closing_the_stream_stops_it_and_a_later_run_goes_on(
    site: Site, request_for: FetchRequest, tmp_path: Path
) -> None:
    site.behaviours = [server.silent_after(500_000)]
    stream = fetch(request_for)
    for event in stream:
        if isinstance(event, Fetching) and event.bytes_done:
            break
    stream.close()  # type: ignore[attr-defined]
    assert not (tmp_path / "models" / "model.gguf").exists()
    *_, fetched = fetch(request_for)
    assert isinstance(fetched, Fetched)
    first, second = site.ranges
    assert first is None
    assert second is not None
    assert 0 < int(second.removeprefix("bytes=").removesuffix("-")) <= 500_000


def test_problems_reach_the_face(site: Site, request_for: FetchRequest) -> None:
    site.behaviours = [server.status(404)]
    with pytest.raises(FetchProblem, match="no such file") as problem:
        list(fetch(request_for))
    assert problem.value.hint == "Check the address."


def test_a_second_download_at_once_is_refused(request_for: FetchRequest) -> None:
    first = fetch(request_for)
    next(first)
    with pytest.raises(FetchProblem, match="Another download"):
        list(fetch(request_for))
    assert isinstance(list(first)[-1], Fetched)


def test_a_part_that_was_changed_before_its_installation_is_thrown_away(
    request_for: FetchRequest, tmp_path: Path
) -> None:
    part = tmp_path / "models" / "model.gguf.part"
    changed = (_change(part) for event in fetch(request_for) if _is_whole(event))
    with pytest.raises(FetchProblem, match="thrown away"):
        list(changed)
    assert not part.exists()
    assert not part.with_suffix("").exists()


def _is_whole(event: Fetching | Fetched) -> bool:
    return isinstance(event, Fetching) and event.bytes_done == len(MODEL)


def _change(part: Path) -> None:
    part.write_bytes(MODEL[:-1] + b"!")
