"""The progress bar of `add`: rate and time left, by rich. Imported only where a terminal is there."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from ragdesk.cli.output import Output
from ragdesk.cli.progress import PHASE_WORDS, PREPARING, amount, is_over
from ragdesk.cli.safe_text import safe_line
from ragdesk.protocol.events import JobProgressed, Phase

# The other columns need up to 80; a name is shown where there is room beside them.
WIDTH_WITH_NAME = 110
MAX_NAME_LENGTH = 28


class Rate(ProgressColumn):
    """How many of its unit a phase does per second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f} {task.fields['unit']}/s" if speed else "", "dim")


class ProgressBar:
    """A line per phase while it lasts; nothing stays on the screen at the end."""

    def __init__(self, errors: Output) -> None:
        self._errors = errors
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=12),
            TextColumn("{task.fields[amount]}", markup=False),
            Rate(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[current]}", style="dim", markup=False),
            console=errors.console,
            transient=True,
        )
        self._tasks: dict[Phase, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._progress.stop()

    def show(self, step: JobProgressed) -> None:
        if step.phase not in self._tasks:
            if step.phase == "preparing" and not is_over(step):
                self._errors.line(PREPARING)
            words = PHASE_WORDS[step.phase]
            self._tasks[step.phase] = self._progress.add_task(words, unit=step.unit, amount="", current="")
        self._progress.update(
            self._tasks[step.phase],
            completed=step.done,
            total=step.total,
            amount=amount(step),
            current=_shortened(step.current or "") if self._errors.console.width >= WIDTH_WITH_NAME else "",
            unit=step.unit,
            visible=not is_over(step),
        )


def _shortened(name: str) -> str:
    """The end of a path tells most."""
    line = safe_line(name)
    return line if len(line) <= MAX_NAME_LENGTH else "…" + line[-(MAX_NAME_LENGTH - 1) :]
