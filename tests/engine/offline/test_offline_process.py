"""The kernel's refusal cannot be taken back, so it is tried in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ragdesk.engine.offline.kernel_denial import denial_in_force
from ragdesk.engine.offline.process_start import WORKING_FOLDER, own_working_folder

PROJECT = Path(__file__).parents[3]
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the filter is Linux's")
PREPARE = """
import json, os, socket, subprocess, sys, threading
from pathlib import Path
sys.path.insert(0, {project!r})
from ragdesk.engine.offline.process_start import prepare_engine_process
began, go_on, told = threading.Event(), threading.Event(), {{}}

def outcome(act):
    try:
        return repr(act())
    except OSError as error:
        return type(error).__name__

def in_a_thread_from_before():
    began.set()
    go_on.wait()
    told["thread"] = outcome(lambda: socket.socket().close())

thread = threading.Thread(target=in_a_thread_from_before)
thread.start()
began.wait()
process = prepare_engine_process(Path({data_dir!r}), offline={offline})
go_on.set()
thread.join()
told["enforced"], told["not_enforced"] = process.denial.is_enforced, process.not_enforced
"""


def run(data_dir: Path, code: str, *, offline: bool = True, **variables: str) -> dict[str, Any]:
    """What `code` left in `told`, after the process was prepared."""
    script = PREPARE.format(project=str(PROJECT), data_dir=str(data_dir), offline=offline) + code
    script += "\nprint(json.dumps(told))"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env={**os.environ, **variables}
    )
    assert ended.returncode == 0, ended.stderr
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


@ON_LINUX
def test_no_way_to_a_network_is_left(tmp_path: Path) -> None:
    told = run(
        tmp_path,
        """
for family in ("AF_INET", "AF_INET6", "AF_NETLINK", "AF_PACKET", "AF_VSOCK", "AF_ALG", "AF_BLUETOOTH"):
    if hasattr(socket, family):
        told[family] = outcome(lambda: socket.socket(getattr(socket, family), socket.SOCK_RAW).close())
told["pair"] = outcome(lambda: socket.socketpair(socket.AF_INET, socket.SOCK_STREAM)[0].close())
told["name"] = outcome(lambda: socket.getaddrinfo("ragdesk.invalid", 443))
told["child"] = subprocess.run(
    [sys.executable, "-I", "-c", "import socket; socket.socket()"], capture_output=True, text=True
).stderr.splitlines()[-1]
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
told["io_uring"] = libc.syscall(425, 1, 0)
""",
    )
    assert told.pop("enforced")
    assert told.pop("not_enforced") == {}
    assert told.pop("name") == "gaierror"
    assert told.pop("child").startswith("PermissionError")
    assert told.pop("io_uring") == -1
    assert set(told.values()) == {"PermissionError"}
    assert {"AF_INET", "AF_INET6", "AF_NETLINK", "thread", "pair"} <= set(told)


@ON_LINUX
def test_unix_sockets_threads_and_files_still_work(tmp_path: Path) -> None:
    told = run(
        tmp_path,
        """
from multiprocessing.connection import Client, Listener
with Listener("a socket", "AF_UNIX") as listener:
    client = Client("a socket", "AF_UNIX")
    server = listener.accept()
    client.send_bytes(b"hello")
    told["said"] = server.recv_bytes().decode()
a, b = socket.socketpair()
told["localhost"] = socket.getaddrinfo("localhost", 1)[0][4][0]
""",
    )
    assert told["said"] == "hello"
    assert told["localhost"] in ("127.0.0.1", "::1")


@pytest.mark.skipif(sys.platform == "win32", reason="speaks of Unix modes")
def test_the_process_is_private_and_works_in_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / WORKING_FOLDER / "chromadb").mkdir(parents=True)
    (tmp_path / WORKING_FOLDER / ".env").write_text("CHROMA_SERVER_HOST=192.0.2.1")
    told = run(
        tmp_path,
        """
import resource
told["cores"] = resource.getrlimit(resource.RLIMIT_CORE)
told["folder"], told["holds"] = os.getcwd(), os.listdir()
Path("file").touch()
told["mode"] = Path("file").stat().st_mode & 0o777
told["planted"] = [name for name in os.environ if name.startswith(("LANGSMITH_E", "PYTHONPATH"))]
""",
        LANGSMITH_ENDPOINT="http://192.0.2.1:9",
        PYTHONPATH="/nowhere",
    )
    assert told["cores"] == [0, 0]
    assert (told["folder"], told["holds"]) == (str(tmp_path / WORKING_FOLDER), [])
    assert told["mode"] == 0o600
    assert told["planted"] == []


def test_a_data_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert own_working_folder(tmp_path / "none") == Path(tmp_path.anchor)
    assert not (tmp_path / "none").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_a_link_in_place_of_the_working_folder_is_not_followed(tmp_path: Path) -> None:
    users_own = tmp_path / "own"
    users_own.mkdir()
    (users_own / "file").touch()
    (tmp_path / WORKING_FOLDER).symlink_to(users_own)
    folder = own_working_folder(tmp_path)
    assert not folder.is_symlink()
    assert (users_own / "file").exists()


def test_offline_mode_can_be_switched_off_and_says_so(tmp_path: Path) -> None:
    told = run(tmp_path, "", offline=False)
    assert not told["enforced"]
    assert told["thread"] == "None"


def test_a_program_of_somebody_elses_is_not_cut_off() -> None:
    report = denial_in_force()
    assert not report.is_enforced
    assert report.note
