from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ragdesk.protocol.errors import BadRequest, DiskFull, RagdeskError
from ragdesk.window.error_box import MOST_WAITING, ErrorBox
from ragdesk.window.theming import Theming


@pytest.fixture
def box(theming: Theming, qtbot: QtBot) -> ErrorBox:
    made = ErrorBox(theming)
    qtbot.addWidget(made)
    return made


def said(box: ErrorBox) -> str:
    return "\n".join(label.text() for label in box.findChildren(QLabel) if label.text() and label.isVisible())


def press(box: ErrorBox, name: str) -> None:
    button = box.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_it_says_what_happened_and_what_to_do_and_details_on_demand(box: ErrorBox) -> None:
    box.tell(DiskFull("The disk is full.", "Make room.", "OSError(28)"))
    detail = box.findChild(QPlainTextEdit)
    assert detail is not None
    assert said(box) == "The disk is full.\nMake room."
    assert not detail.isVisible()
    press(box, "error_more")
    assert detail.isVisible()
    assert detail.toPlainText() == "OSError(28)"
    press(box, "error_close")
    assert not box.isVisible()


def test_the_window_goes_on_working_beside_it(box: ErrorBox, show: Callable[[QWidget], QWidget]) -> None:
    box.tell(BadRequest("No."))
    assert box.windowModality() == Qt.WindowModality.NonModal


def test_one_after_the_other_and_equal_ones_once(box: ErrorBox) -> None:
    box.tell(BadRequest("First."))
    for _ in range(3):
        box.tell(BadRequest("Second."))
    assert said(box) == "First."
    press(box, "error_close")
    assert said(box) == "Second. (3 times)"
    press(box, "error_close")
    assert not box.isVisible()


def test_a_flood_of_errors_ends(box: ErrorBox) -> None:
    for number in range(500):
        box.tell(BadRequest(f"Error {number}."))
    pressed = 0
    while box.isVisible():
        press(box, "error_close")
        pressed += 1
    assert pressed == MOST_WAITING


def test_text_of_others_is_never_taken_for_html(box: ErrorBox) -> None:
    box.tell(RagdeskError('<b>x</b><img src="file:///etc/passwd">', "<i>y</i>"))
    assert said(box) == '<b>x</b><img src="file:///etc/passwd">\n<i>y</i>'
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in box.findChildren(QLabel) if one.text())
    press(box, "error_close")


def test_all_of_it_can_be_copied(box: ErrorBox) -> None:
    box.tell(RagdeskError("Happened.", "Do this.", "Detail"))
    press(box, "error_copy")
    assert QGuiApplication.clipboard().text() == "Happened.\nDo this.\nDetail"
    box.reject()
    assert not box.isVisible()
