"""What every EngineApi does about long lists of documents: stretches in an order, places in it, counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from ragdesk.protocol.document_lists import DocumentRows, ListChoice, SortBy
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.errors import BadRequest
from tests.contracts.engine_api import WAYS, engine_met
from tests.long_pdf import long_pdf

NAMES = ("Contrato 2.md", "Contrato 10.md", "ánimo.txt", "journal.pdf")


@pytest.fixture(params=WAYS)
def engine(request: pytest.FixtureRequest, data_dir: Path) -> Iterator[EngineApi]:
    with engine_met(request.param, data_dir) as met:
        yield met


@pytest.fixture
def filled(engine: EngineApi, folder: Path) -> EngineApi:
    for name in NAMES[:3]:
        (folder / name).write_text(f"# Acuerdo\n\nEl molino de Almar está junto al río, dice {name}.", "utf-8")
    (folder / "journal.pdf").write_bytes(long_pdf(3))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    list(engine.add([folder]))
    return engine


def named(rows: DocumentRows) -> list[str]:
    return [Path(one.document).name for one in rows.records]


def test_a_list_comes_in_stretches_of_the_order_chosen(filled: EngineApi) -> None:
    by_name = filled.list_rows(ListChoice())
    assert named(by_name) == ["ánimo.txt", "broken.pdf", "Contrato 2.md", "Contrato 10.md", "journal.pdf"]
    assert set(by_name.records) == set(filled.list_documents())
    second = filled.list_rows(ListChoice(), 2, 2)
    assert (second.first, second.total, second.records) == (2, 5, by_name.records[2:4])
    assert filled.list_rows(ListChoice(), 5).records == ()
    assert filled.list_rows(ListChoice("pages"), 10**30) == DocumentRows(10**30, 5, ())
    assert named(filled.list_rows(ListChoice("status"), 0, 1)) == ["broken.pdf"]
    assert named(filled.list_rows(ListChoice("pages"), 0, 1)) == ["journal.pdf"]


def test_a_list_holds_what_was_chosen(filled: EngineApi) -> None:
    assert named(filled.list_rows(ListChoice(status="failed"))) == ["broken.pdf"]
    assert named(filled.list_rows(ListChoice(type="pdf"))) == ["journal.pdf"]
    assert named(filled.list_rows(ListChoice(words="ANIMO"))) == ["ánimo.txt"]
    assert named(filled.list_rows(ListChoice(words="acuérdo 1"))) == ["Contrato 10.md"]
    assert filled.list_rows(ListChoice(words="100%_")).total == 0


def test_documents_are_found_where_they_are_listed(filled: EngineApi) -> None:
    for sort in get_args(SortBy):
        listed = [one.document for one in filled.list_rows(ListChoice(sort)).records]
        assert filled.find_rows(ListChoice(sort), [*reversed(listed), "/nowhere"]) == [4, 3, 2, 1, 0, None]
        assert filled.find_rows(ListChoice(sort, "failed"), listed).count(None) == 4
        assert filled.find_rows(ListChoice(sort), []) == []


def test_documents_are_counted_by_state_and_type(filled: EngineApi) -> None:
    counts = filled.count_documents()
    assert (counts.total, counts.statuses) == (5, {"failed": 1, "ready": 4})
    assert counts.types == {"markdown": 2, "text": 1, "pdf": 1}
    filled.remove([one.document for one in filled.list_rows(ListChoice(type="markdown")).records])
    assert filled.count_documents().types == {"text": 1, "pdf": 1}


def test_a_library_without_documents_has_an_empty_list(engine: EngineApi) -> None:
    assert engine.list_rows(ListChoice("newest")) == DocumentRows(0, 0, ())
    assert engine.find_rows(ListChoice(), ["/a"]) == [None]
    assert (engine.count_documents().total, engine.count_documents().language) == (0, None)


WRONG: Any = "colour"


IMPOSSIBLE = (
    (ListChoice(), 0, 0),
    (ListChoice(), 0, 10_001),
    (ListChoice(), -1, 10),
    (ListChoice(WRONG), 0, 10),
    (ListChoice(status=WRONG), 0, 10),
    (ListChoice(words="x " * 2_000), 0, 10),
)


def test_what_cannot_be_listed_is_refused(engine: EngineApi) -> None:
    for choice, first, limit in IMPOSSIBLE:
        with pytest.raises(BadRequest) as refused:
            engine.list_rows(choice, first, limit)
        assert refused.value.hint
    with pytest.raises(BadRequest, match="10,001"):
        engine.find_rows(ListChoice(), ["/a"] * 10_001)
    assert engine.count_documents().total == 0
