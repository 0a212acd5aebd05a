"""The doctor's page and its report without private text; the licences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ragdesk.protocol.engine_records import Check
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.dialogs.about import AboutDialog, licences
from ragdesk.window.dialogs.doctor import DoctorDialog
from ragdesk.window.dialogs.guide import GuideDialog
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.theming import Theming
from tests.window.fake_engine import FakeEngine

Show = Callable[[QWidget], QWidget]


def test_the_report_holds_what_was_found_and_nothing_private(
    qtbot: QtBot, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, show: Show, engine: FakeEngine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    checks = [
        Check("Computer", True, "Linux x86_64", facts={"executable": f"{Path.home()}/ragdesk/bin/python"}),
        Check("Sources", False, "2 followed, 1 out of reach: /media/stick/Divorce, 2019.pdf", "Connect it again."),
        Check("Backups", False, "1 cannot be read", r"Remove what is damaged from C:\Users\Ana\ragdesk."),
    ]
    monkeypatch.setattr(engine, "doctor", lambda: checks)
    dialog = DoctorDialog(link, desk, theming, actions)
    show(dialog)
    copy = dialog.findChild(QPushButton, "doctor_copy")
    assert copy is not None
    qtbot.waitUntil(copy.isEnabled)
    copy.click()
    report = QGuiApplication.clipboard().text()
    assert "NOT OK  Sources: 2 followed, 1 out of reach: <path>" in report
    assert "Linux x86_64" in report
    for private in ("Divorce", "2019", "stick", "Ana", str(Path.home())):
        assert private not in report


def test_what_needs_a_look_comes_first(
    qtbot: QtBot, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, show: Show, engine: FakeEngine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(engine, "doctor", lambda: [Check("A", True, "fine"), Check("B", False, "bad", "Mend it.")])
    dialog = DoctorDialog(link, desk, theming, actions)
    show(dialog)
    qtbot.waitUntil(lambda: len(dialog.findChildren(QWidget, "doctor_row")) == 2)
    names = [row.findChildren(type(dialog._summary))[1].text() for row in dialog.findChildren(QWidget, "doctor_row")]
    assert names == ["B", "A"]


def test_it_looks_anew_each_time_it_is_opened(
    qtbot: QtBot, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, show: Show, engine: FakeEngine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    looks: list[bool] = []

    def doctor() -> list[Check]:
        looks.append(True)
        return [Check("A", len(looks) == 1, "found")]

    monkeypatch.setattr(engine, "doctor", doctor)
    dialog = DoctorDialog(link, desk, theming, actions)
    show(dialog)
    copy = dialog.findChild(QPushButton, "doctor_copy")
    assert copy is not None
    qtbot.waitUntil(copy.isEnabled)
    assert len(looks) == 1
    copy.click()
    assert dialog._summary.text().startswith("The report is copied.")
    dialog.close()
    show(dialog)
    assert not dialog._summary.text().startswith("The report is copied.")
    qtbot.waitUntil(lambda: dialog._summary.text() == "1 of 1 things need a look.")
    assert len(looks) == 2


def test_every_package_that_ragdesk_rests_on_is_named_with_its_licence(
    link: EngineLink, desk: Desk, theming: Theming, actions: Actions, show: Show
) -> None:
    show(AboutDialog(link, desk, theming, actions))
    told = licences()
    for name in ("chromadb", "llama", "pypdf", "torch", "LGPL", "Lucide", "SmolLM2"):
        assert name in told
    assert all(len(line) < 200 for line in told.splitlines())


def test_the_guide_reads_like_an_answer(theming: Theming, show: Show) -> None:
    dialog = GuideDialog(theming)
    show(dialog)
    sizes, heights = {}, set()
    block = dialog._text.document().begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        sizes[level] = block.begin().fragment().charFormat().fontPointSize() if level else 0
        if not level and block.text():
            heights.add(block.blockFormat().lineHeight() > 110)
        block = block.next()
    assert sizes[1] > sizes[2] > sizes[3] > theming.theme.points(14)
    assert sizes[1] == pytest.approx(theming.theme.points(20))
    assert heights == {True}
