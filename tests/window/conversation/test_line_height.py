"""Lines are as far apart as drawn, in whatever font."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontInfo, QTextBlockFormat, QTextCursor, QTextDocument

from ragdesk.window.conversation.line_height import set_line_height


@pytest.mark.parametrize("family", ["Inter", "Noto Sans", "monospace"])
def test_lines_follow_each_other_at_so_many_sizes_of_the_letters(family: str, qapp: object) -> None:
    font = QFont(family)
    font.setPointSizeF(11)
    document = QTextDocument()
    document.setDefaultFont(font)
    paragraph = QTextBlockFormat()
    set_line_height(paragraph, font, 1.6)
    cursor = QTextCursor(document)
    cursor.setBlockFormat(paragraph)
    cursor.insertText("one\u2028two\u2028three")
    document.documentLayout().documentSize()
    lines = document.firstBlock().layout()
    distance = lines.lineAt(2).y() - lines.lineAt(1).y()
    assert distance == pytest.approx(1.6 * QFontInfo(font).pixelSize(), rel=0.06)
