"""A list that changes, looked at again and again: what was chosen stays chosen, and what was on top stays there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel

from ragdesk.protocol.document_lists import ListChoice
from ragdesk.window.documents.document_list import DocumentList
from ragdesk.window.long_list.look import Wish, is_within, listed_documents, look
from ragdesk.window.theming import Theming
from tests.window.document_order import listed
from tests.window.fake_engine import FakeEngine
from tests.window.sample_data import document

NAMES = st.sets(st.integers(0, 90), max_size=80)
CHOICES = st.sampled_from([ListChoice(), ListChoice("pages"), ListChoice(words="1"), ListChoice(words="12")])


@pytest.fixture
def view(theming: Theming, show: Callable[[DocumentList], DocumentList]) -> DocumentList:
    made = DocumentList(theming)
    made.resize(264, 400)
    return show(made)


def hold(engine: FakeEngine, numbers: set[int]) -> None:
    engine.documents = {f"/{n}.pdf": document(n, f"/{n}.pdf", f"{n}", pages=n * 7 % 11) for n in numbers}


def show_now(view: DocumentList, engine: FakeEngine, choice: ListChoice) -> None:
    found = look(engine, view.wish(choice))
    assert not view.is_outdated(found)
    view.show_look(found)


def chosen(view: DocumentList) -> set[str]:
    return {record.document for record in view.chosen()}


def top(view: DocumentList) -> str | None:
    record = view.rows.record(view.first_in_sight())
    return record.document if record else None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NAMES, CHOICES), min_size=1, max_size=4), st.sets(st.integers(0, 90), max_size=12), st.data())
def test_what_is_chosen_stays_chosen_while_documents_come_and_go(
    view: DocumentList,
    engine: FakeEngine,
    steps: list[tuple[set[int], ListChoice]],
    picked: set[int],
    data: st.DataObject,
) -> None:
    view.let_go()
    hold(engine, set(range(0, 91, 2)))
    show_now(view, engine, ListChoice())
    for number in picked:
        if (row := view.rows.row_of(f"/{number}.pdf")) is not None:
            view.selectionModel().select(view.rows.index(row), QItemSelectionModel.SelectionFlag.Select)
    expected = chosen(view)
    for numbers, choice in steps:
        bar, before = view.verticalScrollBar(), view.rows.choice
        bar.setValue(data.draw(st.integers(0, max(0, bar.maximum()))))
        seen = top(view)
        hold(engine, numbers)
        show_now(view, engine, choice)
        there = [one.document for one in listed(engine.documents.values(), choice)]
        assert [view.rows.record(row).document for row in range(view.rows.rowCount())] == there  # type: ignore[union-attr]
        expected &= set(there)
        assert chosen(view) == expected
        if choice == before and seen in there and there.index(seen) < len(there) - view.count_in_sight():
            assert top(view) == seen


def test_a_document_that_is_wanted_is_found_without_the_filter_where_it_does_not_fit(engine: FakeEngine) -> None:
    hold(engine, set(range(2000)))
    found = look(engine, Wish(ListChoice(status="failed"), 0, 10, wanted="/1500.pdf"))
    assert found.choice == ListChoice()
    assert found.places["/1500.pdf"] == 1500
    assert found.rows.first <= 1500 < found.rows.first + len(found.rows.records)


def test_a_list_that_became_shorter_is_looked_at_from_where_it_ends(engine: FakeEngine) -> None:
    hold(engine, set(range(1000)))
    found = look(engine, Wish(ListChoice(), 5000, 20))
    assert found.rows.first + len(found.rows.records) == found.rows.total == 1000


def test_a_library_that_changes_while_it_is_looked_at_is_looked_at_again(engine: FakeEngine) -> None:
    class Changing(FakeEngine):
        def find_rows(self, choice: ListChoice, documents: object) -> list[int | None]:
            found = super().find_rows(choice, documents)  # type: ignore[arg-type]
            if len(self.called("find_rows")) == 1:
                hold(self, set(range(1, 50)))
            return found

    changing = Changing()
    hold(changing, set(range(50)))
    found = look(changing, Wish(ListChoice(), 0, 10, ["/5.pdf", "/0.pdf"]))
    assert found.places["/5.pdf"] == 4
    assert found.places["/0.pdf"] is None


def test_documents_in_rows_are_not_told_when_the_rows_are_others_by_now(engine: FakeEngine) -> None:
    hold(engine, set(range(50)))
    assert listed_documents(engine, ListChoice(), [(0, 3)], 51) is None
    told = listed_documents(engine, ListChoice(), [(0, 1), (4, 4)], 50)
    assert told is not None
    assert [one.document for one in told] == ["/0.pdf", "/1.pdf", "/4.pdf"]


@given(CHOICES, CHOICES)
def test_what_is_within_another_choice_holds_nothing_else(one: ListChoice, other: ListChoice) -> None:
    documents = [document(n, f"/{n}.pdf", f"{n}") for n in range(130)]
    if is_within(one, other):
        assert {each.document for each in listed(documents, one)} <= {
            each.document for each in listed(documents, other)
        }
