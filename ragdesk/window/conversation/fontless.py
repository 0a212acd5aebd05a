"""Characters that no font has. Qt would ask every font of the system for each of them: a third of a second for 200."""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor

_FONTLESS = re.compile("([\U00040000-\U000dffff]+)")
"""Planes of Unicode in which nothing is defined. Others may be: fonts know more characters than this Python does."""


def insert_text(cursor: QTextCursor, text: str, shown: QTextCharFormat) -> None:
    """All of it, with boxes for what no font has."""
    alone = QTextCharFormat(shown)
    alone.setFontStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    for n, piece in enumerate(_FONTLESS.split(text)):
        if piece:
            cursor.insertText(piece, alone if n % 2 else shown)
