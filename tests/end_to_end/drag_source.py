"""A small window out of which a file can be dragged once, as out of a file manager: `python drag_source.py PATH`."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

_STAYS_MS = 1_500
"""The window that it was dropped on asks for what it is only after the drop."""


class DragSource(QLabel):
    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        drag = QDrag(self)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(sys.argv[1])])
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)
        QTimer.singleShot(_STAYS_MS, QApplication.quit)


application = QApplication(sys.argv[:1])
source = DragSource("drag me")
source.setWindowTitle("drag source")
source.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
source.setGeometry(20, 600, 150, 80)
source.show()
sys.exit(application.exec())
