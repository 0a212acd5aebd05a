"""QuestionRow: what was asked, as it was typed, and the way to edit it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ragdesk.window.theming import Theming
from ragdesk.window.widgets.icon_button import IconButton
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import Translated


class QuestionRow(Translated):
    """The button is there while the pointer is over the turn; keys have the action and the menu."""

    edit_asked = Signal()

    def __init__(self, theming: Theming, question: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = plain_label(question, role="question", wraps=True)
        self._label.setObjectName("question")
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._edit = IconButton(theming, "pencil")
        self._edit.setObjectName("edit_question")
        self._edit.clicked.connect(self.edit_asked)
        keeps_place = self._edit.sizePolicy()
        keeps_place.setRetainSizeWhenHidden(True)  # nothing is to move under the pointer
        self._edit.setSizePolicy(keeps_place)
        self._edit.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._edit, 0, Qt.AlignmentFlag.AlignTop)
        self.retranslate()

    def retranslate(self) -> None:
        self._edit.say(self.tr("Edit the question"))

    def offer_editing(self, is_offered: bool) -> None:
        self._edit.setVisible(is_offered or self._edit.hasFocus())
