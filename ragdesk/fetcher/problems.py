"""Why a file could not be fetched, in words for the user."""

from __future__ import annotations

from ragdesk.protocol.errors import RagdeskError

_TRY_AGAIN = "Run the same command again: it goes on where it stopped."


class FetchProblem(RagdeskError):
    """The file was not fetched, and trying again at once would not help."""


class BrokenOff(Exception):
    """The connection ended or failed before its time; trying again may help. Its text says how it ended."""


class Stopped(Exception):
    """The user stopped it."""


class TooSlow(BrokenOff):
    """The server sent too little in too long a time."""


def refused_address(what: str) -> FetchProblem:
    return FetchProblem(f"ragdesk does not connect to {what}.", "Use an https address of huggingface.co.")


def foreign_host(host: str) -> FetchProblem:
    return FetchProblem(
        f"The host {host} is not among those that ragdesk may connect to.",
        f"If you trust it, allow it for this once: --allow-host {host}",
    )


def refused_status(status: int, host: str) -> FetchProblem:
    """For answers that are no file and will be the same when asked again."""
    if status in (401, 403):
        return FetchProblem(
            f"{host} does not give this file to everybody (answer {status}).",
            "Accept the model's conditions on its web page, then give your access token: --token",
        )
    if status in (404, 410):
        return FetchProblem(f"{host} has no such file (answer {status}).", "Check the address.")
    if status == 429:
        return FetchProblem(f"{host} asks to wait: too many requests came from here.", "Try again in some minutes.")
    return FetchProblem(f"{host} answered with {status} and sent no file.", "Try again later.")


def not_secure(host: str, detail: str) -> FetchProblem:
    return FetchProblem(
        f"The connection to {host} is not secure: its certificate was not accepted.",
        "Check the computer's date. In a company network, ask whether it opens secure connections.",
        detail,
    )


def damaged(expected: str, found: str) -> FetchProblem:
    return FetchProblem(
        "The file that came is not the one that was asked for, so it was thrown away.",
        "Check the sum that you gave, or try again.",
        f"sha256 {found}, expected {expected}",
    )


def wrong_size(expected: int, told: int) -> FetchProblem:
    return FetchProblem(
        f"The server's file has {told:,} bytes, not the {expected:,} that were expected. Nothing was installed.",
        "Check the address.",
    )


def unknown_size(host: str) -> FetchProblem:
    return FetchProblem(
        f"{host} does not say how large the file is.", "Fetch it with a browser, then use --model PATH."
    )


def disk_full(folder: str, missing_bytes: int) -> FetchProblem:
    return FetchProblem(
        f"The disk of {folder} has too little space: {missing_bytes / 1e6:,.0f} MB are missing.",
        f"Free some space. {_TRY_AGAIN}",
    )


def cannot_write(folder: str, error: OSError) -> FetchProblem:
    return FetchProblem(
        f"The file could not be written to {folder}.",
        "Check that the folder is yours and its disk is well.",
        str(error),
    )


def gave_up(why: str) -> FetchProblem:
    return FetchProblem(f"The download did not come to its end: {why}.", f"Check the connection. {_TRY_AGAIN}")
