"""The progress bar of `fetch`, by rich. Imported only where a terminal is there."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from ragdesk.cli.output import Output
from ragdesk.cli.safe_text import safe_line

if TYPE_CHECKING:
    from ragdesk.fetcher.start import Fetching


class FetchBar:
    """One line while it lasts: the host that is connected, bytes, rate, time left, or why nothing comes."""

    def __init__(self, errors: Output) -> None:
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(compact=True),
            console=errors.console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task("Connecting", total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._progress.stop()

    def show(self, step: Fetching) -> None:
        if step.waiting:
            self._progress.update(self._task, description=safe_line(f"Waiting: {step.waiting}"))
        else:
            self._progress.update(
                self._task, description=safe_line(step.host), completed=step.bytes_done, total=step.size
            )
