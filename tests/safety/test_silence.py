"""Short versions of `silent_journey`, `hostile_environment` and `killed_downloads`."""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

import pytest

from tests.fetcher.misbehaving_server import Site, serving
from tests.safety.hostile_environment import FACE, Planting
from tests.safety.killed_downloads import KilledDownloads, slowly
from tests.safety.planted_cases import CASES, Case
from tests.safety.silent_journey import hear, traced

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")


@pytest.mark.slow
@pytest.mark.model
@ON_LINUX
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_the_journey_is_silent_even_where_the_kernel_refuses_nothing(tmp_path: Path, model_cache: Path) -> None:
    travelled, heard = traced(tmp_path / "off", model_cache, 0, 0, "off")
    assert travelled.failed == {}
    assert travelled.steps > 15
    assert heard.processes > 3
    assert heard.sockets == heard.sent == []


@pytest.mark.slow
@pytest.mark.model
@ON_LINUX
@pytest.mark.skipif(not FACE.exists(), reason="the program `ragdesk` is not installed")
def test_all_that_is_planted_at_once_has_no_effect(tmp_path: Path, model_cache: Path) -> None:
    variables = {name: value for case in CASES for name, value in case.variables.items() if name != "TMPDIR"}
    code = {path for case in CASES for path in case.code}
    files = {path: text for case in CASES for path, text in case.files.items()}
    everything = Case("everything", variables, tuple(sorted(code)), files)
    tried = Planting(tmp_path, model_cache, is_traced=False).tried(1, everything)
    assert tried.effects == []


@pytest.mark.slow
@ON_LINUX
def test_a_killed_download_installs_nothing_that_is_not_whole(tmp_path: Path) -> None:
    data = b"GGUF" + random.Random(1).randbytes(3_000_000)
    with serving(Site(data, usual=slowly)) as site:
        kills = list(KilledDownloads(site, tmp_path, seed=1).kills(6))
    assert [violation for kill in kills for violation in kill.violations] == []
    assert sum(kill.is_killed for kill in kills) == 6


def test_a_trace_tells_the_doctors_attempts_from_others() -> None:
    heard = hear(
        """
10 socket(AF_UNIX, SOCK_STREAM, 0) = 3
10 socket(0xff /* AF_??? */, SOCK_STREAM, 0) = -1 EACCES (Permission denied)
10 shutdown(-4241, SHUT_RD) = -1 EBADF (Bad file descriptor)
11 socket(AF_INET, SOCK_STREAM, 0) = -1 EACCES (Permission denied)
11 socket(AF_INET6, SOCK_STREAM, 0) = 4
10 shutdown(-4242, SHUT_RD) = -1 EBADF (Bad file descriptor)
12 socket(AF_INET, SOCK_DGRAM, 0) = -1 EACCES (Permission denied)
12 socket(AF_NETLINK, SOCK_RAW, 0) = 5
12 sendto(5, "", 0, 0, {sa_family=AF_INET, sin_port=htons(53)}, 16) = -1 EPERM
""".strip()
    )
    assert (heard.processes, heard.by_doctor, heard.made_by_doctor) == (3, 2, 1)
    assert len(heard.sockets) == 2
    assert len(heard.sent) == 1
