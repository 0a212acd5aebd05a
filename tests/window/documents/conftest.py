"""The documents panel on a FakeEngine."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.panels.documents import DocumentsPanel
from ragdesk.window.theming import Theming
from tests.window.fake_engine import FakeEngine


@pytest.fixture
def panel(
    qtbot: QtBot,
    engine: FakeEngine,
    link: EngineLink,
    desk: Desk,
    theming: Theming,
    actions: Actions,
    show: Callable[[QWidget], QWidget],
) -> DocumentsPanel:
    """Shown, with the engine's documents listed: ten samples, if a test has no others."""
    made = DocumentsPanel(link, desk, theming, actions)
    made.resize(264, 800)
    show(made)
    qtbot.waitUntil(lambda: made.list.rows.rowCount() == len(engine.documents) and bool(made.libraries.in_use()))
    return made
