"""Actions: everything that can be done, defined once: its words, icon and keys. Panels connect to what they carry out.

The menus, the command palette, the list of shortcuts and the buttons are all made from these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence

from ragdesk.window.icons import icon
from ragdesk.window.theming import Theming

Menu = Literal["file", "edit", "conversation", "document", "view", "help"]


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """`text` is marked for translation in the context "actions"; `keys` are portable key sequences."""

    name: str
    menu: Menu
    text: Any  # what QT_TRANSLATE_NOOP gives back: the same str
    icon: str = ""
    keys: str = ""


SPECS = (
    ActionSpec("add_folder", "file", QT_TRANSLATE_NOOP("actions", "Add a folder…"), "folder-plus", "Ctrl+O"),
    ActionSpec("add_files", "file", QT_TRANSLATE_NOOP("actions", "Add files…"), "file", "Ctrl+Shift+O"),
    ActionSpec("paste", "file", QT_TRANSLATE_NOOP("actions", "Add what was copied"), "", "Ctrl+Shift+V"),
    ActionSpec("new_library", "file", QT_TRANSLATE_NOOP("actions", "New library…"), "library"),
    ActionSpec("rename_library", "file", QT_TRANSLATE_NOOP("actions", "Rename the library…"), "pencil"),
    ActionSpec("remove_library", "file", QT_TRANSLATE_NOOP("actions", "Move the library to the bin"), "trash-2"),
    ActionSpec("show_bin", "file", QT_TRANSLATE_NOOP("actions", "The bin…"), "archive"),
    ActionSpec("pause_jobs", "file", QT_TRANSLATE_NOOP("actions", "Pause reading"), "pause"),
    ActionSpec("retry_failed", "file", QT_TRANSLATE_NOOP("actions", "Read failed files again"), "refresh-cw"),
    ActionSpec("quit", "file", QT_TRANSLATE_NOOP("actions", "Quit"), "", "Ctrl+Q"),
    ActionSpec("undo", "edit", QT_TRANSLATE_NOOP("actions", "Undo"), "undo-2", "Ctrl+Z"),
    ActionSpec("find", "edit", QT_TRANSLATE_NOOP("actions", "Find"), "search", "Ctrl+F"),
    ActionSpec("find_next", "edit", QT_TRANSLATE_NOOP("actions", "Find next"), "", "F3"),
    ActionSpec("find_previous", "edit", QT_TRANSLATE_NOOP("actions", "Find previous"), "", "Shift+F3"),
    ActionSpec("settings", "edit", QT_TRANSLATE_NOOP("actions", "Settings…"), "settings", "Ctrl+,"),
    ActionSpec("new_conversation", "conversation", QT_TRANSLATE_NOOP("actions", "New conversation"), "plus", "Ctrl+N"),
    ActionSpec(
        "conversations", "conversation", QT_TRANSLATE_NOOP("actions", "Conversations…"), "message-square", "Ctrl+L"
    ),
    ActionSpec("stop_answer", "conversation", QT_TRANSLATE_NOOP("actions", "Stop the answer"), "square", "Esc"),
    ActionSpec("regenerate", "conversation", QT_TRANSLATE_NOOP("actions", "Answer again"), "refresh-cw", "Ctrl+R"),
    ActionSpec("edit_question", "conversation", QT_TRANSLATE_NOOP("actions", "Edit the question"), "pencil", "Ctrl+E"),
    ActionSpec("branch", "conversation", QT_TRANSLATE_NOOP("actions", "Go on in a new conversation"), "git-branch"),
    ActionSpec("copy_answer", "conversation", QT_TRANSLATE_NOOP("actions", "Copy the answer"), "copy", "Ctrl+Shift+C"),
    ActionSpec("copy_markdown", "conversation", QT_TRANSLATE_NOOP("actions", "Copy with sources as Markdown"), "copy"),
    ActionSpec(
        "export", "conversation", QT_TRANSLATE_NOOP("actions", "Export the conversation…"), "download", "Ctrl+S"
    ),
    ActionSpec("budget", "conversation", QT_TRANSLATE_NOOP("actions", "What the model read…"), "cpu"),
    ActionSpec("choose_scope", "conversation", QT_TRANSLATE_NOOP("actions", "Choose documents to ask…"), "book"),
    ActionSpec("choose_model", "conversation", QT_TRANSLATE_NOOP("actions", "Choose the model…"), "cpu"),
    ActionSpec("next_citation", "document", QT_TRANSLATE_NOOP("actions", "Next citation"), "chevron-right", "Alt+Down"),
    ActionSpec(
        "previous_citation", "document", QT_TRANSLATE_NOOP("actions", "Previous citation"), "chevron-left", "Alt+Up"
    ),
    ActionSpec("next_page", "document", QT_TRANSLATE_NOOP("actions", "Next page"), "chevron-right", "Ctrl+PgDown"),
    ActionSpec("previous_page", "document", QT_TRANSLATE_NOOP("actions", "Previous page"), "chevron-left", "Ctrl+PgUp"),
    ActionSpec("zoom_in", "document", QT_TRANSLATE_NOOP("actions", "Zoom in"), "zoom-in", "Ctrl++"),
    ActionSpec("zoom_out", "document", QT_TRANSLATE_NOOP("actions", "Zoom out"), "zoom-out", "Ctrl+-"),
    ActionSpec("fit_width", "document", QT_TRANSLATE_NOOP("actions", "Fit the width"), "move-horizontal", "Ctrl+0"),
    ActionSpec("fit_page", "document", QT_TRANSLATE_NOOP("actions", "Fit the page"), "maximize", "Ctrl+9"),
    ActionSpec("thumbnails", "document", QT_TRANSLATE_NOOP("actions", "All pages"), "layout-grid", "Ctrl+T"),
    ActionSpec(
        "open_outside", "document", QT_TRANSLATE_NOOP("actions", "Open in its program"), "external-link", "Ctrl+Return"
    ),
    ActionSpec("palette", "view", QT_TRANSLATE_NOOP("actions", "All commands…"), "search", "Ctrl+K"),
    ActionSpec("next_pane", "view", QT_TRANSLATE_NOOP("actions", "Next pane"), "", "F6"),
    ActionSpec("previous_pane", "view", QT_TRANSLATE_NOOP("actions", "Previous pane"), "", "Shift+F6"),
    ActionSpec("toggle_documents", "view", QT_TRANSLATE_NOOP("actions", "Show the documents"), "panel-left", "Ctrl+1"),
    ActionSpec("toggle_evidence", "view", QT_TRANSLATE_NOOP("actions", "Show the evidence"), "panel-right", "Ctrl+2"),
    ActionSpec("guide", "help", QT_TRANSLATE_NOOP("actions", "The user guide"), "book-open", "F1"),
    ActionSpec("shortcuts", "help", QT_TRANSLATE_NOOP("actions", "Keyboard shortcuts…"), "keyboard", "Ctrl+/"),
    ActionSpec("doctor", "help", QT_TRANSLATE_NOOP("actions", "Doctor…"), "stethoscope"),
    ActionSpec("about", "help", QT_TRANSLATE_NOOP("actions", "About ragdesk…"), "info"),
)


class Actions(QObject):
    """The actions by name: `actions["new_conversation"].triggered.connect(...)`."""

    def __init__(self, theming: Theming, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theming = theming
        self._actions = {spec.name: QAction(self) for spec in SPECS}
        for spec in SPECS:
            self._actions[spec.name].setObjectName(spec.name)
        self.use_keys({})
        self.retranslate()
        self.recolour()
        theming.changed.connect(self.recolour)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def of_menu(self, menu: Menu) -> list[QAction]:
        """In the order of a menu."""
        return [self._actions[spec.name] for spec in SPECS if spec.menu == menu]

    def use_keys(self, chosen: Mapping[str, str]) -> None:
        """The keys that the user chose, by name of action; the others keep ours."""
        for spec in SPECS:
            self._actions[spec.name].setShortcut(QKeySequence(chosen.get(spec.name, spec.keys)))

    def retranslate(self) -> None:
        """The words in the language of the moment; tooltips name the keys."""
        for spec in SPECS:
            action = self._actions[spec.name]
            text = QCoreApplication.translate("actions", spec.text)
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setText(text)
            action.setToolTip(f"{text.rstrip('…')} ({keys})" if keys else text.rstrip("…"))

    def recolour(self) -> None:
        """The icons in the colours of the theme."""
        colours = self._theming.theme.colours
        for spec in SPECS:
            if spec.icon:
                self._actions[spec.name].setIcon(icon(spec.icon, colours.dim, colours.off_icon))
