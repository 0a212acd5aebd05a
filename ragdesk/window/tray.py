"""Tray: ragdesk's icon among the system's, for those who chose to have it. Closing the window then only hides it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from ragdesk.window.actions import Actions
from ragdesk.window.app_icon import app_icon
from ragdesk.window.main_window import MainWindow


class Tray(QObject):
    """Not there until `show(True)`, and nowhere where the system has no place for it."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        super().__init__(window)
        self._window, self._actions = window, actions
        self._icon: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None

    def show(self, is_wanted: bool) -> None:
        """Put it there or take it away."""
        is_there = is_wanted and QSystemTrayIcon.isSystemTrayAvailable()
        self._window.hides_on_close = is_there
        if is_there and self._icon is None:
            self._make()
        elif not is_there and self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None

    def _make(self) -> None:
        self._menu = QMenu(self._window)
        self._menu.addAction(QCoreApplication.translate("Tray", "Show ragdesk"), self._window.come_to_front)
        self._menu.addSeparator()
        self._menu.addAction(self._actions["quit"])
        self._icon = QSystemTrayIcon(app_icon(), self)
        self._icon.setToolTip("ragdesk")
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._pressed)
        self._icon.show()

    def _pressed(self, how: QSystemTrayIcon.ActivationReason) -> None:
        if how == QSystemTrayIcon.ActivationReason.Trigger:
            self._window.come_to_front()
