"""The window's colours, measures and type: three palettes of our own, and the one style sheet made from them.

Nothing else in the window names a colour or a size. Colours are those of the drawings; a test computes their contrast.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from PySide6.QtGui import QColor, QPalette

from ragdesk.paths import asset
from ragdesk.window.style_sheet import style_sheet

ThemeName = Literal["light", "dark", "contrast"]


@dataclass(frozen=True, slots=True)
class Colours:
    """What each colour is for; values are #rrggbb."""

    bg: str
    """Behind the conversation."""
    side: str
    """Side panes and status bar."""
    card: str
    """Quotes, composer, dialogs."""
    field: str
    """Inputs."""
    well: str
    """Behind the page."""
    line: str
    """Hairlines."""
    line2: str
    """Borders of what can be pressed or typed in."""
    text: str
    dim: str
    """Secondary text."""
    off: str
    """What cannot be pressed or chosen now."""
    accent: str
    on: str
    """Text on the accent."""
    sel: str
    """A selected row."""
    chip: str
    """Behind [n]."""
    mark: str
    """Marked words; on the image of a page always `PAGE_MARK`."""
    marktext: str
    ok: str
    warn: str
    bad: str

    @property
    def off_icon(self) -> str:
        """An icon that cannot be pressed now, beside those of `dim`."""
        return self.line2 if self.off == self.dim else self.off


LIGHT = Colours(
    bg="#faf9f7", side="#f3f1ed", card="#ffffff", field="#ffffff", well="#e7e4de", line="#dedad2", line2="#8f8a80",
    text="#1d2125", dim="#5b6068", off="#5b6068", accent="#0a6666", on="#ffffff", sel="#dfeae8", chip="#dcebe9",
    mark="#ffe28a", marktext="#1d2125", ok="#1e6b3a", warn="#8a5200", bad="#a3262a",
)  # fmt: skip
DARK = Colours(
    bg="#17191b", side="#1d2022", card="#23272a", field="#17191b", well="#101214", line="#33383c", line2="#767d85",
    text="#e9ebed", dim="#a9b0b7", off="#a9b0b7", accent="#5ec7c0", on="#0c1f1f", sel="#25383a", chip="#213a3b",
    mark="#6b5600", marktext="#fff3cf", ok="#6cc98c", warn="#f0b04a", bad="#ff8f8f",
)  # fmt: skip
CONTRAST = Colours(
    bg="#000000", side="#000000", card="#000000", field="#000000", well="#000000", line="#ffffff", line2="#ffffff",
    text="#ffffff", dim="#ffffff", off="#9a9a9a", accent="#ffd60a", on="#000000", sel="#1a1a66", chip="#1a1a66",
    mark="#ffd60a", marktext="#000000", ok="#4cff8f", warn="#ffb000", bad="#ff8a8a",
)  # fmt: skip

PAGE_MARK = "#ffe28a"
"""Marked words on the image of a page, multiplied with it, whatever the palette."""

THEMES: dict[ThemeName, Colours] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


@dataclass(frozen=True, slots=True)
class Theme:
    """A palette with the size of type. `text_pt` is what the drawings call 13: lists and controls."""

    name: ThemeName
    colours: Colours
    text_pt: float = 10.0
    scale: float = 1.0
    """How much larger icons are than in the drawings, so that they keep to the size of the letters."""
    is_still: bool = False
    """Whether nothing should move by itself."""

    def points(self, drawn: float) -> float:
        """A size of type out of the drawings (12, 13, 14, 14.5, 16, 20), in points for this user's system font."""
        return round(self.text_pt * drawn / 13, 2)

    def side(self, drawn: int) -> int:
        """The side of an icon or a round button out of the drawings, in pixels."""
        return round(drawn * self.scale)

    def style_sheet(self) -> str:
        """For the whole application."""
        colours = {one.name: getattr(self.colours, one.name) for one in fields(self.colours)}
        return style_sheet(colours, self.points, self.side, self._picture)

    def _picture(self, name: str) -> str:
        """A style sheet cannot recolour a picture, so there is one for each palette."""
        return asset("icons", "controls", f"{name}-{self.name}.svg").as_posix()

    def palette(self) -> QPalette:
        """What widgets draw with that no style sheet reaches."""
        palette = QPalette()
        c = self.colours
        role = QPalette.ColorRole
        for part, colour in (
            (role.Window, c.bg), (role.WindowText, c.text), (role.Base, c.field), (role.AlternateBase, c.side),
            (role.Text, c.text), (role.Button, c.card), (role.ButtonText, c.text), (role.Highlight, c.accent),
            (role.HighlightedText, c.on), (role.ToolTipBase, c.card), (role.ToolTipText, c.text),
            (role.PlaceholderText, c.dim), (role.Link, c.accent), (role.LinkVisited, c.accent),
            (role.BrightText, c.bad), (role.Accent, c.accent), (role.Light, c.line), (role.Mid, c.line2),
            (role.Dark, c.line2), (role.Shadow, c.well),
        ):  # fmt: skip
            palette.setColor(part, QColor(colour))
        for part in (role.Text, role.ButtonText, role.WindowText):
            palette.setColor(QPalette.ColorGroup.Disabled, part, QColor(c.off))
        return palette
