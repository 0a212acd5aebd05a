"""The preview of a big folder: Enter adds, and it grows with what a new count tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ragdesk.protocol.records import AddPreview, TypeCount
from ragdesk.window.dialogs.add_preview import AddPreviewDialog
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.theming import Theming
from tests.window.fake_engine import FakeEngine

SHORT = AddPreview((TypeCount("pdf", 4000, 9_000_000_000),), 4000, 9_000_000_000, 0, (), 0, 600.0)
KINDS = tuple(TypeCount(kind, 900, 9_000_000) for kind in ("pdf", "docx", "html", "markdown", "text"))
LEFT_OUT = tuple(TypeCount(f".kind-{n}-of-file", 20, 9) for n in range(6))
LONG = AddPreview(KINDS, 4500, 9_000_000_000, 5, LEFT_OUT, 7, 600.0)


@pytest.fixture
def dialog(link: EngineLink, theming: Theming, show: Callable[[QWidget], QWidget]) -> AddPreviewDialog:
    made = AddPreviewDialog(link, [Path("/home/ana/papers")], SHORT)
    show(made)
    return made


def test_enter_adds_when_it_is_opened(dialog: AddPreviewDialog) -> None:
    assert dialog.focusWidget() is dialog.add


def test_it_grows_with_what_a_new_count_tells(
    dialog: AddPreviewDialog, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(engine, "preview_add", lambda paths, ignore=(): LONG)
    before = dialog.height()
    dialog.recount()
    qtbot.waitUntil(lambda: dialog.left_out.isVisible() and dialog.height() > before)
    shown = [label for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert len(shown) > 3 * len(KINDS)
    assert all(label.height() >= label.heightForWidth(label.width()) for label in shown)
