"""The model's words while they come, before they are checked: shown on a terminal, and taken away again."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ragdesk.cli.output import Output
from ragdesk.cli.safe_text import safe

if TYPE_CHECKING:
    from rich.console import Group
    from rich.live import Live

# Fast enough to look continuous; drawing at every token of a fast model costs more than the eye sees.
REDRAW_S = 0.05
HEADING = "The model writes (not yet checked):"


class Draft:
    """Within the `with` block the text grows on the terminal; at its end it vanishes, for the checked answer to stand
    in its place. Without a terminal nothing is shown."""

    def __init__(self, output: Output) -> None:
        self.text = ""
        self._output = output
        self._live: Live | None = None
        self._drawn_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def add(self, piece: str) -> None:
        self.text += safe(piece)
        now = time.monotonic()
        if self._output.is_terminal and now - self._drawn_at >= REDRAW_S:
            self._drawn_at = now
            self._show()

    def clear(self) -> None:
        """The model begins again; what it wrote is no part of the answer."""
        self.text = ""
        if self._live is not None:
            self._show()

    def _show(self) -> None:
        if self._live is None:
            from rich.live import Live

            self._live = Live(
                console=self._output.console,
                auto_refresh=False,
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._live.start()
        self._live.update(self._picture(), refresh=True)

    def _picture(self) -> Group:
        """The heading and the last lines that fit: a terminal cannot take back what has scrolled away."""
        from rich.console import Group
        from rich.text import Text

        console = self._output.console
        style = "dim" if self._output.has_styles else ""
        lines = Text(self.text.strip(), style).wrap(console, console.width)
        room = max(1, console.height - 3)
        return Group(Text(HEADING, style), *lines[-room:])
