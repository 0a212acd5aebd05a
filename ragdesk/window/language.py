"""Language: the words of the window and of Qt's own dialogs, changed while it is open."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from ragdesk.paths import asset

Code = Literal["en", "es"]


class Language(QObject):
    """Every widget hears of a change by `QEvent.LanguageChange`. English stands in the code; its file has plurals."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.code: Code = "en"
        self._translators: list[QTranslator] = []

    def choose(self, wish: Literal["system", "en", "es"]) -> None:
        """Numbers and dates follow, in the system's variety of the language where it speaks it."""
        system = QLocale.system()
        self.code = _spoken(system) if wish == "system" else wish
        QLocale.setDefault(system if _spoken(system) == self.code and wish == "system" else QLocale(self.code))
        for translator in self._translators:
            QCoreApplication.removeTranslator(translator)
        self._translators = _translators(self.code, self)
        for translator in self._translators:
            QCoreApplication.installTranslator(translator)


def _spoken(system: QLocale) -> Code:
    for language in system.uiLanguages():
        if language[:2] in ("en", "es"):
            return "es" if language.startswith("es") else "en"
    return "en"


def _translators(code: Code, parent: QObject) -> list[QTranslator]:
    """A later one goes before an earlier one."""
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    files = [(f"ragdesk_{code}", str(asset("translations")))]
    if code != "en":
        files.insert(0, (f"qtbase_{code}", qt))
    found = []
    for name, folder in files:
        translator = QTranslator(parent)
        if translator.load(name, folder):
            found.append(translator)
    return found
