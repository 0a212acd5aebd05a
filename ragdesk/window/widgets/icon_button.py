"""IconButton: a button that is an icon, 28 by 28, with its words as tooltip and for screen readers."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from ragdesk.window.icons import SIZE, icon
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import set_plain_tooltip

SIDE = 28


class IconButton(QToolButton):
    """Its icon follows the theme. Give it words with `say`, again whenever the language changes."""

    def __init__(self, theming: Theming, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theming = theming
        self._icon_name = icon_name
        self._action: QAction | None = None
        self.setProperty("role", "icon")
        self.setFixedSize(SIDE, SIDE)
        self.setIconSize(QSize(SIZE, SIZE))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        theming.changed.connect(self._recolour)
        self._recolour()

    @classmethod
    def for_action(cls, action: QAction, theming: Theming, parent: QWidget | None = None) -> IconButton:
        """A button for an action: it triggers it, and follows its icon, words, and whether it can be chosen."""
        button = cls(theming, "", parent)
        button.setObjectName(f"{action.objectName()}_button")
        button._action = action
        action.changed.connect(button._follow)
        button.clicked.connect(action.trigger)
        button._follow()
        return button

    @property
    def icon_name(self) -> str:
        return self._icon_name

    def say(self, words: str) -> None:
        """What it does, as tooltip and accessible name; taken as plain text."""
        set_plain_tooltip(self, words)
        self.setAccessibleName(words)

    def show_icon(self, icon_name: str) -> None:
        """Another icon, as when "pause" becomes "resume"."""
        if icon_name != self._icon_name:
            self._icon_name = icon_name
            self._recolour()

    def _follow(self) -> None:
        if (action := self._action) is None:
            return
        self.setIcon(action.icon())
        set_plain_tooltip(self, action.toolTip())
        self.setAccessibleName(action.text().rstrip("…").replace("&", ""))
        self.setEnabled(action.isEnabled())
        self.setCheckable(action.isCheckable())
        self.setChecked(action.isChecked())

    def _recolour(self) -> None:
        if self._icon_name:
            colours = self._theming.theme.colours
            self.setIcon(icon(self._icon_name, colours.dim, colours.off_icon))
