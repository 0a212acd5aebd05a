"""QuestionRow: what was asked, as it was typed, and the way to edit it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ragdesk.window.theming import Theming
from ragdesk.window.widgets.icon_button import SIDE, IconButton
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import Translated

_BETWEEN = 4


class QuestionRow(Translated):
    """The button is there while the pointer is over the turn; keys have the action and the menu."""

    edit_asked = Signal()

    def __init__(self, theming: Theming, question: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theming = theming
        self._edit: IconButton | None = None
        self._label = plain_label(question, role="question", wraps=True, parent=self)
        self._label.setObjectName("question")
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._layout = QHBoxLayout(self)
        self._layout.setSpacing(_BETWEEN)
        self._layout.addWidget(self._label, 1)
        theming.changed.connect(self._keep_room)
        self._keep_room()

    def retranslate(self) -> None:
        if self._edit is not None:
            self._edit.say(self.tr("Edit the question"))

    def offer_editing(self, is_offered: bool) -> None:
        if self._edit is None and is_offered:
            self._edit = self._make_button()
        if self._edit is not None:
            self._edit.setVisible(is_offered or self._edit.hasFocus())

    def _make_button(self) -> IconButton:
        """Most turns are never pointed at."""
        made = IconButton(self._theming, "pencil", self)
        made.setObjectName("edit_question")
        made.clicked.connect(self.edit_asked)
        keeps_place = made.sizePolicy()
        keeps_place.setRetainSizeWhenHidden(True)
        made.setSizePolicy(keeps_place)
        made.say(self.tr("Edit the question"))
        self._layout.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.setContentsMargins(0, 0, 0, 0)
        return made

    def _keep_room(self) -> None:
        """Nothing is to move under the pointer when the button comes."""
        side = self._theming.theme.side(SIDE)
        self.setMinimumHeight(side)
        if self._edit is None:
            self._layout.setContentsMargins(0, 0, side + _BETWEEN, 0)
        else:
            self._layout.setContentsMargins(0, 0, 0, 0)
