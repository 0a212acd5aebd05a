"""Asks the kernel to refuse the network to this process and to all that it starts. Says honestly where it does not.

What stays possible: a program that may use Unix sockets can ask another program of this user to connect for it.
"""

from __future__ import annotations

import errno
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass

_NO_SUCH_FAMILY = 255
_DISCARD = ("127.0.0.1", 9)


@dataclass(frozen=True, slots=True)
class DenialReport:
    """Whether the kernel refuses the network, and by what or why not, as a sentence for the user."""

    is_enforced: bool
    note: str


WINDOWS = DenialReport(
    False,
    "Windows lets no program forbid itself the network: ragdesk makes no connections and tells its libraries so. A "
    "firewall rule for its python.exe would enforce it.",
)
SWITCHED_OFF = DenialReport(False, "Offline mode is switched off.")


def deny_network() -> DenialReport:
    """Cannot be undone. To be called before heavy imports, and never in a program of somebody else's."""
    if sys.platform == "win32":
        return WINDOWS
    try:
        if sys.platform == "darwin":
            from ragdesk.engine.offline.seatbelt import refuse_network

            refuse_network()
        else:
            from ragdesk.engine.offline.socket_filter import refuse_network_sockets

            refuse_network_sockets()
    except (OSError, AttributeError) as problem:
        if not denial_in_force().is_enforced:
            return DenialReport(False, f"This system could not be made to refuse the network: {problem}.")
    keep_names_here()
    return denial_in_force()


def keep_names_here() -> None:
    """Look computers' names up in this computer's own list only; every process has to do it for itself."""
    if sys.platform == "linux":
        from ragdesk.engine.offline.socket_filter import look_names_up_here_only

        # Other C libraries than glibc look names up with sockets of their own, and those are refused.
        with suppress(OSError, AttributeError):
            look_names_up_here_only()


def denial_in_force() -> DenialReport:
    """Found by trying, without a socket of the internet: the filter refuses even a kind that no kernel has."""
    if sys.platform == "win32":
        return WINDOWS
    if sys.platform == "darwin":
        return _connection_refused_by_sandbox()
    try:
        socket.socket(_NO_SUCH_FAMILY, socket.SOCK_STREAM).close()
    except OSError as refusal:
        if refusal.errno == errno.EACCES:
            return DenialReport(True, "The kernel refuses all sockets but Unix ones (seccomp).")
    return DenialReport(False, "The kernel was not asked to refuse the network: ragdesk and its libraries keep off it.")


def _connection_refused_by_sandbox() -> DenialReport:
    """A profile lets sockets be made, and refuses to connect them."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_DISCARD)
        except PermissionError:
            return DenialReport(True, "The system's sandbox refuses the network.")
        except OSError:
            pass
    return DenialReport(False, "The system's sandbox is not in force: ragdesk and its libraries keep off the network.")
