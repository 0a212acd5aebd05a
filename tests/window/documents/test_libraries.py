from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.dialogs.ask_name import AskName
from ragdesk.window.dialogs.bin import BinDialog
from ragdesk.window.dialogs.confirm import Confirm
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.panels.documents import DocumentsPanel
from tests.window.fake_engine import FakeEngine


def name_it(panel: DocumentsPanel, name: str) -> AskName:
    dialog = panel.findChildren(AskName)[-1]
    dialog.line.setText(name)
    dialog.verb.click()
    return dialog


def test_a_library_is_chosen_in_the_header(panel: DocumentsPanel, link: EngineLink, qtbot: QtBot) -> None:
    panel.header.library_menu.aboutToShow.emit()
    names = [action.text() for action in panel.header.library_menu.actions()]
    assert names[:2] == ["default (10)", "Archive (0)"]
    with qtbot.waitSignal(link.library_chosen) as chosen:
        panel.header.library_menu.actions()[1].trigger()
    assert chosen.args == ["Archive"]
    qtbot.waitUntil(lambda: "Archive" in panel.header.library.accessibleName())


def test_a_new_library_is_chosen_at_once(
    panel: DocumentsPanel, actions: Actions, link: EngineLink, qtbot: QtBot
) -> None:
    actions["new_library"].trigger()
    with qtbot.waitSignal(link.library_chosen) as chosen:
        name_it(panel, "  Letters & more ")
    assert chosen.args == ["Letters & more"]
    qtbot.waitUntil(lambda: "Letters & more" in [one.name for one in panel.libraries.in_use()])
    panel.header.library_menu.aboutToShow.emit()
    assert any("&&" in action.text() for action in panel.header.library_menu.actions())


def test_a_name_that_is_taken_is_refused_where_it_was_typed(
    panel: DocumentsPanel, actions: Actions, qtbot: QtBot
) -> None:
    actions["new_library"].trigger()
    dialog = name_it(panel, "Archive")
    qtbot.waitUntil(lambda: "already" in dialog.objection.text())
    assert dialog.verb.isEnabled()
    dialog.line.clear()
    assert not dialog.verb.isEnabled()
    dialog.reject()


def test_the_chosen_library_is_renamed(panel: DocumentsPanel, actions: Actions, link: EngineLink, qtbot: QtBot) -> None:
    actions["rename_library"].trigger()
    name_it(panel, "Museum")
    qtbot.waitUntil(lambda: link.library == "Museum")


def test_a_removed_library_can_be_taken_back(
    panel: DocumentsPanel, actions: Actions, desk: Desk, link: EngineLink, engine: FakeEngine, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.undo_offered):
        actions["remove_library"].trigger()
    assert link.library == "Archive"
    desk.undo()
    qtbot.waitUntil(lambda: link.library == "default")
    assert engine.called("restore_library") == [("default",)]


def open_bin(panel: DocumentsPanel, actions: Actions, qtbot: QtBot) -> BinDialog:
    actions["show_bin"].trigger()
    dialog = panel.findChild(BinDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.chosen() == ["Old"])
    return dialog


def test_the_bin_gives_back(panel: DocumentsPanel, actions: Actions, engine: FakeEngine, qtbot: QtBot) -> None:
    dialog = open_bin(panel, actions, qtbot)
    dialog.restore.click()
    qtbot.waitUntil(dialog.empty.isVisible)
    assert engine.called("restore_library") == [("Old",)]
    assert not dialog.erase.isEnabled()
    dialog.close()


def test_the_bin_erases_only_after_a_clear_warning(
    panel: DocumentsPanel, actions: Actions, engine: FakeEngine, qtbot: QtBot
) -> None:
    dialog = open_bin(panel, actions, qtbot)
    dialog.erase.click()
    question = dialog.findChild(Confirm)
    assert question is not None
    assert "cannot be undone" in question.text.text()
    assert "“Old”" in question.text.text()
    assert not engine.called("erase")
    question.verb.click()
    qtbot.waitUntil(lambda: dialog.outcome.isVisible())
    assert engine.called("erase") == [(("Old",),)]
    assert dialog.outcome.text() == "Erased 4 documents; ragdesk's files went from 2.0 MB to 1.2 MB."
    dialog.close()


def test_export_and_import_are_told(panel: DocumentsPanel, link: EngineLink, tmp_path: Path, qtbot: QtBot) -> None:
    panel.library_commands.export(tmp_path / "museum.ragdesk")
    qtbot.waitUntil(lambda: panel.card.words.text() == "Exported 10 documents into museum.ragdesk (900.0 kB).")
    panel.library_commands.import_(tmp_path / "museum.ragdesk")
    qtbot.waitUntil(lambda: panel.card.words.text() == "Imported “museum” with 4 documents.")
    assert link.library == "museum"


def test_an_import_takes_no_name_that_is_there(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    panel.library_commands.import_(Path("/x/Archive.ragdesk"))
    qtbot.waitUntil(lambda: engine.called("import_library") == [(Path("/x/Archive.ragdesk"), "Archive (2)")])
