from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ragdesk.cli import fetch as fetch_command
from ragdesk.fetcher.request import FetchRequest
from tests.cli.running import Ragdesk
from tests.fetcher import misbehaving_server as server
from tests.fetcher.misbehaving_server import Site, serving

MODEL = b"GGUF" + bytes(300_000)
SUM = hashlib.sha256(MODEL).hexdigest()
HUB = "https://huggingface.co/org/repo/resolve/main/model.gguf"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Takes the place of the hub: the only http address that the fetcher connects to, and only if told so."""
    with serving(Site(MODEL)) as running:

        def request(
            data_dir: Path | None, url: str, name: str | None, sha256: str | None, hosts: object
        ) -> FetchRequest:
            return FetchRequest(running.url, str(tmp_path / "models"), "model.gguf", sha256=sha256, allow_loopback=True)

        monkeypatch.setattr(fetch_command, "_request", request)
        yield running


def test_a_model_is_fetched_and_its_place_is_told(ragdesk: Ragdesk, site: Site, tmp_path: Path) -> None:
    ended = ragdesk("fetch", HUB, "--sha256", SUM, "--yes", "--json")
    target = tmp_path / "models" / "model.gguf"
    assert ended.code == 0, ended.err
    assert ended.json == {"path": str(target), "size": len(MODEL), "sha256": SUM, "verified": True}
    assert target.read_bytes() == MODEL


def test_host_size_and_place_are_told_before_it_asks(ragdesk: Ragdesk, site: Site, tmp_path: Path) -> None:
    ended = ragdesk("fetch", HUB, stdin=b"n\n")
    assert ended.code == 130
    for told in ("127.0.0.1", "300.0 kB", str(tmp_path / "models"), "no SHA-256", "Fetch it?", "Nothing was fetched"):
        assert told in ended.err
    assert [request["method"] for request in site.requests] == ["HEAD"]


def test_a_wrong_sum_installs_nothing(ragdesk: Ragdesk, site: Site, tmp_path: Path) -> None:
    ended = ragdesk("fetch", HUB, "--sha256", "0" * 64, "--yes")
    assert ended.code == 1
    assert "not the one that was asked for" in ended.err
    assert [path.name for path in (tmp_path / "models").iterdir()] == [".fetching.lock"]


def test_a_file_that_is_there_is_not_fetched_again(ragdesk: Ragdesk, site: Site) -> None:
    ragdesk("fetch", HUB, "--yes")
    ended = ragdesk("fetch", HUB, "--sha256", SUM, "--yes")
    assert ended.code == 1
    assert "It is there already" in ended.err
    assert len(site.requests) == 2


def test_a_file_that_is_missing_there_is_told(ragdesk: Ragdesk, site: Site) -> None:
    site.behaviours = [server.status(404)]
    ended = ragdesk("fetch", HUB, "--yes")
    assert (ended.code, "no such file" in ended.err) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["https://example.org/model.gguf"], "--allow-host example.org"),
        (["http://huggingface.co/model.gguf"], "https"),
        (["https://huggingface.co/org/model/blob/main/README.md"], "README.md"),
        ([HUB, "--sha256", "abc"], "64 digits"),
        ([HUB, "--name", "../model.gguf"], "no name of a model file"),
    ],
)
def test_what_may_not_be_fetched_is_refused_without_a_connection(
    ragdesk: Ragdesk, arguments: list[str], told: str
) -> None:
    ended = ragdesk("fetch", *arguments, "--yes")
    assert ended.code == 1
    assert told in ended.err
