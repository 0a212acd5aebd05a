from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from ragdesk.engine.index.embedders import compiled_models, conversion, open_embedder
from ragdesk.engine.index.embedders.compiled_models import COMPILED_FOLDER, KEPT, LOCK_FILE
from ragdesk.engine.index.embedders.conversion_report import read_report
from ragdesk.engine.model_files.bundled import bundled_embedder
from ragdesk.protocol.errors import ModelError

DAILY_USE = """
import sys

def watch(event, details):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen"):
        raise SystemExit(f"{event} {details}")

sys.addaudithook(watch)
from pathlib import Path
from ragdesk.engine.index.embedders import open_embedder
from ragdesk.engine.model_files.bundled import bundled_embedder

cache = Path(sys.argv[1])
embedder = open_embedder(bundled_embedder(cache), cache, on_progress=print, route="fast")
assert embedder.encode_questions(["Who pays?"]).shape == (1, 384)
heavy = {"torch", "sentence_transformers", "transformers", "nncf", "langchain_core", "chromadb"} & set(sys.modules)
assert not heavy, heavy
"""


@pytest.fixture
def converted(model_cache: Path) -> Path:
    return next(folder for folder in (model_cache / "embedders").iterdir() if folder.is_dir())


@pytest.fixture
def own_cache(model_cache: Path, tmp_path: Path) -> Path:
    """A copy of the converted model that a test may spoil; nothing is compiled yet."""
    return Path(shutil.copytree(model_cache, tmp_path / "cache", ignore=shutil.ignore_patterns(COMPILED_FOLDER)))


def test_daily_use_loads_nothing_heavy_and_opens_no_connection(model_cache: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DAILY_USE, str(model_cache)], capture_output=True, text=True, check=False, timeout=120
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_conversion_is_close_to_the_original_and_says_so(converted: Path) -> None:
    report = read_report(converted)

    assert report is not None
    assert report.refusal == ""
    assert report.cosine_mean["en"] >= 0.99
    assert report.cosine_mean["es"] >= 0.99
    assert report.shared_top_ten >= 0.9
    assert report.texts_per_second_converted > report.texts_per_second_original


def test_no_half_results_stay_in_the_cache(converted: Path) -> None:
    assert [folder.name for folder in converted.parent.iterdir()] == [converted.name]


def test_a_converted_model_that_a_power_cut_shortened_is_not_whole(own_cache: Path) -> None:
    weights = next(own_cache.glob("embedders/*/model.bin"))
    assert conversion.is_whole(weights.parent)

    weights.write_bytes(weights.read_bytes()[:1000])

    assert not conversion.is_whole(weights.parent)


def test_a_damaged_cache_of_compiled_code_is_rebuilt(own_cache: Path) -> None:
    folder = bundled_embedder(own_cache)
    before = open_embedder(folder, own_cache, on_progress=print, route="fast").encode(["Who pays?"])
    blobs = list(own_cache.glob(f"embedders/*/{COMPILED_FOLDER}/*"))
    for blob in blobs:
        blob.write_bytes(b"damaged")

    after = open_embedder(folder, own_cache, on_progress=print, route="fast").encode(["Who pays?"])

    assert blobs
    np.testing.assert_allclose(after, before, atol=1e-3)


def test_programs_that_load_the_model_at_once_wait_for_each_other(own_cache: Path, converted: Path) -> None:
    """One that reads compiled code while another writes it is killed."""
    embedder = open_embedder(bundled_embedder(own_cache), own_cache, on_progress=print, route="fast")
    folder = own_cache / "embedders" / converted.name
    other = FileLock(folder / LOCK_FILE)
    loading = threading.Thread(target=embedder.warm_up)

    with other:
        loading.start()
        loading.join(1)
        assert loading.is_alive()
        assert not list(folder.glob(f"{COMPILED_FOLDER}/*"))

    loading.join(30)
    assert not loading.is_alive()
    assert list(folder.glob(f"{COMPILED_FOLDER}/*.blob"))


def test_a_program_that_keeps_the_compiled_code_to_itself_stops_no_other(
    own_cache: Path, converted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled_models, "TURN_S", 0.1)
    embedder = open_embedder(bundled_embedder(own_cache), own_cache, on_progress=print, route="fast")

    with FileLock(own_cache / "embedders" / converted.name / LOCK_FILE):
        assert embedder.encode_questions(["Who pays?"]).shape == (1, 384)


def test_compiled_code_of_former_days_does_not_pile_up(own_cache: Path, converted: Path) -> None:
    compiled = own_cache / "embedders" / converted.name / COMPILED_FOLDER
    compiled.mkdir()
    for n in range(5):
        (compiled / f"{n}.blob").write_bytes(b"old")
        (compiled / f"{n}.blob").chmod(0o444)
        os.utime(compiled / f"{n}.blob", (n, n))

    open_embedder(bundled_embedder(own_cache), own_cache, on_progress=print, route="fast").warm_up()

    left = [blob.name for blob in compiled.glob("*.blob")]
    assert len(left) == KEPT
    assert "4.blob" in left


def test_a_converted_model_that_became_unreadable_is_said_to_be(own_cache: Path) -> None:
    embedder = open_embedder(bundled_embedder(own_cache), own_cache, on_progress=print, route="fast")
    model = next(own_cache.glob("embedders/*/model.xml"))
    model.write_text("not a model")
    shutil.rmtree(model.parent / COMPILED_FOLDER, ignore_errors=True)

    with pytest.raises(ModelError, match="could not be loaded") as caught:
        embedder.warm_up()
    assert "made anew" in caught.value.hint
    assert not conversion.is_whole(model.parent)


def test_a_model_that_cannot_be_converted_goes_the_reference_route(model_folder: Path, tmp_path: Path) -> None:
    (model_folder / "1_Pooling" / "config.json").write_text('{"word_embedding_dimension": 384, "pooling_mode": "cls"}')
    told: list[str] = []

    embedder = open_embedder(model_folder, tmp_path, on_progress=told.append)

    assert embedder.fingerprint.endswith("-st")
    assert told == [embedder.route_note]
    assert "cannot be converted" in embedder.route_note
    with pytest.raises(ModelError, match="cannot be converted"):
        open_embedder(model_folder, tmp_path, on_progress=told.append, route="fast")


@pytest.fixture
def failing_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "START", "import sys; sys.exit('no memory left')")


@pytest.mark.usefixtures("failing_child")
def test_a_failed_conversion_leaves_nothing_behind_and_is_not_tried_at_every_start(
    model_folder: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    first = open_embedder(model_folder, cache, on_progress=print)
    assert first.fingerprint.endswith("-st")
    assert "could not be prepared" in first.route_note

    assert "failed lately" in open_embedder(model_folder, cache, on_progress=print).route_note
    left = list((cache / "embedders").iterdir())
    assert [file.suffix for file in left] == [".failed"]
    assert "no memory left" in left[0].read_text()

    day_before = time.time() - conversion.RETRY_AFTER_S - 1
    os.utime(left[0], (day_before, day_before))
    assert "could not be prepared" in open_embedder(model_folder, cache, on_progress=print).route_note


def test_a_conversion_that_hangs_is_ended(model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "START", "import time; time.sleep(600)")
    monkeypatch.setattr(conversion, "DEADLINE_S", 0.2)

    with pytest.raises(ModelError, match="could not be prepared"):
        open_embedder(model_folder, tmp_path, on_progress=print, route="fast")


def test_a_cache_that_cannot_be_written_falls_back(model_folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.write_text("a file where a folder should be")

    embedder = open_embedder(model_folder, cache, on_progress=print)

    assert embedder.fingerprint.endswith("-st")
    assert "could not be written" in embedder.route_note


def test_broken_weights_are_an_error_for_people(model_folder: Path, tmp_path: Path) -> None:
    embedder = open_embedder(model_folder, tmp_path, on_progress=print, route="reference")

    with pytest.raises(ModelError, match="could not be loaded") as caught:
        embedder.warm_up()
    assert "damaged" in caught.value.hint
