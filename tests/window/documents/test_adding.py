from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ragdesk.paths import asset
from ragdesk.protocol.records import AddPreview, LibraryRecord, TypeCount
from ragdesk.window.desk import Desk
from ragdesk.window.dialogs.add_preview import AddPreviewDialog
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.panels.documents import DocumentsPanel
from ragdesk.window.words import number
from tests.window.fake_engine import FakeEngine
from tests.window.signals import heard

SMALL = AddPreview((TypeCount("pdf", 3, 9000),), 3, 9000, 0, (), 0, 1.0)
BIG = AddPreview((TypeCount("pdf", 4000, 9_000_000_000),), 4000, 9_000_000_000, 5, (TypeCount(".mp4", 2, 9),), 7, 600.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Museum"
    made.mkdir()
    return made


def preview_of(engine: FakeEngine, monkeypatch: pytest.MonkeyPatch, preview: AddPreview) -> list[tuple[str, ...]]:
    """The rules with which was counted."""
    rules: list[tuple[str, ...]] = []

    def preview_add(paths: object, ignore: tuple[str, ...] = ()) -> AddPreview:
        rules.append(tuple(ignore))
        return replace(preview, files=preview.files - 1000 * len(ignore))

    monkeypatch.setattr(engine, "preview_add", preview_add)
    return rules


def added(engine: FakeEngine) -> list[tuple[object, ...]]:
    return engine.called("start_add")


def test_a_file_is_added_at_once(
    panel: DocumentsPanel, desk: Desk, engine: FakeEngine, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a.txt").write_text("a")
    desk.add_asked_for.emit([tmp_path / "a.txt"], False)
    qtbot.waitUntil(lambda: added(engine) == [((tmp_path / "a.txt",), ())])
    assert not engine.called("preview_add")
    qtbot.waitUntil(panel.strip.isVisible)


def test_a_small_folder_is_counted_and_added_without_asking(
    panel: DocumentsPanel, desk: Desk, engine: FakeEngine, folder: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    preview_of(engine, monkeypatch, SMALL)
    desk.add_asked_for.emit([folder], False)
    qtbot.waitUntil(lambda: added(engine) == [((folder,), ())])
    assert panel.findChild(AddPreviewDialog) is None


def test_counting_is_shown_and_can_be_given_up(
    panel: DocumentsPanel, desk: Desk, engine: FakeEngine, folder: Path, qtbot: QtBot
) -> None:
    engine.stall()
    desk.add_asked_for.emit([folder], False)
    qtbot.waitUntil(lambda: panel.card.isVisible() and panel.card.words.text() == "Counting the files in “Museum”…")
    panel.card.dismiss.click()
    engine.go_on()
    assert not panel.card.isVisible()
    assert not added(engine)


def test_another_library_chosen_while_files_are_counted_calls_it_off_and_says_so(
    panel: DocumentsPanel, link: EngineLink, desk: Desk, engine: FakeEngine, folder: Path, qtbot: QtBot
) -> None:
    engine.stall()
    desk.add_asked_for.emit([folder], False)
    qtbot.waitUntil(panel.card.isVisible)
    told = heard(link.request_failed)
    link.choose_library("Archive")
    engine.go_on()
    qtbot.waitUntil(lambda: bool(told))
    assert folder.name in told[0].message
    assert not panel.card.isVisible()
    assert not added(engine)


def big_folder(panel: DocumentsPanel, desk: Desk, engine: FakeEngine, folder: Path, qtbot: QtBot) -> AddPreviewDialog:
    with qtbot.waitSignal(panel.adding.preview_wanted) as opened:
        desk.add_asked_for.emit([folder], False)
    dialog = opened.args[0]
    assert isinstance(dialog, AddPreviewDialog)
    return dialog


def test_a_big_folder_is_added_only_after_its_counts_were_seen(
    panel: DocumentsPanel, desk: Desk, engine: FakeEngine, folder: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    rules = preview_of(engine, monkeypatch, BIG)
    dialog = big_folder(panel, desk, engine, folder, qtbot)
    assert dialog.total.text() == f"{number(4000)} files, 9.0 GB · about 10 min to read · 5 already here"
    assert ".mp4 (2)" in dialog.left_out.text()
    assert not added(engine)
    dialog.rules.setPlainText("*.log\n\n drafts/ ")
    dialog.recount()
    qtbot.waitUntil(lambda: dialog.total.text().startswith(f"{number(2000)} files"))
    assert rules[-1] == ("*.log", "drafts/")
    dialog.add.click()
    qtbot.waitUntil(lambda: added(engine) == [((folder,), ("*.log", "drafts/"))])


def test_a_big_folder_can_be_left_alone(
    panel: DocumentsPanel, desk: Desk, engine: FakeEngine, folder: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    preview_of(engine, monkeypatch, replace(SMALL, is_complete=False))
    dialog = big_folder(panel, desk, engine, folder, qtbot)
    assert dialog.total.text().startswith("At least 3 files")
    dialog.reject()
    assert not added(engine)


def test_what_is_not_there_is_told_and_the_rest_added(
    panel: DocumentsPanel, desk: Desk, link: EngineLink, engine: FakeEngine, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a.txt").write_text("a")
    with qtbot.waitSignal(link.request_failed) as failed:
        desk.add_asked_for.emit([tmp_path / "gone.pdf", tmp_path / "a.txt"], False)
    assert "gone.pdf" in failed.args[0].message
    qtbot.waitUntil(lambda: added(engine) == [((tmp_path / "a.txt",), ())])


def test_beside_the_untouched_welcome_library_a_new_one_is_made(
    panel: DocumentsPanel, desk: Desk, link: EngineLink, engine: FakeEngine, tmp_path: Path, qtbot: QtBot
) -> None:
    guide = str(asset("samples", "user-guide.md"))
    engine.libraries["default"] = LibraryRecord("default", 1, 10, (guide,))
    link.libraries_changed.emit()
    qtbot.waitUntil(panel.libraries.is_welcome)
    (tmp_path / "letters.txt").write_text("a")
    desk.add_asked_for.emit([tmp_path / "letters.txt"], False)
    qtbot.waitUntil(lambda: bool(added(engine)))
    assert link.library == "letters"


def test_a_new_library_is_named_after_the_folder_and_never_after_another(
    panel: DocumentsPanel, desk: Desk, link: EngineLink, engine: FakeEngine, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "Archive").write_text("a")
    desk.add_asked_for.emit([tmp_path / "Archive"], True)
    qtbot.waitUntil(lambda: bool(added(engine)))
    assert link.library == "Archive (2)"


def test_the_drop_target_asks_for_a_folder_and_shows_what_is_held_over_it(panel: DocumentsPanel, qtbot: QtBot) -> None:
    panel.drop.clicked.disconnect()
    panel.set_dropping(True)
    assert panel.drop.words.text() == "Let go to add"
    panel.set_dropping(False)
    assert panel.drop.words.text() == "Drop files or folders anywhere"
    with qtbot.waitSignal(panel.drop.clicked):
        qtbot.keyClick(panel.drop, Qt.Key.Key_Return)
    with qtbot.waitSignal(panel.drop.clicked):
        qtbot.mouseClick(panel.drop, Qt.MouseButton.LeftButton)
