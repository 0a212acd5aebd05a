"""The embedder is opened once, on first use, whoever stops waiting for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ragdesk.engine.index.embedders import Embedder
from ragdesk.engine.search_models import SearchModels
from ragdesk.engine.stores import Stores
from ragdesk.protocol.errors import ModelMissing
from tests.fake_embedder import HashedWords


class Opener:
    """Opens an embedder slowly: tells two steps, and waits to be let go between them."""

    def __init__(self) -> None:
        self.opened = 0
        self.go_on = threading.Event()
        self.problem: Exception | None = None

    def __call__(self, tell: Callable[[str], None]) -> Embedder:
        self.opened += 1
        tell("Preparing the search model")
        self.go_on.wait(20)
        tell("Checking it")
        if self.problem:
            raise self.problem
        return HashedWords()


@pytest.fixture
def opener() -> Opener:
    return Opener()


@pytest.fixture
def models(tmp_path: Path, opener: Opener) -> Iterator[SearchModels]:
    stores = Stores.open(tmp_path / "catalogue.db")
    yield SearchModels(stores, opener, tmp_path / "index", 100)
    stores.close()


def test_nothing_is_opened_before_it_is_needed(models: SearchModels, opener: Opener) -> None:
    assert opener.opened == 0


def test_what_goes_on_is_told_while_it_goes_on(models: SearchModels, opener: Opener) -> None:
    events = models.preparing()

    first = next(iter(events))
    opener.go_on.set()
    told = [first, *events]

    assert [event.current for event in told] == ["Preparing the search model", "Checking it"]  # type: ignore[union-attr]
    assert list(models.preparing()) == []
    assert models.embedder is models.embedder


def test_whoever_stops_waiting_does_not_make_it_start_again(models: SearchModels, opener: Opener) -> None:
    events = models.preparing()
    next(iter(events))
    events.close()  # type: ignore[attr-defined]
    opener.go_on.set()

    assert [event.current for event in models.preparing()] == ["Checking it"]  # type: ignore[union-attr]
    assert isinstance(models.embedder, HashedWords)
    assert opener.opened == 1


def test_a_failure_is_raised_and_the_next_use_tries_again(models: SearchModels, opener: Opener) -> None:
    opener.problem = ModelMissing("The model is not there.")
    opener.go_on.set()
    with pytest.raises(ModelMissing):
        list(models.preparing())
    with pytest.raises(ModelMissing):
        _ = models.embedder

    opener.problem = None
    assert isinstance(models.embedder, HashedWords)
    assert opener.opened == 3
