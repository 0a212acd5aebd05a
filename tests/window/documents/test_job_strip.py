from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ragdesk.window.actions import Actions
from ragdesk.window.dialogs.jobs import JobsDialog
from ragdesk.window.panels.documents import DocumentsPanel
from tests.window.fake_engine import FakeEngine


def begin(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot, **changes: object) -> int:
    job = engine.begin_job()
    engine.progress(job.id, files_done=40, rate=12.0, seconds_left=9.0, bytes_done=161_000_000, **changes)
    qtbot.waitUntil(lambda: panel.strip.isVisible() and "40 of" in panel.strip.progress.text())
    return job.id


def test_nothing_is_shown_without_jobs(panel: DocumentsPanel) -> None:
    assert not panel.strip.isVisible()


def test_what_is_read_how_far_how_fast_and_how_long(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    begin(panel, engine, qtbot)
    assert panel.strip.title.text() == "Reading report-2024.pdf"
    assert panel.strip.progress.text() == "40 of 151 files · 12 files/s · 9 s left"
    assert panel.strip.bar.value() == 500
    assert not panel.strip.waiting.isVisible()


def test_what_does_not_fit_beside_goes_on_below(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    begin(panel, engine, qtbot)
    line = panel.strip.progress
    panel.setFixedWidth(264)
    line.setText("84 of 625 files · 44 files/s · 12 s left, and more than that")
    qtbot.waitUntil(lambda: line.height() >= 2 * line.fontMetrics().height())
    assert line.height() >= line.heightForWidth(line.width())
    assert panel.strip.rect().contains(line.mapTo(panel.strip, line.rect().bottomRight()))


def test_pause_and_go_on(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    begin(panel, engine, qtbot)
    panel.strip.pause.click()
    qtbot.waitUntil(lambda: panel.strip.pause.accessibleName() == "Go on")
    assert panel.strip.progress.text() == "You paused it · 40 of 151 files"
    panel.strip.pause.click()
    qtbot.waitUntil(lambda: panel.strip.pause.accessibleName() == "Pause")


def test_the_action_pauses_and_goes_on(
    panel: DocumentsPanel, engine: FakeEngine, actions: Actions, qtbot: QtBot
) -> None:
    assert not actions["pause_jobs"].isEnabled()
    job = begin(panel, engine, qtbot)
    actions["pause_jobs"].trigger()
    qtbot.waitUntil(lambda: actions["pause_jobs"].text() == "Go on reading")
    actions["pause_jobs"].trigger()
    qtbot.waitUntil(lambda: engine.called("resume_job") == [(job,)])


def test_why_it_is_paused_by_the_battery_is_told(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    job = engine.begin_job()
    engine.progress(job.id, state="paused", held_by="battery", reason="On battery.")
    qtbot.waitUntil(lambda: "battery" in panel.strip.progress.text())
    assert "by itself" in panel.strip.progress.text()


def test_cancel_ends_the_job(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    job = begin(panel, engine, qtbot)
    panel.strip.cancel.click()
    qtbot.waitUntil(lambda: panel.strip.outcome.text().startswith("Cancelled after 40"))
    assert engine.called("cancel_job") == [(job,)]


def test_waiting_jobs_are_counted(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    begin(panel, engine, qtbot)
    engine.progress(engine.begin_job().id, state="waiting")
    qtbot.waitUntil(lambda: panel.strip.waiting.text() == "1 more waiting")


def test_failures_are_listed_and_tried_again(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    job = begin(panel, engine, qtbot)
    engine.progress(job, state="done", files_done=151, failed=3)
    qtbot.waitUntil(lambda: "3 could not be read" in panel.strip.outcome.text())
    assert panel.strip.outcome.text().startswith("Read 148")
    panel.strip.show_failures.click()
    assert panel.search.choice.status == "failed"
    panel.strip.try_again.click()
    qtbot.waitUntil(lambda: engine.called("retry_failed") == [((),)])


def test_the_result_goes_away_by_a_click(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    job = begin(panel, engine, qtbot)
    engine.progress(job, state="done", files_done=151)
    qtbot.waitUntil(lambda: panel.strip.outcome.isVisible())
    assert not panel.strip.show_failures.isVisible()
    qtbot.mouseClick(panel.strip, Qt.MouseButton.LeftButton)
    assert not panel.strip.isVisible()


def test_the_result_fades_by_itself(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    job = begin(panel, engine, qtbot)
    engine.progress(job, state="done", files_done=151)
    qtbot.waitUntil(lambda: panel.strip.outcome.isVisible())
    panel.strip._over.start(1)
    qtbot.waitUntil(lambda: not panel.strip.isVisible())


def test_a_finished_job_of_the_past_is_not_told_again(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    job = begin(panel, engine, qtbot)
    engine.progress(job, state="done", files_done=151)
    qtbot.waitUntil(lambda: panel.strip.outcome.isVisible())
    panel.strip.hide_result()
    panel.book._ask()
    with qtbot.waitSignal(panel.book.changed):
        pass
    assert not panel.strip.isVisible()


def test_a_click_opens_all_jobs_with_failures_and_why(panel: DocumentsPanel, engine: FakeEngine, qtbot: QtBot) -> None:
    job = begin(panel, engine, qtbot)
    panel.strip.opened.emit()
    dialog = panel.findChild(JobsDialog)
    assert dialog is not None
    assert "40 of 151 files" in dialog.jobs.index(0).data()
    qtbot.waitUntil(lambda: dialog.failures.rowCount() == 2)
    told = [dialog.failures.index(row).data() for row in range(dialog.failures.rowCount())]
    assert "contract.pdf · needs its password · It needs its password." in told
    dialog.failure_list.setCurrentIndex(dialog.failures.index(1))
    dialog.try_again.click()
    qtbot.waitUntil(lambda: len(engine.called("retry_failed")) == 1)
    dialog.job_list.setCurrentIndex(dialog.jobs.index(dialog.jobs.rowCount() - 1))
    dialog.cancel.click()
    qtbot.waitUntil(lambda: engine.called("cancel_job") == [(job,)])
    dialog.close()
