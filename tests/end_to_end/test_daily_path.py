"""What a user's daily commands may not do: load torch, reach the network, be swayed by planted files and variables."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.end_to_end.program import SAMPLES, Ended, Program

pytestmark = [pytest.mark.model, pytest.mark.skipif(sys.platform == "win32", reason="speaks of Unix modes and calls")]

QUESTION = "How long does the ferry crossing take?"
HEAVY = ("torch", "sentence_transformers", "transformers", "nncf", "llama_cpp", "chromadb", "PySide6")
WATCHED = f"""
import json, sys
seen = []
def note(event, arguments):
    if event == "socket.__new__" and int(arguments[1]) != 1 or event in ("socket.getaddrinfo", "socket.gethostbyname"):
        seen.append([event, repr(arguments[1:])])
sys.addaudithook(note)
from ragdesk.main import main
code = main()
loaded = [name for name in {HEAVY!r} if sys.modules.get(name)]
print(json.dumps({{"loaded": loaded, "sockets": seen}}), file=sys.stderr)
sys.exit(code)
"""
"""Runs a command, then tells which heavy packages it loaded and which sockets it made, Unix ones aside."""

HOSTILE = {
    "HTTP_PROXY": "http://192.0.2.1:9",
    "HTTPS_PROXY": "http://192.0.2.1:9",
    "ALL_PROXY": "socks5://192.0.2.1:9",
    "HF_ENDPOINT": "http://192.0.2.1:9",
    "LANGSMITH_TRACING": "true",
    "LANGSMITH_ENDPOINT": "http://192.0.2.1:9",
    "LANGSMITH_API_KEY": "planted",
    "LANGCHAIN_TRACING_V2": "true",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://192.0.2.1:9",
    "CHROMA_SERVER_HOST": "192.0.2.1",
    "CHROMA_API_IMPL": "chromadb.api.fastapi.FastAPI",
    "ANONYMIZED_TELEMETRY": "True",
}
"""192.0.2.1 is an address that no computer has (RFC 5737)."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Program:
    """Started in a folder with a planted `.env` and with hostile variables; its files are made under umask 000."""
    here = tmp_path_factory.mktemp("planted")
    here.joinpath(".env").write_text("".join(f"{name}={value}\n" for name, value in HOSTILE.items()))
    data_dir = here / ("Bücher y papeles de Begoña " + "x" * 173)
    assert len(data_dir.name) == 200
    with_open_umask = ("sh", "-c", 'umask 000; exec "$@"', "sh")
    return Program(data_dir, model_cache, HOSTILE, here, with_open_umask, WATCHED)


@pytest.fixture(scope="module")
def added(program: Program) -> Ended:
    return program.run("add", "--json", SAMPLES)


def _told(ended: Ended) -> dict[str, object]:
    """What the watching script printed last."""
    told: dict[str, object] = json.loads(ended.err.splitlines()[-1])
    return told


def test_add_loads_nothing_heavy_and_makes_no_socket(added: Ended) -> None:
    assert added.code == 0, added.err
    assert _told(added) == {"loaded": [], "sockets": []}
    assert added.lines[-1]["summary"]["spans_embedded"] > 100


def test_search_loads_nothing_heavy_and_makes_no_socket(program: Program, added: Ended) -> None:
    found = program.run("search", "--json", QUESTION)
    assert _told(found) == {"loaded": [], "sockets": []}
    assert "35 minutes" in found.lines[0]["passages"][0]["text"]


def test_an_answer_makes_no_socket(program: Program, added: Ended) -> None:
    answered = program.run("ask", "--json", "What did the restoration of the lens cost?")
    told = _told(answered)
    assert told["sockets"] == []
    assert set(told["loaded"]) <= {"llama_cpp"}  # type: ignore[call-overload]
    assert answered.lines[0]["found"]


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_the_kernel_sees_no_internet_socket(program: Program, added: Ended, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    traced = replace(program, prefix=("strace", "-f", "-qq", "-e", "trace=network,execve", "-o", str(trace)))
    found = traced.run("search", "--json", QUESTION)
    if "ptrace" in found.err:
        pytest.skip("this system forbids strace")
    calls = trace.read_text(encoding="utf-8", errors="replace")
    assert found.code == 0
    assert "execve(" in calls
    assert "AF_INET" not in calls
    assert "AF_NETLINK" not in calls


def test_everything_is_this_users_alone(program: Program, added: Ended) -> None:
    modes = {path: stat.S_IMODE(path.lstat().st_mode) for path in [program.data_dir, *program.data_dir.rglob("*")]}
    assert len(modes) > 1
    assert {path: oct(mode) for path, mode in modes.items() if mode != (0o700 if path.is_dir() else 0o600)} == {}


def test_nothing_is_written_beside_the_data_folder(program: Program, added: Ended) -> None:
    assert sorted(os.listdir(program.folder)) == sorted([".env", program.data_dir.name])
