"""What people read: text made safe for a terminal, styled and wrapped by rich where a terminal is there."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from ragdesk.cli.safe_text import safe, safe_line
from ragdesk.cli.streams import write

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True, slots=True)
class Styled:
    """Text with a rich style ("bold", "dim", "yellow")."""

    text: str
    style: str


Piece = str | Styled

# Narrower terminals break lines themselves.
MIN_WIDTH = 20


class Output:
    """Writes any text safely. Without a terminal: no styles, no wrapping, tables as lines of tab-separated cells."""

    def __init__(self, stream: TextIO, *, is_terminal: bool, has_styles: bool) -> None:
        self.stream = stream
        self.is_terminal = is_terminal
        self.has_styles = is_terminal and has_styles
        self._console: Console | None = None

    @classmethod
    def standard(cls) -> Output:
        return cls._to(sys.stdout)

    @classmethod
    def errors(cls) -> Output:
        return cls._to(sys.stderr)

    @classmethod
    def _to(cls, stream: TextIO | None) -> Output:
        if stream is None:  # closed by the caller, as with `>&-`
            return cls(io.StringIO(), is_terminal=False, has_styles=False)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
        is_terminal = stream.isatty() and os.environ.get("TERM") != "dumb"
        return cls(stream, is_terminal=is_terminal, has_styles=not os.environ.get("NO_COLOR"))

    @property
    def console(self) -> Console:
        """rich's view of the terminal; rich is imported here and not before."""
        if self._console is None:
            from rich.console import Console

            # Whether this is a terminal is decided once, above: rich's own guesses do not count.
            self._console = Console(
                file=self.stream,
                force_terminal=True,
                no_color=not self.has_styles,
                highlight=False,
                markup=False,
                emoji=False,
            )
        return self._console

    def line(self, *pieces: Piece, indent: int = 0) -> None:
        """One line; line breaks inside the pieces become blanks, so that no text can pass for a line of ours."""
        self._print([(safe_line(_plain(piece)), self._style(piece)) for piece in pieces], indent)

    def text(self, *pieces: Piece, indent: int = 0) -> None:
        """Text with its own line breaks, each line indented."""
        self._print([(safe(_plain(piece)), self._style(piece)) for piece in pieces], indent)

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[Piece]]) -> None:
        """A table on a terminal; else one line per row, cells separated by tabs, without headings."""
        if not self.is_terminal:
            for row in rows:
                write(self.stream, "\t".join(safe_line(_plain(cell)) for cell in row) + "\n")
            return
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, show_header=any(headings))
        for heading in headings:
            table.add_column(heading, overflow="fold")
        for row in rows:
            table.add_row(*(Text(safe_line(_plain(cell)), self._style(cell)) for cell in row))
        self.console.print(table)

    def marked(self, text: str) -> Piece:
        """`text` as what matters in its surroundings, with or without styles."""
        return Styled(text, "bold underline") if self.has_styles else f"»{text}«"

    def _print(self, pieces: Sequence[tuple[str, str]], indent: int) -> None:
        if not self.is_terminal:
            text = "".join(text for text, _ in pieces)
            write(self.stream, "\n".join(" " * indent + line if line else "" for line in text.split("\n")) + "\n")
            return
        from rich.text import Text

        whole = Text.assemble(*pieces)
        for line in whole.wrap(self.console, max(MIN_WIDTH, self.console.width - indent)):
            line.rstrip()
            self.console.print(Text(" " * indent).append_text(line), soft_wrap=True)

    def _style(self, piece: Piece) -> str:
        return piece.style if isinstance(piece, Styled) and self.has_styles else ""


def _plain(piece: Piece) -> str:
    return piece.text if isinstance(piece, Styled) else piece
