"""A conversation as a PDF, printed from the same page as the HTML; nothing outside it is ever loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMarginsF, QUrl
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from ragdesk.protocol.errors import StorageError

_MARGIN_MM = 20.0
_DPI = 96


class _ClosedDocument(QTextDocument):
    """Asked for a picture or a style sheet, it has an empty one."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802
        return b""


def write_pdf(html: str, title: str, path: Path) -> None:
    """Any thread may do it. Raises StorageError."""
    writer = QPdfWriter(str(path))
    writer.setTitle(title)
    writer.setCreator("ragdesk")
    writer.setResolution(_DPI)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
    )
    document = _ClosedDocument()
    document.setHtml(html)
    document.setPageSize(writer.pageLayout().paintRectPixels(_DPI).size().toSizeF())
    document.print_(writer)
    del writer  # the end of the file is written when it goes
    if not path.is_file() or path.stat().st_size == 0:
        raise StorageError(f"{path} cannot be written.", "Choose another place, or free some space on its disk.")
