"""A library of many more documents than are in sight, or in the window at all."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from ragdesk.protocol.document_lists import ListChoice
from ragdesk.protocol.events import DocumentsChanged
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.panels.documents import DocumentsPanel
from ragdesk.window.words import number
from tests.window.fake_engine import FakeEngine
from tests.window.sample_data import document

COUNT = 1500


def path(number: int) -> str:
    return f"/many/{number:06}.pdf"


@pytest.fixture(autouse=True)
def _many(engine: FakeEngine) -> None:
    engine.documents = {path(n): document(n, path(n), f"Letter {n}") for n in range(COUNT)}


@pytest.fixture
def long(panel: DocumentsPanel, engine: FakeEngine) -> DocumentsPanel:
    """The panel with 1,500 documents."""
    engine.calls.clear()
    return panel


def in_sight(panel: DocumentsPanel) -> list[str | None]:
    """What the rows in sight show; None: nothing yet."""
    view, rows = panel.list, panel.list.rows
    last = min(view.first_in_sight() + view.count_in_sight() - 1, rows.rowCount())
    return [rows.index(row).data() for row in range(view.first_in_sight(), last)]


def scroll(panel: DocumentsPanel, share: float) -> None:
    bar = panel.list.verticalScrollBar()
    bar.setValue(round(bar.maximum() * share))


def rest(panel: DocumentsPanel, qtbot: QtBot) -> None:
    """Until all that is in sight is there."""
    qtbot.waitUntil(lambda: None not in in_sight(panel))


def test_the_list_has_its_true_length_with_few_records(long: DocumentsPanel) -> None:
    assert None not in in_sight(long)
    assert long.search.box.placeholderText() == f"Search {number(COUNT)} documents"
    assert long.list.rows.cache.count() <= 400


def test_rows_that_are_not_there_yet_come_when_one_scrolls_to_them(
    long: DocumentsPanel, engine: FakeEngine, qtbot: QtBot
) -> None:
    scroll(long, 0.5)
    assert set(in_sight(long)) == {None}
    role = Qt.ItemDataRole.AccessibleTextRole
    assert long.list.rows.index(long.list.first_in_sight()).data(role) == "being fetched"
    rest(long, qtbot)
    first = long.list.first_in_sight()
    assert in_sight(long)[0] == f"{first:06}.pdf"
    assert len(engine.called("list_rows")) <= 2


def test_dragging_through_the_list_asks_only_for_where_it_rests(
    long: DocumentsPanel, engine: FakeEngine, qtbot: QtBot
) -> None:
    for step in range(100):
        scroll(long, step * 0.37 % 1)
        qtbot.wait(2)
    scroll(long, 1)
    rest(long, qtbot)
    assert len(engine.called("list_rows")) < 20  # 2, if the computer does nothing else
    assert in_sight(long)[-1] == "001499.pdf"


def test_a_stalled_engine_leaves_a_list_that_paints_and_scrolls(
    long: DocumentsPanel, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.stall()
    for share in (0.2, 0.9, 0.4):
        scroll(long, share)
        long.list.viewport().repaint()
        qtbot.wait(60)
    assert set(in_sight(long)) == {None}
    assert len(engine.called("list_rows")) <= 2
    engine.go_on()
    rest(long, qtbot)


def test_an_engine_that_comes_back_lists_again_at_the_same_place(
    long: DocumentsPanel, engine: FakeEngine, link: EngineLink, qtbot: QtBot
) -> None:
    scroll(long, 0.5)
    rest(long, qtbot)
    before = in_sight(long)
    engine.documents["/many/000000-new.pdf"] = document(COUNT, "/many/000000-new.pdf", "new")
    with qtbot.waitSignal(link.engine_ready):
        engine.die()
    qtbot.waitUntil(lambda: long.list.rows.rowCount() == COUNT + 1)
    rest(long, qtbot)
    assert in_sight(long) == before


def test_another_library_is_listed_from_its_beginning_with_nothing_chosen(long: DocumentsPanel, qtbot: QtBot) -> None:
    scroll(long, 1)
    long.list.selectAll()
    long.libraries.choose("Archive")
    qtbot.waitUntil(lambda: long.middle.currentWidget() is long.empty)
    long.libraries.choose("default")
    qtbot.waitUntil(lambda: long.list.rows.rowCount() == COUNT)
    assert in_sight(long)[0] == "000000.pdf"
    assert not long.list.selectionModel().hasSelection()


def test_of_words_typed_fast_the_last_ones_win_and_the_old_list_stays_until_then(
    long: DocumentsPanel, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.stall()
    qtbot.keyClicks(long.search.box, "letter 1111")
    assert in_sight(long)[0] == "000000.pdf"
    engine.go_on()
    qtbot.waitUntil(lambda: long.list.rows.rowCount() == 1)
    assert long.list.rows.row_of(path(1111)) == 0
    assert len(engine.called("list_rows")) <= 2


def test_another_order_is_shown_from_its_beginning(long: DocumentsPanel, qtbot: QtBot) -> None:
    scroll(long, 0.5)
    rest(long, qtbot)
    long.search.choose(ListChoice("status"))
    qtbot.waitUntil(lambda: long.list.rows.choice.sort == "status")
    assert long.list.verticalScrollBar().value() == 0


def test_the_chosen_document_stays_in_sight_when_the_words_are_taken_away(long: DocumentsPanel, qtbot: QtBot) -> None:
    long.search.box.setText("1111")
    qtbot.waitUntil(lambda: long.list.choose(path(1111)))
    long.search.box.clear()
    qtbot.waitUntil(lambda: long.list.rows.rowCount() == COUNT)
    assert [one.document for one in long.list.chosen()] == [path(1111)]
    assert "001111.pdf" in in_sight(long)


def test_a_document_far_away_is_chosen_and_brought_into_sight(long: DocumentsPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.document_asked_for.emit(path(1321))
    qtbot.waitUntil(lambda: [one.document for one in long.list.chosen()] == [path(1321)])
    assert "001321.pdf" in in_sight(long)


def test_chosen_documents_far_away_are_followed(long: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    flag = QItemSelectionModel.SelectionFlag.Select
    for row in (7, 700, 1499):
        long.list.selectionModel().select(long.list.rows.index(row), flag)
    qtbot.waitUntil(lambda: len(long.list.chosen()) == 3)
    del engine.documents[path(2)], engine.documents[path(700)]
    engine.say(DocumentsChanged("default"))
    qtbot.waitUntil(lambda: long.list.rows.rowCount() == COUNT - 2)
    assert [one.document for one in long.list.chosen()] == [path(7), path(1499)]


@pytest.fixture
def few_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than 300 count as very many."""
    monkeypatch.setattr("ragdesk.window.long_list.chosen_rows.FOLLOWED", 300)


@pytest.mark.usefixtures("few_followed")
def test_all_of_very_many_stay_chosen(long: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    long.list.selectAll()
    engine.documents["/many/new.pdf"] = document(COUNT, "/many/new.pdf", "new")
    engine.say(DocumentsChanged("default"))
    qtbot.waitUntil(lambda: long.list.rows.rowCount() == COUNT + 1)
    assert long.chosen.count() == COUNT + 1


@pytest.mark.usefixtures("few_followed")
def test_all_of_very_many_are_removed_and_taken_back(
    long: DocumentsPanel, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    long.list.selectAll()
    with qtbot.waitSignal(desk.undo_offered) as offered:
        qtbot.keyClick(long.list, Qt.Key.Key_Delete)
    assert offered.args == [f"{number(COUNT)} documents were removed."]
    qtbot.waitUntil(lambda: long.list.rows.rowCount() == 0)
    desk.undo()
    qtbot.waitUntil(lambda: long.list.rows.rowCount() == COUNT)


@pytest.mark.usefixtures("few_followed")
def test_the_menu_of_very_many_acts_on_all_of_them(long: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    engine.exclude([path(900)])
    long.list.selectAll()
    menu = long.commands.menu(long.list.chosen(), long.chosen.give)
    offered = {action.objectName(): action for action in menu.actions()}
    assert {"ask_only", "read_again", "exclude", "include", "remove", "copy_path"} <= set(offered)
    assert "open" not in offered
    offered["include"].trigger()
    qtbot.waitUntil(lambda: engine.called("include") == [((path(900),),)])
    offered["ask_only"].trigger()
    qtbot.waitUntil(lambda: bool(long.search.scope.isVisible()))
    assert long.search.scope.text() == f"Only {number(COUNT)} of them are asked"


@pytest.mark.usefixtures("few_followed")
def test_collecting_very_many_is_told_and_can_be_given_up(
    long: DocumentsPanel, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("ragdesk.window.long_list.chosen_documents.PIECE", 300)
    long.list.selectAll()
    engine.stall()
    qtbot.keyClick(long.list, Qt.Key.Key_Delete)
    assert long.card.isVisible()
    assert long.card.words.text() == f"Looking up {number(COUNT)} documents…"
    long.card.dismiss.click()
    engine.go_on()
    long.list.clearSelection()
    qtbot.keyClicks(long.search.box, "zzzz")
    qtbot.waitUntil(lambda: long.middle.currentWidget() is long.empty)
    assert not long.card.isVisible()
    assert not engine.called("remove")


@pytest.mark.usefixtures("few_followed")
def test_nothing_is_done_to_very_many_that_are_others_by_now(
    long: DocumentsPanel, engine: FakeEngine, link: EngineLink, qtbot: QtBot
) -> None:
    long.list.selectAll()
    flag = QItemSelectionModel.SelectionFlag.Deselect
    long.list.selectionModel().select(long.list.rows.index(COUNT - 1), flag)
    engine.documents["/many/000-new.pdf"] = document(COUNT, "/many/000-new.pdf", "new")  # and nobody tells of it
    with qtbot.waitSignal(link.request_failed) as failed:
        qtbot.keyClick(long.list, Qt.Key.Key_Delete)
    assert failed.args[0].message == "The list changed meanwhile."
    assert len(engine.documents) == COUNT + 1


def test_typing_does_not_count_the_library_again_but_a_change_does(
    long: DocumentsPanel, engine: FakeEngine, qtbot: QtBot
) -> None:
    qtbot.keyClicks(long.search.box, "letter")
    qtbot.waitUntil(lambda: long.list.rows.choice.words == "letter")
    assert not engine.called("count_documents")
    del engine.documents[path(1)]
    engine.say(DocumentsChanged("default"))
    qtbot.keyClicks(long.search.box, " 1")
    qtbot.waitUntil(lambda: long.list.rows.choice.words == "letter 1")
    qtbot.waitUntil(lambda: long.list.rows.counts.total == COUNT - 1)
