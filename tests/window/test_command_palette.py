from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ragdesk.protocol.errors import EngineGone
from ragdesk.window.actions import Actions
from ragdesk.window.command_palette import CommandPalette
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.palette_entries import MOST_SHOWN
from ragdesk.window.theming import Theming
from tests.window.fake_engine import FakeEngine


@pytest.fixture
def palette(
    link: EngineLink, desk: Desk, theming: Theming, actions: Actions, show: Callable[[QWidget], QWidget], qtbot: QtBot
) -> CommandPalette:
    window = QWidget()
    window.resize(1000, 700)
    QPushButton("Elsewhere", window).setGeometry(0, 650, 100, 30)
    made = CommandPalette(link, desk, theming, actions, window)
    show(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.open()
    return made


def listed(palette: CommandPalette) -> list[str]:
    model = palette.findChildren(QListView)[0].model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def field(palette: CommandPalette) -> QLineEdit:
    return palette.findChildren(QLineEdit)[0]


def test_it_lists_what_can_be_done_now(palette: CommandPalette, actions: Actions) -> None:
    assert listed(palette)[:2] == ["Add a folder", "Add files"]
    palette.close_it()
    actions["add_folder"].setEnabled(False)
    palette.open()
    assert listed(palette)[0] == "Add files"


def test_letters_and_enter_do_it(palette: CommandPalette, actions: Actions, qtbot: QtBot) -> None:
    QTest.keyClicks(field(palette), "new conv")
    assert listed(palette)[0] == "New conversation"
    with qtbot.waitSignal(actions["new_conversation"].triggered):
        QTest.keyClick(field(palette), Qt.Key.Key_Return)
    assert not palette.isVisible()


def test_arrows_choose_around_the_end(palette: CommandPalette, actions: Actions, qtbot: QtBot) -> None:
    QTest.keyClicks(field(palette), "citation")
    assert listed(palette) == ["Next citation", "Previous citation"]
    QTest.keyClick(field(palette), Qt.Key.Key_Up)
    with qtbot.waitSignal(actions["previous_citation"].triggered):
        QTest.keyClick(field(palette), Qt.Key.Key_Return)


def test_esc_closes_it_and_gives_the_keyboard_back(palette: CommandPalette) -> None:
    button = palette.window().findChild(QPushButton)
    assert button is not None
    palette.close_it()
    button.setFocus()
    palette.open()
    assert field(palette).hasFocus()
    QTest.keyClick(field(palette), Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert button.hasFocus()


def test_a_click_elsewhere_closes_it(palette: CommandPalette) -> None:
    button = palette.window().findChild(QPushButton)
    assert button is not None
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not palette.isVisible()


def test_another_library_is_found_and_chosen(palette: CommandPalette, link: EngineLink, qtbot: QtBot) -> None:
    QTest.keyClicks(field(palette), "arch")
    qtbot.waitUntil(lambda: "Archive" in listed(palette))
    assert link.library not in listed(palette)
    with qtbot.waitSignal(link.library_chosen) as chosen:
        palette._choose(palette._model.index(listed(palette).index("Archive"), 0).data(Qt.ItemDataRole.UserRole + 1))
    assert chosen.args == ["Archive"]


def test_a_document_is_found_by_its_name(palette: CommandPalette, desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClicks(field(palette), "user-gui")
    qtbot.waitUntil(lambda: "user-guide.md" in listed(palette))
    with qtbot.waitSignal(desk.document_asked_for) as asked:
        QTest.keyClick(field(palette), Qt.Key.Key_Return)
    assert asked.args is not None
    assert asked.args[0].endswith("user-guide.md")


def test_a_document_whose_name_fits_best_comes_first_and_one_found_by_its_title_last(
    palette: CommandPalette, engine: FakeEngine, qtbot: QtBot
) -> None:
    palette.close_it()
    one = next(iter(engine.documents.values()))
    by_title = replace(one, document="/a/scan 7.pdf", title="The settings of the press")
    engine.documents = {each.document: each for each in (by_title, replace(one, document="/a/set.txt"))}
    palette.open()
    QTest.keyClicks(field(palette), "set")
    qtbot.waitUntil(lambda: "set.txt" in listed(palette))
    assert listed(palette)[:2] == ["set.txt", "Settings"]
    assert listed(palette)[-1] == "scan 7.pdf"


def test_where_nothing_fits_it_says_so(palette: CommandPalette) -> None:
    said = palette.findChild(QLabel, "palette_nothing")
    assert not said.isVisible()
    QTest.keyClicks(field(palette), "zzqq")
    assert listed(palette) == []
    assert said.isVisible()
    assert said.text() == "Nothing fits."
    assert palette.rect().contains(said.geometry())


def test_a_stalled_engine_leaves_the_commands(palette: CommandPalette, engine: FakeEngine) -> None:
    palette.close_it()
    engine.stall()
    palette.open()
    QTest.keyClicks(field(palette), "settings")
    assert listed(palette)[0] == "Settings"
    palette.close_it()
    engine.go_on()


def test_an_engine_that_fails_shows_no_error_of_its_own(
    palette: CommandPalette, engine: FakeEngine, link: EngineLink, qtbot: QtBot
) -> None:
    failed: list[object] = []
    link.request_failed.connect(failed.append)
    palette.close_it()
    engine.faults["list_libraries"] = EngineGone("It ended.")
    palette.open()
    QTest.keyClicks(field(palette), "user")
    qtbot.waitUntil(lambda: "user-guide.md" in listed(palette))
    assert failed == []


def test_of_many_documents_that_fit_a_few_are_listed(palette: CommandPalette, engine: FakeEngine, qtbot: QtBot) -> None:
    one = next(iter(engine.documents.values()))
    paths = [f"/many/letter {number}.txt" for number in range(500)]
    engine.documents = {path: replace(one, document=path) for path in paths}
    QTest.keyClicks(field(palette), "letter")
    qtbot.waitUntil(lambda: "letter 0.txt" in listed(palette))
    assert len(listed(palette)) <= MOST_SHOWN
    assert len(engine.called("list_rows")) == 1
