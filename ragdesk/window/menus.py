"""The menu bar, made from the actions. Hidden but for Alt or F10, so that it takes no room; macOS shows it on top."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QMenuBar

from ragdesk.window.actions import Actions, Menu
from ragdesk.window.widgets.translated import WithWords

_SEPARATED_BEFORE = frozenset({"new_library", "pause_jobs", "quit", "find", "settings", "stop_answer", "copy_answer",
                               "budget", "next_page", "zoom_in", "open_outside", "next_pane", "toggle_documents",
                               "doctor", "about"})  # fmt: skip
"""Actions that begin a new group of their menu."""


class MenuBar(WithWords, QMenuBar):
    """Alt alone shows it and goes into it; leaving it hides it again."""

    def __init__(self, actions: Actions, window: QMainWindow) -> None:
        super().__init__(window)
        self.setObjectName("menu_bar")
        self._menus: dict[Menu, QMenu] = {}
        for name in ("file", "edit", "conversation", "document", "view", "help"):
            menu = self.addMenu("")
            menu.setObjectName(f"menu_{name}")
            for action in actions.of_menu(name):
                if action.objectName() in _SEPARATED_BEFORE:
                    menu.addSeparator()
                menu.addAction(action)
            self._menus[name] = menu
        self._is_alt_alone = False
        self._is_hiding = sys.platform != "darwin"
        if self._is_hiding:
            self.hide()
            window.installEventFilter(self)
            application = QApplication.instance()
            assert isinstance(application, QApplication)
            application.focusChanged.connect(self._focus_moved)
        self.retranslate()

    def retranslate(self) -> None:
        titles: dict[Menu, str] = {
            "file": self.tr("&File"),
            "edit": self.tr("&Edit"),
            "conversation": self.tr("&Conversation"),
            "document": self.tr("&Document"),
            "view": self.tr("&View"),
            "help": self.tr("&Help"),
        }
        for name, title in titles.items():
            self._menus[name].setTitle(title)

    def open(self) -> None:
        """Show it with the first menu chosen."""
        self.show()
        self.setFocus(Qt.FocusReason.MenuBarFocusReason)
        self.setActiveAction(self.actions()[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            self._key(event)
        elif event.type() == QEvent.Type.WindowDeactivate and self.activeAction() is None:
            self._is_alt_alone = False
            self.hide()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> None:
        if event.type() == QEvent.Type.ShortcutOverride:  # comes before any press, also before those of shortcuts
            self._is_alt_alone = event.key() == Qt.Key.Key_Alt
        elif event.type() == QEvent.Type.KeyPress:
            self._is_alt_alone = event.key() == Qt.Key.Key_Alt
            if event.key() == Qt.Key.Key_F10:
                self.open()
        elif event.type() == QEvent.Type.KeyRelease and event.key() == Qt.Key.Key_Alt and self._is_alt_alone:
            self._is_alt_alone = False
            self.open()

    def _focus_moved(self, _: object, now: object) -> None:
        if now is not None and now is not self and not isinstance(now, QMenu) and self.activeAction() is None:
            self.hide()
