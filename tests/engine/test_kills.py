"""`kill -9` while a folder is added: no document is lost, half-read or doubled, and the next add completes it."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import OpenEngine
from tests.engine.driving import add, found_in, orphans, paragraph, picture
from tests.fake_embedder import HashedWords

KILLS = 10
FILES = 30
EXACT_UP_TO = 60
PROJECT = Path(__file__).parents[2]


@pytest.fixture
def rooms(folder: Path) -> Path:
    for n in range(FILES):
        (folder / f"room {n:02}.txt").write_text(f"{paragraph(f'wardrobe{n:02}')}\n\n{paragraph(f'mirror{n:02}')}")
    (folder / "copy.txt").write_bytes((folder / "room 00.txt").read_bytes())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    return folder


def kill_after_lines(data_dir: Path, folder: Path, lines: int) -> bool:
    """Start adding, read so many lines of its output, kill it; whether that came before its own end."""
    command = [sys.executable, "-m", "tests.engine.adding_process", str(data_dir), str(folder), str(EXACT_UP_TO)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        for _ in range(lines):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    return process.returncode == -signal.SIGKILL


def assert_whole(data_dir: Path) -> None:
    """What must hold whenever a process has died: each document once, and ready only with all its vectors."""
    connection = sqlite3.connect(data_dir / "catalogue.db")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        without_vector = (
            "SELECT d.path FROM documents d JOIN chunks k ON k.content_id = d.content_id"
            " JOIN spans s ON s.chunk_id = k.id LEFT JOIN vectors v ON v.text_id = s.text_id"
            " WHERE d.status = 'ready' AND v.vector IS NULL"
        )
        assert connection.execute(without_vector).fetchall() == []
        without_text = "SELECT path FROM documents WHERE status = 'ready' AND content_id IS NULL"
        assert connection.execute(without_text).fetchall() == []
        without_words = "SELECT id FROM chunks WHERE id NOT IN (SELECT rowid FROM chunk_words)"
        assert connection.execute(without_words).fetchall() == []
    finally:
        connection.close()


@pytest.mark.slow
def test_killed_at_random_moments_nothing_is_lost_half_read_or_doubled(
    open_engine: OpenEngine, rooms: Path, tmp_path: Path
) -> None:
    def open_at(data_dir: Path):  # type: ignore[no-untyped-def]
        return open_engine(data_dir=data_dir, embeddings=HashedWords(dimensions=48), exact_up_to=EXACT_UP_TO)

    undisturbed = open_at(tmp_path / "undisturbed")
    events = len(list(undisturbed.add([rooms])))
    wanted = picture(tmp_path / "undisturbed")
    data_dir, chance = tmp_path / "killed", random.Random(20)
    kills = 0
    for n in range(KILLS):
        kills += kill_after_lines(data_dir, rooms, chance.randint(1, events))
        assert_whole(data_dir)
        if n % 3 < 2 and n + 1 < KILLS:  # several kills in a row without an add that completes, now and then
            continue
        engine = open_at(data_dir)
        add(engine, rooms)
        for room in (0, 13, FILES - 1):
            assert found_in(engine, f"mirror{room:02}")[0] in (f"room {room:02}.txt", "copy.txt")
        engine.close()
        assert picture(data_dir) == wanted
        assert set(orphans(data_dir).values()) == {0}
        shutil.rmtree(data_dir)
    assert kills > KILLS / 2  # the others ended before their moment came
