"""The whole way: an engine that follows reads what changed, embeds only what is new, and carries out ignore rules."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ragdesk.engine.engine import Engine
from ragdesk.protocol.errors import BadRequest
from ragdesk.settings import Settings
from tests.fake_embedder import HashedWords


def until(happened: Callable[[], bool], within_s: float = 8) -> None:
    """5 s until a change is seen, and a moment to read it."""
    ends = time.monotonic() + within_s
    while not happened():
        assert time.monotonic() < ends, f"not within {within_s} s"
        time.sleep(0.02)


def documents(engine: Engine) -> dict[str, str]:
    return {Path(record.document).name: record.status for record in engine.list_documents()}


@pytest.fixture
def followed(engine: Engine, folder: Path) -> Engine:
    (folder / "harbour.txt").write_text("The harbour of Almar was dredged in 1931.")
    (folder / "bees.txt").write_text("The beekeeper of Almar counts forty hives.")
    list(engine.add([folder]))
    assert [source.state for source in engine.list_sources()] == ["unknown"]
    engine.start_following()
    until(lambda: engine.list_sources()[0].scanned_at is not None)
    return engine


def test_a_renamed_file_is_moved_and_embeds_nothing(followed: Engine, folder: Path, embedder: HashedWords) -> None:
    embedded = len(embedder.encoded)
    before = {record.document: record.chunks for record in followed.list_documents()}
    (folder / "harbour.txt").rename(folder / "port.txt")
    until(lambda: documents(followed) == {"port.txt": "ready", "bees.txt": "ready"})

    assert len(embedder.encoded) == embedded
    assert followed.search("harbour dredged").passages[0].document == str(folder / "port.txt")
    (job, *_) = followed.jobs()
    assert (job.kind, set(job.paths)) == ("follow", {str(folder / "harbour.txt"), str(folder / "port.txt")})
    assert before[str(folder / "harbour.txt")] == 1


def test_an_edited_file_is_found_by_its_new_words_and_a_deleted_one_by_none(followed: Engine, folder: Path) -> None:
    (folder / "harbour.txt").write_text("The lighthouse was lit in 1874.")
    (folder / "bees.txt").unlink()
    until(lambda: documents(followed) == {"harbour.txt": "ready"})
    until(lambda: "lighthouse" in followed.show("harbour").sections[0].text)
    assert "hives" not in "".join(passage.text for passage in followed.search("beekeeper hives").passages)


def test_what_a_pattern_names_leaves_the_library_and_comes_back(followed: Engine, folder: Path) -> None:
    job = followed.set_ignored(str(folder), ["bees*"])
    assert job.kind == "follow"
    until(lambda: documents(followed) == {"harbour.txt": "ready"})
    assert [source.ignore for source in followed.list_sources()] == [("bees*",)]
    followed.set_ignored(str(folder), [])
    until(lambda: documents(followed) == {"harbour.txt": "ready", "bees.txt": "ready"})
    assert followed.status().sources == tuple(followed.list_sources())


def test_what_is_no_source_is_refused(followed: Engine, folder: Path) -> None:
    for source in (folder / "bees.txt", folder.parent):
        with pytest.raises(BadRequest, match="was not added"):
            followed.set_ignored(str(source), ["a"])


def test_nothing_is_followed_where_the_settings_say_no(data_dir: Path, folder: Path, embedder: HashedWords) -> None:
    engine = Engine.open(Settings(data_dir=data_dir, follow_sources=False), embeddings=embedder)
    (folder / "bees.txt").write_text("The beekeeper of Almar counts forty hives.")
    list(engine.add([folder]))
    engine.start_following()
    assert [source.state for source in engine.list_sources()] == ["unknown"]
    engine.close()
