"""`ragdesk jobs` and `ragdesk retry`: long work that goes on in the engine, whoever asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from ragdesk.cli.as_json import job_json, jobs_json
from ragdesk.cli.failures import usage
from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.options import AsJson, session_of
from ragdesk.cli.output import Output, Piece, Styled
from ragdesk.cli.progress import PHASE_WORDS
from ragdesk.cli.show import whole_path
from ragdesk.cli.wording import duration, size
from ragdesk.protocol.engine_records import JobId, JobRecord, JobState

JOB_STYLES: dict[JobState, str] = {
    "waiting": "cyan", "running": "green", "paused": "yellow", "done": "dim", "stopped": "dim", "failed": "red",
}  # fmt: skip
KIND_WORDS = {"add": "add", "follow": "update", "retry": "read again", "index": "build index"}


class Action(StrEnum):
    """What can be done to a job."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


ActionName = Annotated[Action | None, typer.Argument(metavar="[pause|resume|cancel]", help="What to do to a job.")]
Number = Annotated[int | None, typer.Argument(metavar="[ID]", help="The job's number.")]
Names = Annotated[
    list[str] | None, typer.Argument(metavar="[DOCUMENT]...", help="Documents; else all that failed or were cut short.")
]


def jobs(context: typer.Context, action: ActionName = None, job: Number = None, as_json: AsJson = False) -> int:
    """Show what the engine works on; pause, resume or cancel a job."""
    if action is not None and job is None:
        usage(f"Which job? For example: ragdesk jobs {action} 3")
    with session_of(context).engine() as engine:
        if action is None or job is None:
            _tell_all(engine.jobs(), as_json=as_json)
            return 0
        act = {Action.PAUSE: engine.pause_job, Action.RESUME: engine.resume_job, Action.CANCEL: engine.cancel_job}
        tell_job(act[action](JobId(job)), as_json=as_json)
    return 0


def retry(context: typer.Context, documents: Names = None, as_json: AsJson = False) -> int:
    """Read documents again that failed or were read in part."""
    names = [whole_path(name) for name in documents or ()]
    with session_of(context).engine() as engine:
        tell_job(engine.retry_failed(names), as_json=as_json)
    return 0


def tell_job(job: JobRecord, *, as_json: bool) -> None:
    """One job on one line."""
    if as_json:
        JsonLines.standard().write(job_json(job))
    else:
        Output.standard().line(*_spaced(job_cells(job)))


def job_cells(job: JobRecord) -> tuple[Piece, ...]:
    """Number, what it is, state, how far it is, and why it does not go on."""
    what = f"{KIND_WORDS[job.kind]} {', '.join(job.paths)}".strip()
    return (
        Styled(f"{job.id}", "bold"),
        Styled(job.state, JOB_STYLES[job.state]),
        f"{what} ({job.library})",
        _amount(job),
        job.reason or _rest(job),
    )


def _tell_all(found: Sequence[JobRecord], *, as_json: bool) -> None:
    if as_json:
        JsonLines.standard().write(jobs_json(found))
    elif found:
        Output.standard().table(("job", "state", "what", "done", ""), [job_cells(job) for job in found])
    else:
        Output.standard().line("No jobs.")


def _amount(job: JobRecord) -> str:
    of = "" if job.files_total is None else f" of {job.files_total:,}"
    parts = [f"{job.files_done:,}{of} files"] if job.files_done or job.files_total else []
    parts += [size(job.bytes_done)] if job.bytes_done else []
    parts += [f"{job.failed:,} failed"] if job.failed else []
    return ", ".join(parts)


def _rest(job: JobRecord) -> str:
    if job.state != "running":
        return ""
    phase = next((words for phase, words in PHASE_WORDS.items() if phase == job.phase), "")
    left = "" if job.seconds_left is None else f"about {duration(job.seconds_left)} left"
    return ", ".join(part for part in (phase, left) if part)


def _spaced(cells: tuple[Piece, ...]) -> list[Piece]:
    return [piece for cell in cells for piece in (cell, "  ")]
