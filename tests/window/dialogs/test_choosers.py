"""What is asked, by which model, and what that model read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.events import AnswerFinished, DocumentsChanged
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.dialogs.budget import BudgetDialog
from ragdesk.window.dialogs.models import ModelsDialog
from ragdesk.window.dialogs.scope import ScopeDialog
from ragdesk.window.documents.document_facts import name_of
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.theming import Theming
from tests.window.fake_engine import FakeEngine
from tests.window.sample_data import document
from tests.window.tab_order import tab_order

Show = Callable[[QWidget], QWidget]


@pytest.fixture
def scope(qtbot: QtBot, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, show: Show) -> ScopeDialog:
    made = ScopeDialog(link, desk, theming, actions)
    show(made)
    qtbot.waitUntil(lambda: made.model.rowCount() > 1)
    return made


def button(dialog: QWidget, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    return found


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_only_the_ticked_documents_are_asked(scope: ScopeDialog, desk: Desk) -> None:
    assert not button(scope, "scope_these").isEnabled()
    index = scope.model.index(0)
    scope.model.setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    button(scope, "scope_these").click()
    assert list(desk.scope) == sorted(scope.model.ticked)
    assert len(desk.scope) == 1


def test_ticks_stay_while_the_list_is_narrowed(scope: ScopeDialog, qtbot: QtBot) -> None:
    button(scope, "scope_tick").click()
    everything = set(scope.model.ticked)
    search = scope.findChild(QLineEdit, "scope_search")
    assert search is not None
    search.setText(str(scope.model.index(0).data()))
    qtbot.waitUntil(lambda: scope.model.rowCount() == 1)
    button(scope, "scope_untick").click()
    assert scope.model.ticked
    assert scope.model.ticked < everything


def test_all_documents_are_asked_again(scope: ScopeDialog, desk: Desk) -> None:
    desk.choose_scope(["/some/file.pdf"])
    button(scope, "scope_all").click()
    assert desk.scope == ()


def test_documents_that_cannot_be_searched_cannot_be_ticked(scope: ScopeDialog, engine: FakeEngine) -> None:
    indexes = [scope.model.index(row) for row in range(scope.model.rowCount())]
    tickable = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable
    offered = {index.data() for index in indexes if scope.model.flags(index) & tickable == tickable}
    searched = {one.document for one in engine.list_documents() if one.status in ("ready", "partly")}
    assert offered == {name_of(document) for document in searched}
    button(scope, "scope_tick").click()
    assert scope.model.ticked == searched


def test_all_of_a_long_list_are_ticked(scope: ScopeDialog, engine: FakeEngine, qtbot: QtBot) -> None:
    engine.documents = {path: document(n, path, path) for n, path in enumerate(f"/{n}.pdf" for n in range(3000))}
    engine.say(DocumentsChanged("default"))
    qtbot.waitUntil(lambda: scope.model.rowCount() == 3000)
    button(scope, "scope_tick").click()
    qtbot.waitUntil(lambda: len(scope.model.ticked) == 3000)


def test_a_search_that_nothing_fits_says_so(scope: ScopeDialog, qtbot: QtBot) -> None:
    search = scope.findChild(QLineEdit, "scope_search")
    assert search is not None
    assert "Nothing fits." not in words(scope)
    search.setText("no such document")
    qtbot.waitUntil(lambda: "Nothing fits." in words(scope))
    assert not scope.list.isVisible()
    search.clear()
    qtbot.waitUntil(scope.list.isVisible)
    assert "Nothing fits." not in words(scope)


def test_tab_goes_from_the_search_to_the_list_and_then_to_the_buttons(scope: ScopeDialog) -> None:
    scope.model.tick(scope.model.records() or [], is_ticked=True)
    names = ["scope_search", "scope_list", "scope_tick", "scope_untick", "scope_all", "scope_these"]
    assert tab_order(scope) == names


def test_a_closed_dialog_asks_for_nothing(scope: ScopeDialog, engine: FakeEngine, qtbot: QtBot) -> None:
    scope.close()
    before = len(engine.called("list_rows"))
    engine.documents.clear()
    engine.say(DocumentsChanged("default"))
    qtbot.wait(300)
    assert len(engine.called("list_rows")) == before
    scope.show()
    qtbot.waitUntil(lambda: scope.model.rowCount() == 0)


def test_a_model_is_chosen_for_the_next_question(
    qtbot: QtBot, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, show: Show, engine: FakeEngine
) -> None:
    dialog = ModelsDialog(link, desk, theming, actions)
    show(dialog)
    qtbot.waitUntil(lambda: len(dialog.findChildren(QRadioButton)) == len(engine.list_chat_models()))
    other = next(one for one in dialog.findChildren(QRadioButton) if one.isEnabled() and not one.isChecked())
    other.click()
    qtbot.waitUntil(lambda: any(name == "set_setting" for name, *_ in engine.calls))


def test_the_page_grows_with_the_models_that_come(
    qtbot: QtBot, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, show: Show, engine: FakeEngine
) -> None:
    engine.stall()
    dialog = ModelsDialog(link, desk, theming, actions)
    show(dialog)
    before = dialog.height()
    engine.go_on()
    qtbot.waitUntil(lambda: len(dialog.findChildren(QRadioButton)) > 1)
    layout = dialog.layout()
    assert layout is not None
    qtbot.waitUntil(lambda: before < dialog.height() >= layout.totalHeightForWidth(dialog.width()))
    assert all(label.height() >= label.heightForWidth(label.width()) for label in dialog.findChildren(QLabel))


def test_a_refused_model_says_why(
    qtbot: QtBot, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, show: Show, engine: FakeEngine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def refuse(name: str, value: str | None) -> None:
        raise BadRequest("That file is no model.", "Choose another.")

    monkeypatch.setattr(engine, "set_setting", refuse)
    dialog = ModelsDialog(link, desk, theming, actions)
    show(dialog)
    qtbot.waitUntil(lambda: len(dialog.findChildren(QRadioButton)) > 1)
    next(one for one in dialog.findChildren(QRadioButton) if one.isEnabled() and not one.isChecked()).click()
    qtbot.waitUntil(lambda: "That file is no model. Choose another." in words(dialog))


def test_what_the_model_read_is_told_with_its_figures(
    link: EngineLink, desk: Desk, theming: Theming, actions: Actions, show: Show, engine: FakeEngine
) -> None:
    dialog = BudgetDialog(link, desk, theming, actions)
    show(dialog)
    assert "Nothing was asked yet." in words(dialog)
    finished = list(engine.ask("When can the tenant end the harbour lease early?"))[-1]
    assert isinstance(finished, AnswerFinished)
    desk.show_answer(finished.answer)
    assert finished.answer.model in words(dialog)
    assert len(dialog.findChildren(QFrame, "budget_passage")) == len(finished.answer.passages)
    desk.show_answer(replace(finished.answer, model=None))
    assert "No model was asked" in words(dialog)
