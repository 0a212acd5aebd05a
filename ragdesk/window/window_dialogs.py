"""WindowDialogs: the dialogs that are about the whole program, made when they are opened for the first time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.focus_ring import DialogRings
from ragdesk.window.theming import Theming

Maker = Callable[[EngineLink, Desk, Theming, Actions, QWidget], QDialog]


class WindowDialogs(QObject):
    """None of them blocks the window; opening one that is open brings it to the front."""

    def __init__(self, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._link, self._desk, self._theming, self._actions, self._window = link, desk, theming, actions, window
        self._open: dict[str, QDialog] = {}
        DialogRings(theming, self)
        for name, maker in _MAKERS.items():
            actions[name].triggered.connect(lambda _=False, name=name, maker=maker: self.open(name, maker))

    def open(self, name: str, maker: Maker) -> None:
        dialog = self._open.get(name)
        if dialog is None:
            dialog = maker(self._link, self._desk, self._theming, self._actions, self._window)
            self._open[name] = dialog
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()


# Each is imported when it is opened: together they would take a fifth of the time in which the window must be there.


def _settings(link: EngineLink, desk: Desk, theming: Theming, actions: Actions, window: QWidget) -> QDialog:
    from ragdesk.window.dialogs.settings import SettingsDialog

    return SettingsDialog(link, desk, theming, actions, window)


def _doctor(link: EngineLink, desk: Desk, theming: Theming, actions: Actions, window: QWidget) -> QDialog:
    from ragdesk.window.dialogs.doctor import DoctorDialog

    return DoctorDialog(link, desk, theming, actions, window)


def _about(link: EngineLink, desk: Desk, theming: Theming, actions: Actions, window: QWidget) -> QDialog:
    from ragdesk.window.dialogs.about import AboutDialog

    return AboutDialog(link, desk, theming, actions, window)


def _shortcuts(link: EngineLink, desk: Desk, theming: Theming, actions: Actions, window: QWidget) -> QDialog:
    from ragdesk.window.dialogs.shortcuts import ShortcutsDialog

    return ShortcutsDialog(theming, actions, window)


def _guide(link: EngineLink, desk: Desk, theming: Theming, actions: Actions, window: QWidget) -> QDialog:
    from ragdesk.window.dialogs.guide import GuideDialog

    return GuideDialog(theming, window)


def _conversations(link: EngineLink, desk: Desk, theming: Theming, actions: Actions, window: QWidget) -> QDialog:
    from ragdesk.window.dialogs.conversations import ConversationsDialog

    return ConversationsDialog(link, desk, theming, actions, window)


def _budget(link: EngineLink, desk: Desk, theming: Theming, actions: Actions, window: QWidget) -> QDialog:
    from ragdesk.window.dialogs.budget import BudgetDialog

    return BudgetDialog(link, desk, theming, actions, window)


def _scope(link: EngineLink, desk: Desk, theming: Theming, actions: Actions, window: QWidget) -> QDialog:
    from ragdesk.window.dialogs.scope import ScopeDialog

    return ScopeDialog(link, desk, theming, actions, window)


def _models(link: EngineLink, desk: Desk, theming: Theming, actions: Actions, window: QWidget) -> QDialog:
    from ragdesk.window.dialogs.models import ModelsDialog

    return ModelsDialog(link, desk, theming, actions, window)


_MAKERS: dict[str, Maker] = {
    "settings": _settings,
    "doctor": _doctor,
    "about": _about,
    "shortcuts": _shortcuts,
    "guide": _guide,
    "conversations": _conversations,
    "budget": _budget,
    "choose_scope": _scope,
    "choose_model": _models,
}
