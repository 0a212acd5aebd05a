"""What became of one document, in words; the strip of its pages, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ragdesk.protocol.records import PageCoverage
from ragdesk.window.dialogs.coverage_strip import CoverageStrip
from ragdesk.window.dialogs.document_details import DocumentDetails
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.focus_ring import DialogRings, FocusRing
from ragdesk.window.theming import Theming
from tests.window import sample_data
from tests.window.fake_engine import FakeEngine

Show = Callable[[QWidget], QWidget]


def test_what_has_nothing_to_count_is_told_its_kind_once(
    link: EngineLink, theming: Theming, show: Show, engine: FakeEngine
) -> None:
    text = replace(sample_data.documents()[0], type="text", pages=None, sections=1)
    engine.stall()
    details = DocumentDetails(link, theming, text)
    show(details)
    assert details.facts.text().split(" · ").count("text") == 1


@pytest.mark.parametrize("reason", [Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason])
def test_the_strip_of_pages_leaves_it_to_the_ring_to_show_where_the_keyboard_is(
    reason: Qt.FocusReason, theming: Theming, show: Show
) -> None:
    strip = CoverageStrip(theming)
    strip.show_pages([PageCoverage(n, 2000, "text") for n in range(1, 9)])
    show(strip)
    strip.clearFocus()
    before = strip.grab().toImage()
    QApplication.sendEvent(strip, QFocusEvent(QEvent.Type.FocusIn, reason))
    strip.setFocus(reason)
    assert strip.grab().toImage() == before


def test_the_keyboard_is_shown_around_the_strip(
    link: EngineLink, theming: Theming, show: Show, engine: FakeEngine, qtbot: QtBot
) -> None:
    paged = next(one for one in sample_data.documents() if (one.pages or 0) > 1)
    rings = DialogRings(theming)  # as the window has them
    details = DocumentDetails(link, theming, paged)
    show(details)
    qtbot.waitUntil(details.strip.isVisible)
    details.activateWindow()
    qtbot.waitUntil(details.isActiveWindow)
    for _ in range(9):
        qtbot.keyClick(details.focusWidget() or details, Qt.Key.Key_Tab)
        if details.strip.hasFocus():
            break
    ring = details.findChild(FocusRing)
    assert ring is not None
    assert ring.around is details.strip
    rings.deleteLater()
