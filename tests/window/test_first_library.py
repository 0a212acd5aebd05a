from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ragdesk.window.engine_link import EngineLink
from ragdesk.window.first_library import GUIDES, FirstLibrary, wants_library_of_its_own
from ragdesk.window.memory import WindowMemory
from ragdesk.window.start_options import StartOptions
from tests.window.fake_engine import FakeEngine

Begin = Callable[[FirstLibrary], EngineLink]


@pytest.fixture
def begin(engine: FakeEngine, qtbot: QtBot) -> Iterator[Begin]:
    links = []

    def begun(first: FirstLibrary) -> EngineLink:
        link = EngineLink(engine.attach, first.name)
        links.append(link)
        first.follow(link)
        with qtbot.waitSignal(link.engine_ready):
            link.start(create=first.may_create)
        return link

    yield begun
    for link in links:
        link.close()
        link.background.wait_for_threads(3)


@pytest.fixture
def used(tmp_path: Path) -> StartOptions:
    """A data folder with a catalogue."""
    (tmp_path / "catalogue.db").touch()
    return StartOptions(tmp_path)


@pytest.mark.parametrize(("language", "name"), [("en", "Welcome"), ("es", "Bienvenida")])
def test_at_first_the_user_guides_are_there_to_be_asked(
    language: str, name: str, tmp_path: Path, memory: WindowMemory, begin: Begin, engine: FakeEngine, qtbot: QtBot
) -> None:
    first = FirstLibrary(StartOptions(tmp_path), memory, language)  # type: ignore[arg-type]
    link = begin(first)
    qtbot.waitUntil(lambda: len(engine.called("start_add")) == 1)
    (paths, *_) = engine.called("start_add")[0]
    assert link.library == name
    assert [path.name for path in paths] == list(GUIDES)  # type: ignore[attr-defined]
    assert all(path.is_file() for path in paths)  # type: ignore[attr-defined]


def test_an_engine_that_comes_back_is_not_given_the_guides_again(
    tmp_path: Path, memory: WindowMemory, begin: Begin, engine: FakeEngine, qtbot: QtBot
) -> None:
    link = begin(FirstLibrary(StartOptions(tmp_path), memory, "en"))
    qtbot.waitUntil(lambda: len(engine.called("start_add")) == 1)
    with qtbot.waitSignal(link.engine_ready):
        engine.die()
    assert len(engine.called("start_add")) == 1


def test_later_it_is_the_library_of_last_time(used: StartOptions, memory: WindowMemory, begin: Begin) -> None:
    memory.library = "Archive"
    link = begin(FirstLibrary(used, memory, "en"))
    assert link.library == "Archive"


def test_one_that_was_asked_for_goes_before(used: StartOptions, memory: WindowMemory) -> None:
    memory.library = "Archive"
    assert FirstLibrary(replace(used, library="Mine"), memory, "en").name == "Mine"


def test_where_nothing_is_known_it_is_a_library_with_documents(
    used: StartOptions, memory: WindowMemory, begin: Begin, engine: FakeEngine, qtbot: QtBot
) -> None:
    memory.library = "Gone"
    link = begin(FirstLibrary(used, memory, "en"))
    qtbot.waitUntil(lambda: link.library == "default" and link.is_ready)
    assert "Gone" not in engine.libraries


def test_what_comes_before_the_guides_are_read_is_not_put_among_them(
    tmp_path: Path, memory: WindowMemory, begin: Begin, engine: FakeEngine
) -> None:
    engine.documents.clear()
    link = begin(FirstLibrary(StartOptions(tmp_path), memory, "en"))
    assert wants_library_of_its_own(link)
    assert link.status is not None
    link.status = replace(link.status, documents={"ready": 2})
    assert not wants_library_of_its_own(link), "its sources tell by now what it holds"


def test_an_empty_library_of_the_user_takes_what_comes(used: StartOptions, memory: WindowMemory, begin: Begin) -> None:
    memory.library = "Harbour"
    link = begin(FirstLibrary(replace(used, library="Harbour"), memory, "en"))
    assert link.status is not None
    link.status = replace(link.status, documents={})
    assert not wants_library_of_its_own(link)
