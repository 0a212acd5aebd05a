from __future__ import annotations

import hashlib
import json
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ragdesk.connection_log import CONNECTION_LOG, ConnectionLog
from ragdesk.fetcher import download
from ragdesk.fetcher.fetch import fetch
from ragdesk.fetcher.leash import Leash
from ragdesk.fetcher.problems import FetchProblem, Stopped
from ragdesk.fetcher.request import FetchRequest, Patience
from tests.fetcher import misbehaving_server as server
from tests.fetcher.misbehaving_server import Site, serving

MODEL = b"GGUF" + random.Random(3).randbytes(600_000)
SUM = hashlib.sha256(MODEL).hexdigest()
HURRIED = Patience(
    connect_s=2, headers_s=0.4, silence_s=0.4, window_s=0.3, window_bytes=2_000, tries=3, pause_s=0.01, longest_wait_s=2
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site(MODEL)) as running:
        yield running


@pytest.fixture
def request_for(site: Site, tmp_path: Path) -> FetchRequest:
    log = str(tmp_path / CONNECTION_LOG)
    return FetchRequest(
        site.url, str(tmp_path), "model.gguf", sha256=SUM, log=log, allow_loopback=True, patience=HURRIED
    )


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "model.gguf.part"


def run(request: FetchRequest, say: Callable[[dict[str, Any]], None] = lambda event: None) -> dict[str, Any]:
    return fetch(request, Leash(), say)


def test_a_file_arrives_whole_and_stays_a_part(request_for: FetchRequest, part: Path, tmp_path: Path) -> None:
    assert run(request_for) == {"event": "fetched", "sha256": SUM, "size": len(MODEL)}
    assert part.read_bytes() == MODEL
    assert not (tmp_path / "model.gguf").exists()


@pytest.mark.parametrize(
    ("behaviours", "ranges"),
    [
        ([server.short(300_000)], [None, "bytes=300000-"]),
        ([server.short(200_000), server.short(200_000)], [None, "bytes=200000-", "bytes=400000-"]),
        ([server.short(300_000), server.ignoring_ranges], [None, "bytes=300000-"]),
        ([server.short(300_000), server.status(416)], [None, "bytes=300000-", None]),
        ([server.short(300_000), server.wrong_piece], [None, "bytes=300000-", None]),
        ([server.short(0)], [None, None]),
        ([server.status(503)], [None, None]),
        ([server.status(429, Retry_After=1)], [None, None]),
        ([server.nonsense], [None, None]),
        ([server.silent_after(0)], [None, None]),
        ([server.silent_after(300_000)], [None, "bytes=300000-"]),
        ([server.dripping_headers], [None, None]),
    ],
    ids=[
        "short", "short twice", "200 to a range", "416", "wrong piece", "no body", "503", "429", "no HTTP",
        "silent at once", "silent midway", "dripping headers",
    ],
)  # fmt: skip
def test_it_gets_the_file_all_the_same(
    site: Site, request_for: FetchRequest, part: Path, behaviours: list[server.Behaviour], ranges: list[str | None]
) -> None:
    site.behaviours = list(behaviours)
    assert run(request_for)["sha256"] == SUM
    assert part.read_bytes() == MODEL
    assert site.ranges == ranges


def test_a_dripping_body_is_given_up(site: Site, request_for: FetchRequest) -> None:
    site.behaviours = [server.dripping_body] * 3
    with pytest.raises(FetchProblem, match="did not come to its end"):
        run(replace(request_for, sha256=None, patience=replace(HURRIED, tries=1)))


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        (server.status(401), "not give this file to everybody"),
        (server.status(403), "not give this file to everybody"),
        (server.status(404), "no such file"),
        (server.status(429, Retry_After=3600), "asks to wait"),
        (server.status(500), "answered with 500"),
        (server.without_length, "how large"),
        (server.with_body(b"<!DOCTYPE html><p>Please log in." + b" " * 1_000), "no .gguf file"),
        (server.with_body(b"GGUF" + b"\x00" * 1_000), "not the one that was asked for"),
        (server.with_body(b"GGUF"), "not the one that was asked for"),
        (server.status(302, Location="https://example.org/model.gguf"), "example.org is not among"),
        (server.status(302, Location="http://192.0.2.1/model.gguf"), "begin with http:"),
        (server.status(302, Location="file:///etc/passwd"), "begin with file:"),
        (server.status(302, Location="/model.gguf"), "from address to address"),
    ],
)
def test_what_cannot_be_the_file_is_refused_and_not_kept(
    site: Site, request_for: FetchRequest, part: Path, behaviour: server.Behaviour, told: str
) -> None:
    site.behaviours = [behaviour] * 6
    with pytest.raises(FetchProblem, match=told):
        run(request_for)
    assert not part.exists() or part.stat().st_size == 0


def test_another_size_than_expected_is_refused_before_the_body(request_for: FetchRequest, part: Path) -> None:
    with pytest.raises(FetchProblem, match="not the 17"):
        run(replace(request_for, size=17))
    assert not part.exists()


def test_an_old_part_is_hashed_again_and_continued(site: Site, request_for: FetchRequest, part: Path) -> None:
    site.behaviours = [server.short(400_000), *[server.status(500)] * 3]
    with pytest.raises(FetchProblem):
        run(request_for)
    assert run(request_for)["sha256"] == SUM
    assert site.ranges[-1] == "bytes=400000-"
    assert site.requests[-1]["If-Range"] == '"v1"'


def test_a_damaged_old_part_is_found_out_and_thrown_away(site: Site, request_for: FetchRequest, part: Path) -> None:
    site.behaviours = [server.short(400_000), *[server.status(500)] * 3]
    with pytest.raises(FetchProblem):
        run(request_for)
    part.write_bytes(b"GGUF" + bytes(399_996))
    with pytest.raises(FetchProblem, match="thrown away"):
        run(request_for)
    assert not part.exists()


def test_a_new_version_on_the_server_is_fetched_from_its_start(site: Site, request_for: FetchRequest) -> None:
    site.behaviours = [server.short(400_000), *[server.status(500)] * 3]
    with pytest.raises(FetchProblem):
        run(request_for)
    site.mark = '"v2"'
    assert run(request_for)["sha256"] == SUM


def test_without_a_known_sum_an_old_part_is_not_trusted(site: Site, request_for: FetchRequest) -> None:
    site.behaviours = [server.short(400_000), *[server.status(500)] * 3]
    unknown = replace(request_for, sha256=None)
    with pytest.raises(FetchProblem):
        run(unknown)
    run(unknown)
    assert site.ranges[-1] is None


def test_a_full_disk_is_told_and_the_reserve_kept(
    request_for: FetchRequest, monkeypatch: pytest.MonkeyPatch, part: Path
) -> None:
    monkeypatch.setattr(download, "RESERVE_BYTES", 10**18)
    with pytest.raises(FetchProblem, match="too little space"):
        run(request_for)
    assert part.stat().st_size == 0


def test_a_token_is_not_passed_on_to_another_host(site: Site, request_for: FetchRequest) -> None:
    with serving(Site(MODEL)) as other:
        site.behaviours = [server.status(302, Location="/moved.gguf"), server.status(302, Location=other.url)]
        run(replace(request_for, token="secret"))
        assert [request.get("Authorization") for request in site.requests] == ["Bearer secret"] * 2
        assert "Authorization" not in other.requests[0]


def test_stopping_takes_effect_while_the_server_is_silent(site: Site, request_for: FetchRequest, part: Path) -> None:
    site.behaviours = [server.silent_after(300_000)]
    leash = Leash()
    patient = replace(request_for, patience=replace(HURRIED, silence_s=30, window_s=30))
    timer = threading.Timer(0.2, leash.stop)
    timer.start()
    with pytest.raises(Stopped):
        fetch(patient, leash, lambda event: None)
    timer.join()
    assert part.stat().st_size == 300_000


def test_stopping_takes_effect_within_256_kilobytes(request_for: FetchRequest, part: Path) -> None:
    leash = Leash()

    def stop_at_first_progress(event: dict[str, Any]) -> None:
        if event["event"] == "progress":
            leash.stop()

    with pytest.raises(Stopped):
        fetch(request_for, leash, stop_at_first_progress)
    assert part.stat().st_size <= 256 * 1024


def test_every_connection_is_logged(site: Site, request_for: FetchRequest, tmp_path: Path) -> None:
    site.behaviours = [server.short(400_000)]
    run(request_for)
    newest, oldest = ConnectionLog(tmp_path / CONNECTION_LOG).newest()
    assert (newest.host, newest.received_bytes, newest.outcome) == ("127.0.0.1", len(MODEL) - 400_000, "answer 206")
    assert (oldest.received_bytes, oldest.purpose) == (400_000, "download of model.gguf")
    assert "too early" in oldest.outcome
    assert (tmp_path / CONNECTION_LOG).stat().st_mode & 0o777 == 0o600
    assert len((tmp_path / CONNECTION_LOG).read_text().splitlines()) == 4


def test_looking_asks_for_the_size_alone(site: Site, request_for: FetchRequest, tmp_path: Path) -> None:
    seen = run(replace(request_for, task="look"))
    assert (seen["size"], seen["sha256"]) == (len(MODEL), None)
    assert [request["method"] for request in site.requests] == ["HEAD"]


def test_the_sum_that_a_hub_tells_is_seen_before_its_redirect(site: Site, request_for: FetchRequest) -> None:
    told = {"X_Linked_Size": len(MODEL), "X_Linked_Etag": f'"{SUM}"', "Location": "https://example.org/elsewhere"}
    site.behaviours = [server.status(302, **told)]
    seen = run(replace(request_for, task="look"))
    assert (seen["size"], seen["sha256"]) == (len(MODEL), SUM)


def test_requests_survive_their_journey_as_json(request_for: FetchRequest) -> None:
    from ragdesk.fetcher.request import read_request

    assert read_request(request_for.to_json()) == request_for
    assert json.loads(request_for.to_json())["name"] == "model.gguf"
