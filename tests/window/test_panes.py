from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame

from ragdesk.window.actions import Actions
from ragdesk.window.memory import WindowMemory
from ragdesk.window.panes import Panes
from ragdesk.window.theming import Theming


@pytest.fixture
def panes(memory: WindowMemory, actions: Actions, theming: Theming, show: Callable[[Panes], Panes]) -> Panes:
    made = Panes(QFrame(), QFrame(), QFrame(), memory, actions, theming)
    made.resize(1280, 700)
    return show(made)


def widths(panes: Panes) -> list[int]:
    """Once the layout has settled."""
    QTest.qWait(0)
    QApplication.sendPostedEvents()
    return [one.width() if one.isVisible() else 0 for one in (panes.documents, panes.conversation, panes.evidence)]


def resize(panes: Panes, width: int) -> None:
    panes.resize(width, 700)
    widths(panes)
    panes.resize(width, 700)  # the least width of what was unfolded held until now
    widths(panes)


def test_evidence_is_hidden_until_there_is_some(panes: Panes) -> None:
    assert widths(panes) == [264, 1015, 0]
    panes.show_evidence(True)
    assert widths(panes) == [264, 594, 420]
    panes.show_evidence(False)
    assert widths(panes) == [264, 1015, 0]


def test_widths_are_remembered(panes: Panes, memory: WindowMemory) -> None:
    panes.show_evidence(True)
    panes._splitter.moveSplitter(300, 1)
    assert memory.width("documents", 264) == 300
    panes.show_evidence(False)
    panes.show_evidence(True)
    assert widths(panes)[0] == 300
    assert widths(panes)[2] == memory.width("evidence", 420)


def test_in_a_narrower_window_evidence_lies_over_the_conversation(panes: Panes) -> None:
    panes.show_evidence(True)
    resize(panes, 1000)
    assert widths(panes)[1] == 1000 - 264 - 1
    assert panes.evidence.isVisible()
    assert panes.close_drawer()
    assert not panes.evidence.isVisible()
    assert not panes.close_drawer()
    panes.show_evidence(True)
    resize(panes, 1280)
    assert panes.evidence.parentWidget() is panes._splitter
    assert widths(panes)[2] == pytest.approx(420, abs=4)


def test_in_a_narrow_window_documents_come_by_a_button(panes: Panes, actions: Actions) -> None:
    resize(panes, 700)
    assert not panes.documents.isVisible()
    actions["toggle_documents"].trigger()
    assert panes.documents.isVisible()
    assert actions["toggle_documents"].isChecked()
    assert panes.close_drawer()
    assert not panes.documents.isVisible()
    resize(panes, 1280)
    assert widths(panes) == [264, 1015, 0]


def test_documents_can_be_hidden_and_come_back(panes: Panes, actions: Actions) -> None:
    actions["toggle_documents"].trigger()
    assert widths(panes)[0] == 0
    assert not actions["toggle_documents"].isChecked()
    actions["toggle_documents"].trigger()
    assert widths(panes) == [264, 1015, 0]


def test_a_drawer_leaves_some_of_the_conversation_in_sight(panes: Panes) -> None:
    resize(panes, 450)
    panes.show_evidence(True)
    assert panes.evidence.width() <= 450 - 48


def test_panes_in_sight_are_told_from_left_to_right(panes: Panes) -> None:
    panes.show_evidence(True)
    assert panes.shown() == [panes.documents, panes.conversation, panes.evidence]
    resize(panes, 700)
    assert panes.shown() == [panes.conversation, panes.evidence]
