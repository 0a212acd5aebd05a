"""FirstLibrary: which library the window opens with, and the welcome library where there is none yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from PySide6.QtCore import QObject, QTimer

from ragdesk.paths import asset
from ragdesk.protocol.engine_records import EngineStatus
from ragdesk.protocol.errors import NoSuchLibrary, RagdeskError
from ragdesk.settings import DEFAULT_LIBRARY
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.memory import WindowMemory
from ragdesk.window.start_options import StartOptions

CATALOGUE = "catalogue.db"
WELCOME: Mapping[Literal["en", "es"], str] = {"en": "Welcome", "es": "Bienvenida"}
GUIDES = ("user-guide.md", "guia-del-usuario.md")


def wants_library_of_its_own(link: EngineLink) -> bool:
    """Whether what comes now would end up among the guides, which are not read yet.

    Once they are, the list of sources tells that a library holds nothing else.
    """
    is_empty = link.status is None or not sum(link.status.documents.values())
    return link.library in WELCOME.values() and is_empty


class FirstLibrary(QObject):
    """Nothing has to be decided before the first answer: the user guide is there to be asked in both languages."""

    def __init__(self, options: StartOptions, memory: WindowMemory, language: Literal["en", "es"]) -> None:
        super().__init__()
        self._is_first_run = not (options.data_dir / CATALOGUE).exists() and options.library is None
        self.name = options.library or (WELCOME[language] if self._is_first_run else memory.library or DEFAULT_LIBRARY)
        self._is_guess = not self._is_first_run and options.library is None and memory.library is None
        self.may_create = self._is_first_run or self.name == DEFAULT_LIBRARY
        """Whether it is made where it is missing; one that was removed is not made anew."""
        self._is_settled = False

    def follow(self, link: EngineLink) -> None:
        """Fill the welcome library, or find another where the one of last time is gone."""
        self._link = link
        link.engine_ready.connect(self._engine_ready)
        link.engine_lost.connect(self._engine_lost)

    def _engine_ready(self, status: EngineStatus) -> None:
        if self._is_settled:
            return
        self._is_settled = True
        if self._is_first_run:
            guides = [asset("samples", name) for name in GUIDES]
            self._link.request(lambda engine: engine.start_add(guides), lambda _: None)
        elif self._is_guess and not sum(status.documents.values()):
            filled = [one.name for one in status.libraries if one.documents and one.removed_at is None]
            if filled and status.library not in filled:
                self._link.choose_library(filled[0])

    def _engine_lost(self, problem: RagdeskError) -> None:
        if isinstance(problem, NoSuchLibrary) and not self._is_settled:
            self._is_guess = True
            # Later: the link has not finished with this failure yet.
            QTimer.singleShot(0, lambda: self._link.choose_library(DEFAULT_LIBRARY, create=True))
