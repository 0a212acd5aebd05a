"""The conversation's pane on a FakeEngine."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.panels.conversation import ConversationPanel
from ragdesk.window.theming import Theming


@pytest.fixture
def panel(
    link: EngineLink, desk: Desk, theming: Theming, actions: Actions, show: Callable[[QWidget], QWidget]
) -> ConversationPanel:
    made = ConversationPanel(link, desk, theming, actions)
    made.resize(596, 740)
    show(made)
    link.refresh_status()
    return made
