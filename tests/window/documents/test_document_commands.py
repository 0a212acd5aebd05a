from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.dialogs.document_details import DocumentDetails
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.panels.documents import DocumentsPanel
from tests.window.fake_engine import FakeEngine
from tests.window.sample_data import FOLDER, MINUTES, REPORT

LOCKED = f"{FOLDER}/contract.pdf"


def test_delete_removes_and_undo_takes_back(
    panel: DocumentsPanel, engine: FakeEngine, desk: Desk, qtbot: QtBot
) -> None:
    panel.list.choose(REPORT)
    with qtbot.waitSignal(desk.undo_offered) as offered:
        qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert offered.args == ["“report-2024.pdf” was removed."]
    qtbot.waitUntil(lambda: panel.list.rows.row_of(REPORT) is None)
    desk.undo()
    qtbot.waitUntil(lambda: panel.list.rows.row_of(REPORT) is not None)
    assert engine.called("include") == [((REPORT,),)]


def test_a_removed_document_is_asked_no_more(panel: DocumentsPanel, desk: Desk) -> None:
    desk.choose_scope([REPORT, MINUTES])
    panel.list.choose(REPORT)
    panel.commands.remove(panel.list.chosen())
    assert desk.scope == (MINUTES,)


def test_excluded_documents_stay_in_the_list_and_can_be_included(
    panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot
) -> None:
    panel.list.choose(REPORT)
    panel.commands.exclude(panel.list.chosen())
    qtbot.waitUntil(lambda: panel.list.chosen()[0].reason_code == "excluded")
    offered = {action.objectName(): action for action in panel.commands.menu(panel.list.chosen()).actions()}
    assert "exclude" not in offered
    offered["include"].trigger()
    qtbot.waitUntil(lambda: panel.list.chosen()[0].status == "waiting")


def test_read_again_asks_for_the_chosen_documents(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    panel.list.choose(LOCKED)
    panel.commands.read_again(panel.list.chosen())
    qtbot.waitUntil(lambda: engine.called("retry_failed") == [((LOCKED,),)])


def test_failed_files_are_read_again_by_the_action(
    panel: DocumentsPanel, actions: Actions, engine: FakeEngine, qtbot: QtBot
) -> None:
    assert actions["retry_failed"].isEnabled()
    actions["retry_failed"].trigger()
    qtbot.waitUntil(lambda: engine.called("retry_failed") == [((),)])


def test_paths_are_copied_as_plain_text(panel: DocumentsPanel) -> None:
    panel.list.selectAll()
    panel.commands.copy_path(panel.list.chosen())
    assert QGuiApplication.clipboard().text().splitlines()[0].startswith(FOLDER)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 10


def test_a_file_that_no_program_opens_is_told(panel: DocumentsPanel, link: EngineLink, qtbot: QtBot) -> None:
    asked: list[QUrl] = []
    panel.commands.open_url = lambda url: bool(asked.append(url))
    panel.list.choose(REPORT)
    with qtbot.waitSignal(link.request_failed) as failed:
        panel.commands.open_outside(panel.list.chosen()[0])
    assert asked == [QUrl.fromLocalFile(REPORT)]
    assert failed.args[0].message == "“report-2024.pdf” could not be opened."


def details_of(panel: DocumentsPanel, document: str) -> DocumentDetails:
    panel.list.choose(document)
    panel.commands.details(panel.list.chosen()[0])
    found = panel.findChild(DocumentDetails)
    assert found is not None
    return found


def test_details_tell_page_by_page_what_was_read(panel: DocumentsPanel, qtbot: QtBot) -> None:
    dialog = details_of(panel, REPORT)
    qtbot.waitUntil(lambda: "Page 1: 900 characters" in dialog.page.text())
    assert "lighthouse museum of Puerto Calima" in dialog.text.toPlainText()
    qtbot.keyClick(dialog.strip, Qt.Key.Key_Right)
    assert "61,930 euros" in dialog.text.toPlainText()
    dialog.close()


def test_details_of_a_document_without_pages_tell_its_parts(panel: DocumentsPanel, qtbot: QtBot) -> None:
    dialog = details_of(panel, MINUTES)
    qtbot.waitUntil(lambda: dialog.sections.count() == 2)
    dialog.sections.setCurrentIndex(1)
    assert "45 euros" in dialog.text.toPlainText()
    dialog.close()


def test_details_of_a_failed_document_say_why_and_what_to_do(panel: DocumentsPanel, qtbot: QtBot) -> None:
    dialog = details_of(panel, LOCKED)
    assert dialog.state.text() == "Not read: It needs its password. Save a copy without a password and add that."
    assert not dialog.show_page.isEnabled()
    with qtbot.waitSignal(dialog.read_again_wanted):
        dialog.read_again.click()
    dialog.close()


def test_details_open_the_chosen_page(panel: DocumentsPanel, desk: Desk, qtbot: QtBot) -> None:
    dialog = details_of(panel, REPORT)
    qtbot.waitUntil(lambda: dialog.strip.page is not None)
    dialog.strip.choose(2)
    dialog.show_page.click()
    assert desk.evidence is not None
    assert desk.evidence.quote.place.page == 3
    dialog.close()
