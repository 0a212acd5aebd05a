"""AboutDialog: what this program is, its version, and the licences of all that comes with it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, metadata, requires

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

import ragdesk
from ragdesk.paths import asset
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill

_ICON = 64
_LONGEST_LICENCE = 60
"""Some packages put the whole text of their licence where its name belongs."""


class AboutDialog(WithWords, QDialog):
    """Reads what is installed only when it opens."""

    def __init__(
        self, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("about_dialog")
        self.resize(560, 520)
        self._name = plain_label("ragdesk", role="title")
        self._version = plain_label(role="dim")
        self._promise = plain_label(wraps=True)
        self._licences_title = plain_label(role="section", wraps=True)
        self._licences = QPlainTextEdit()
        self._licences.setObjectName("about_licences")
        self._licences.setReadOnly(True)
        self._licences.setTabChangesFocus(True)
        self._close = QPushButton()
        self._close.setObjectName("about_close")
        self._close.setProperty("role", "primary")
        self._close.clicked.connect(self.accept)
        self._lay_out()
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("About ragdesk"))
        self._version.setText(fill(self.tr("Version %1, Apache License 2.0"), ragdesk.__version__))
        self._promise.setText(
            self.tr(
                "Answers from your own files, offline. Files are read where they are, nothing is copied elsewhere, and "
                "nothing leaves this computer unless you say so."
            )
        )
        self._licences_title.setText(self.tr("It comes with the work of others, under these licences:"))
        self._licences.setAccessibleName(self.tr("Licences"))
        self._licences.setPlainText(licences())
        self._close.setText(self.tr("Close"))
        self._close.setToolTip(self.tr("Close this page"))

    def _lay_out(self) -> None:
        picture = QLabel()
        picture.setPixmap(QIcon(str(asset("icons", "ragdesk.svg"))).pixmap(_ICON, _ICON))
        names = QVBoxLayout()
        names.addWidget(self._name)
        names.addWidget(self._version)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture)
        head.addLayout(names, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._promise)
        column.addWidget(self._licences_title)
        column.addWidget(self._licences, 1)
        column.addWidget(self._close, 0, Qt.AlignmentFlag.AlignRight)


def licences() -> str:
    """A line for each package that ragdesk rests on, then for what is not a package."""
    return "\n".join([*_packages(), *_not_packages()])


def _packages() -> list[str]:
    names = {requirement.split(">")[0].split("=")[0].split(";")[0].split("<")[0].strip()
             for requirement in requires("ragdesk") or [] if "extra ==" not in requirement}  # fmt: skip
    return [line for name in sorted(names, key=str.lower) if (line := _package(name))]


def _package(name: str) -> str:
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    classifiers = [one for one in told.get_all("Classifier") or [] if one.startswith("License ::")]
    named = (told.get_all("License-Expression") or told.get_all("License") or [""])[0]
    if not named or "\n" in named or len(named) > _LONGEST_LICENCE:
        named = ", ".join(one.rsplit(" :: ", 1)[-1] for one in classifiers) or "see the package"
    return f"{told['Name']} {told['Version']}: {named}"


def _not_packages() -> list[str]:
    return [
        "all-MiniLM-L6-v2 (search model): Apache-2.0",
        "SmolLM2-135M-Instruct (chat model): Apache-2.0",
        "Lucide (icons): ISC, parts MIT",
        "Qt: LGPL-3.0, linked dynamically",
    ]
