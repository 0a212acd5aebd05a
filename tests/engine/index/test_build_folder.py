"""A folder is written by a process of its own, which never outlives the build; if it fails, that is all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import psutil
import pytest

from ragdesk.engine.index import build_folder
from ragdesk.engine.index.build_folder import SILENCE_S
from ragdesk.engine.index.chroma_index import ChromaIndex
from ragdesk.engine.index.vector_index import Ids, Vector
from ragdesk.protocol.errors import IndexUnavailable

PROJECT = Path(__file__).parents[3]
_DIMENSIONS = 48
_LONGEST_S = 20.0
_ENGINE = """
import sys
from pathlib import Path
import numpy as np
from ragdesk.engine.index.build_folder import build_folder

vectors = np.random.default_rng(1).normal(size=(4000, 384)).astype(np.float32)
for done, _ in build_folder(Path(sys.argv[1]) / "index" / "gen-1", np.arange(4000), lambda part: vectors[part]):
    print(done, flush=True)
"""


def vectors_of(ids: Ids) -> Vector:
    rows = np.random.default_rng(7).normal(size=(5_000, _DIMENSIONS)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)[ids]


def children() -> list[psutil.Process]:
    return [one for one in psutil.Process().children(recursive=True) if "fill_folder" in " ".join(one.cmdline())]


def test_several_parts_arrive_under_their_own_ids(tmp_path: Path) -> None:
    ids = np.arange(3, 2_404, dtype=np.int64)

    steps = list(build_folder.build_folder(tmp_path / "index" / "gen-1", ids, vectors_of))

    assert {done for done, _ in steps} >= {1_000, 2_000, 2_401}
    assert steps == sorted(steps)
    assert children() == []
    with closing(_reopened(tmp_path / "index" / "gen-1")) as index:
        assert np.array_equal(index.ids(), ids)
        for asked in (3, 1_002, 1_003, 2_403):
            [(found, cosine)] = index.nearest(vectors_of(np.array([asked]))[0], 1)
            assert (found, round(cosine, 3)) == (asked, 1)


def test_a_stopped_build_ends_its_process_and_lets_the_folder_be_removed(tmp_path: Path) -> None:
    building = build_folder.build_folder(tmp_path / "index" / "gen-1", np.arange(4_000), vectors_of)
    next(building)
    assert len(children()) == 1
    building.close()  # type: ignore[attr-defined]

    assert children() == []


@pytest.mark.parametrize("count", [20, 2_000], ids=["fits into the pipe", "does not"])
@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("raise SystemExit(3)", "ended early"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "ended early"),
        ("print('hello')", "nonsense"),
        ("print(dict(written=1))", "nonsense"),
        ("import json; print(json.dumps(dict(done=True)))", "nonsense"),
        ("print('[' * 100_000)", "nonsense"),
        ("print('[]\\n' * 100_000)", "nonsense"),
        ("import json; print(json.dumps(dict(failed='no room')))", "no room"),
        ("import time; time.sleep(60)", "nothing"),
    ],
)
def test_whatever_the_process_does_the_build_only_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, told: str, count: int
) -> None:
    monkeypatch.setattr(build_folder, "START", code)
    monkeypatch.setattr(build_folder, "SILENCE_S", 1)

    with pytest.raises(IndexUnavailable) as failed:
        list(build_folder.build_folder(tmp_path / "index" / "gen-1", np.arange(count), vectors_of))

    assert told in str(failed.value.detail)
    assert psutil.Process().children() == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it ends with its next part")
def test_a_killed_engine_takes_the_process_with_it(tmp_path: Path) -> None:
    engine = subprocess.Popen([sys.executable, "-c", _ENGINE, str(tmp_path)], cwd=PROJECT, stdout=subprocess.PIPE)
    assert engine.stdout is not None
    engine.stdout.readline()
    (child,) = psutil.Process(engine.pid).children()
    os.kill(engine.pid, signal.SIGKILL)
    engine.wait()
    engine.stdout.close()

    until = time.monotonic() + _LONGEST_S
    with suppress(psutil.NoSuchProcess):
        while child.is_running() and child.status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() < until, "it is still there"
    assert _LONGEST_S < SILENCE_S


def _reopened(folder: Path) -> ChromaIndex:
    (folder / "kept.sqlite3").rename(folder / "chroma.sqlite3")
    return ChromaIndex.open(folder)
