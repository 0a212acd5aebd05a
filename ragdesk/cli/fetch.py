"""`ragdesk fetch`: brings one model file from the internet, the only command that connects to anything."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol
from urllib.parse import unquote, urlsplit

import typer

from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.options import AsJson, session_of
from ragdesk.cli.output import Output, Styled
from ragdesk.cli.progress import PLAIN_LINE_EVERY_S
from ragdesk.cli.stopping import until_stopped
from ragdesk.cli.wording import size
from ragdesk.connection_log import CONNECTION_LOG
from ragdesk.paths import default_data_dir, make_private
from ragdesk.protocol.errors import BadRequest, Cancelled

if TYPE_CHECKING:
    from ragdesk.fetcher.request import FetchRequest
    from ragdesk.fetcher.start import Fetched, Fetching, Seen

MODELS_FOLDER = "models"


class ShowsBytes(Protocol):
    """Told of every step of a download."""

    def show(self, step: Fetching) -> None: ...


def fetch(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="The https address of a GGUF or safetensors file.")],
    sha256: Annotated[
        str | None, typer.Option("--sha256", metavar="SUM", help="What the file's SHA-256 sum must be.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="The name that it gets here.")] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="HOST", help="A host to be trusted for this once."),
    ] = None,
    ask_token: Annotated[bool, typer.Option("--token", help="Ask for the access token that a file needs.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before it is fetched.")] = False,
    as_json: AsJson = False,
) -> int:
    """Fetch a model file. It tells host, size and place, and asks before it begins."""
    from ragdesk.fetcher.start import fetch, look

    errors = Output.errors()
    request = _request(session_of(context).data_dir, url, name, sha256, tuple(allow_host or ()))
    _refuse_overwriting(request)
    if ask_token:
        request = replace(request, token=typer.prompt("Access token", hide_input=True, err=True))
    seen = look(request)
    request = _settled(request, seen)
    _tell(errors, request, seen)
    if not yes and not typer.confirm("Fetch it?", err=True):
        raise Cancelled("Nothing was fetched.")
    with _progress_on(errors) as progress:
        fetched = _followed(until_stopped(fetch(request)), progress)
    _tell_end(fetched, as_json=as_json)
    return 0


def _request(
    data_dir: Path | None, url: str, name: str | None, sha256: str | None, allowed: tuple[str, ...]
) -> FetchRequest:
    from ragdesk.fetcher.addresses import checked
    from ragdesk.fetcher.request import HOSTS, FetchRequest, check_name, check_sum

    hosts = (*HOSTS, *allowed)
    checked(url, hosts, allow_loopback=False)
    name = name or unquote(urlsplit(url).path.rpartition("/")[2])
    sha256 = sha256.lower() if sha256 else None
    check_name(name)
    check_sum(sha256)
    folder = make_private(data_dir or default_data_dir())
    log = str(folder / CONNECTION_LOG)
    return FetchRequest(url, str(folder / MODELS_FOLDER), name, sha256=sha256, hosts=hosts, log=log)


def _refuse_overwriting(request: FetchRequest) -> None:
    target = Path(request.folder, request.name)
    if not target.exists():
        return
    with target.open("rb") as file:
        is_same = request.sha256 == hashlib.file_digest(file, "sha256").hexdigest()
    message = f"It is there already: {target}" if is_same else f"There is another file of that name: {target}"
    raise BadRequest(message, "Use it with --model." if is_same else "Remove it first, or choose a name: --name")


def _settled(request: FetchRequest, seen: Seen) -> FetchRequest:
    """The server's own sum tells whether all came as it was sent; one from the user tells more, and goes first."""
    return replace(request, size=seen.size, sha256=request.sha256 or seen.sha256)


def _tell(errors: Output, request: FetchRequest, seen: Seen) -> None:
    errors.line(Styled("From  ", "bold"), seen.host)
    errors.line(Styled("File  ", "bold"), f"{request.name}, {size(seen.size)}")
    errors.line(Styled("To    ", "bold"), request.folder)
    if request.sha256 is None:
        errors.line("The server tells no SHA-256 sum: nothing but its word says that the file is the right one.")


def _followed(steps: Iterator[Fetching | Fetched], progress: ShowsBytes) -> Fetched:
    from ragdesk.fetcher.start import Fetching

    for step in steps:
        if isinstance(step, Fetching):
            progress.show(step)
        else:
            return step
    raise AssertionError("a download that does not fail ends with its file")


def _tell_end(fetched: Fetched, *, as_json: bool) -> None:
    path = str(fetched.path)
    if as_json:
        told = {"path": path, "size": fetched.size, "sha256": fetched.sha256, "verified": fetched.is_verified}
        JsonLines.standard().write(told)
        return
    output = Output.standard()
    output.line(f"Fetched {path} ({size(fetched.size)}), SHA-256 {fetched.sha256}")
    if fetched.path.suffix == ".gguf":
        output.line(f"Use it: ragdesk ask --model {path} QUESTION")


def _progress_on(errors: Output) -> AbstractContextManager[ShowsBytes]:
    if errors.is_terminal:
        from ragdesk.cli.fetch_bar import FetchBar

        return FetchBar(errors)
    return nullcontext(PlainLines(errors))


class PlainLines:
    """A line now and then, for log files."""

    def __init__(self, errors: Output) -> None:
        self._errors = errors
        self._told_at = 0.0

    def show(self, step: Fetching) -> None:
        if step.waiting:
            self._errors.line(f"Waiting: {step.waiting}")
        elif time.monotonic() - self._told_at >= PLAIN_LINE_EVERY_S:
            self._told_at = time.monotonic()
            self._errors.line(f"{size(step.bytes_done)} of {size(step.size)} from {step.host}")
