"""LibraryHeader: which library is shown, the choice among them, and what can be added or done to it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from ragdesk.window.actions import Actions
from ragdesk.window.documents.libraries import Libraries
from ragdesk.window.documents.library_commands import LibraryCommands
from ragdesk.window.icons import icon
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.icon_button import IconButton
from ragdesk.window.widgets.one_line import one_line
from ragdesk.window.widgets.plain import menu_text, set_plain_tooltip
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill, number

HEIGHT = 48


class LibraryHeader(WithWords, QFrame):
    """48 high."""

    def __init__(
        self, libraries: Libraries, commands: LibraryCommands, theming: Theming, actions: Actions, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._libraries, self._commands, self._theming = libraries, commands, theming
        self.setObjectName("library_header")
        self.setProperty("role", "header")
        self.setFixedHeight(HEIGHT)
        self.library = _LibraryButton(self)
        self.library.setObjectName("library_button")
        self.add = IconButton(theming, "plus", self)
        self.add.setObjectName("add_button")
        self.more = IconButton(theming, "ellipsis", self)
        self.more.setObjectName("library_actions_button")
        self._make_menus(actions)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 12, 0)
        row.setSpacing(4)
        row.addWidget(self.library, 1)
        row.addWidget(self.add)
        row.addWidget(self.more)
        libraries.changed.connect(self._show)
        theming.changed.connect(self._recolour)
        self._recolour()
        self.retranslate()

    def retranslate(self) -> None:
        self.add.say(self.tr("Add files or a folder"))
        self.more.say(self.tr("What can be done to the library"))
        self.export_action.setText(self.tr("Export the library…"))
        self.import_action.setText(self.tr("Import a library…"))
        self._show()

    def _make_menus(self, actions: Actions) -> None:
        self.library_menu = QMenu(self.library)
        self.library_menu.aboutToShow.connect(lambda: self._fill_library_menu(actions))
        self.library.setMenu(self.library_menu)
        add_menu = QMenu(self.add)
        add_menu.addActions([actions["add_folder"], actions["add_files"]])
        self.add.setMenu(add_menu)
        self.export_action = QAction(self)
        self.export_action.setObjectName("export_library")
        self.export_action.triggered.connect(self._commands.ask_for_export)
        self.import_action = QAction(self)
        self.import_action.setObjectName("import_library")
        self.import_action.triggered.connect(self._commands.ask_for_import)
        more_menu = QMenu(self.more)
        more_menu.addActions([actions["rename_library"], actions["remove_library"]])
        more_menu.addSeparator()
        more_menu.addActions([self.export_action, self.import_action])
        more_menu.addSeparator()
        more_menu.addActions([actions["pause_jobs"], actions["retry_failed"]])
        more_menu.addSeparator()
        more_menu.addAction(actions["show_bin"])
        self.more.setMenu(more_menu)

    def _fill_library_menu(self, actions: Actions) -> None:
        self.library_menu.clear()
        for one in self._libraries.in_use():
            text = fill(self.tr("%1 (%2)"), one.name, number(one.documents))
            action = self.library_menu.addAction(menu_text(text))
            action.setCheckable(True)
            action.setChecked(one.name == self._libraries.chosen)
            action.triggered.connect(lambda _=False, name=one.name: self._libraries.choose(name))
        self.library_menu.addSeparator()
        self.library_menu.addActions([actions["new_library"], actions["show_bin"]])

    def _show(self) -> None:
        name = self._libraries.chosen
        self.library.show_name(name)
        words = fill(self.tr("Library: %1. Choose another."), name)
        self.library.setAccessibleName(words)
        set_plain_tooltip(self.library, words)

    def _recolour(self) -> None:
        self.library.setIcon(icon("book", self._theming.theme.colours.accent))


class _LibraryButton(QToolButton):
    """A name that gives way where there is no room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = ""
        self.setProperty("role", "library")
        self.setIconSize(QSize(16, 16))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_name(self, name: str) -> None:
        self._name = name
        self._elide()

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._elide()

    def _elide(self) -> None:
        room = self.width() - 16 - 28
        line = one_line(self._name, self.font(), max(room, 40), Qt.TextElideMode.ElideMiddle)
        self.setText(menu_text(f" {line.shown}"))
