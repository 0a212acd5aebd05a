"""Theming: the theme in force; it follows the system's colours, contrast and motion unless the user chose otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontInfo, QGuiApplication
from PySide6.QtWidgets import QApplication

from ragdesk.window.theme import THEMES, Theme, ThemeName


@dataclass(frozen=True, slots=True)
class Appearance:
    """What the user chose; see the settings of the same names."""

    theme: Literal["system", "light", "dark", "contrast"] = "system"
    text_percent: int = 100
    reduce_motion: Literal["system", "yes", "no"] = "system"


class Theming(QObject):
    """Whoever paints by hand asks `theme` for colours and repaints on `changed`; style sheets follow by themselves."""

    changed = Signal()
    """The style sheet and palette of the application are those of the new theme already."""

    def __init__(self, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._system_pt = max(QGuiApplication.font().pointSizeF(), 6.0)
        self.theme = self._theme()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self.refresh)
        if (accessibility := getattr(hints, "accessibility", None)) is not None:  # since Qt 6.10
            accessibility().contrastPreferenceChanged.connect(self.refresh)

    def apply(self) -> None:
        """Dress the whole application in the theme."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setPalette(self.theme.palette())
        application.setStyleSheet(self.theme.style_sheet())

    def choose(self, appearance: Appearance) -> None:
        """Applied at once."""
        self._appearance = appearance
        self.refresh()

    def refresh(self) -> None:
        """Look at the system's wishes anew."""
        theme = self._theme()
        if theme != self.theme:
            self.theme = theme
            self.apply()
            self.changed.emit()

    def _theme(self) -> Theme:
        name = self._name()
        text_pt = self._system_pt * self._appearance.text_percent / 100
        chosen = Theme(name, THEMES[name], text_pt, scale=_scale(text_pt))
        return replace(chosen, is_still=self._is_still())

    def _name(self) -> ThemeName:
        if self._appearance.theme != "system":
            return self._appearance.theme
        hints = QGuiApplication.styleHints()
        if (accessibility := getattr(hints, "accessibility", None)) is not None:
            contrast = accessibility().contrastPreference()
            if contrast == Qt.ContrastPreference.HighContrast:
                return "contrast"
        return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"

    def _is_still(self) -> bool:
        if self._appearance.reduce_motion != "system":
            return self._appearance.reduce_motion == "yes"
        accessibility = getattr(QGuiApplication.styleHints(), "accessibility", None)
        wish = getattr(accessibility(), "motionPreference", None) if accessibility else None  # since Qt 6.12
        return wish is not None and "Reduced" in str(wish())


def _scale(text_pt: float) -> float:
    """The drawings have icons of 16 beside letters of 13 pixels; smaller ones would be hard to tell apart."""
    font = QFont(QGuiApplication.font())
    font.setPointSizeF(text_pt)
    return max(1.0, QFontInfo(font).pixelSize() / 13)
