"""Language: the words of the window and of Qt's own dialogs, changed while it is open."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from ragdesk.paths import asset

Code = Literal["en", "es"]


class Language(QObject):
    """Every widget hears of a change by `QEvent.LanguageChange`. English stands in the code; its file has plurals."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.code: Code = "en"
        self._translators: list[_Words] = []

    def choose(self, wish: Literal["system", "en", "es"]) -> None:
        """Numbers and dates follow, in the system's variety of the language where it speaks it."""
        system = QLocale.system()
        self.code = _spoken(system) if wish == "system" else wish
        speaks_it = system.name()[:2] == self.code  # the bare "C" of a server or container writes numbers like nobody
        QLocale.setDefault(system if speaks_it and wish == "system" else QLocale(self.code))
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


class _Words(QTranslator):
    """A file of translations, in memory: Qt would map it, and crash when an update writes over it."""

    def __init__(self, file: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._file, self._kept = file, file.read_bytes()
        self.load(self._kept)

    def filePath(self) -> str:  # noqa: N802
        return str(self._file)


def _translators(code: Code, parent: QObject) -> list[_Words]:
    """A later one goes before an earlier one."""
    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    files = [asset("translations", f"ragdesk_{code}.qm")]
    if code != "en":
        files.insert(0, qt / f"qtbase_{code}.qm")
    return [_Words(file, parent) for file in files if file.is_file()]
