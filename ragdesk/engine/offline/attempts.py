"""Tries from inside this process to reach a network; what came of each try out. Nothing leaves the computer.

Sockets are made and not connected; where a system refuses only connecting (macOS), it is tried with this computer.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable

POSSIBLE = "POSSIBLE"
REFUSED = "refused"
_UNKNOWN_NAME = "ragdesk.invalid"  # RFC 6761: nobody may ever have it.
_DISCARD = 9
_CHILD = "import socket; socket.socket(socket.AF_INET, socket.SOCK_STREAM)"
_CHILD_SECONDS = 20


def try_the_network() -> dict[str, str]:
    """Each way with "refused" and the system's word for it, or "POSSIBLE"."""
    tries: dict[str, Callable[[], object]] = {
        "a connection (IPv4)": lambda: _make(socket.AF_INET, socket.SOCK_STREAM, "127.0.0.1"),
        "a connection (IPv6)": lambda: _make(socket.AF_INET6, socket.SOCK_STREAM, "::1"),
        "a datagram (UDP)": lambda: _make(socket.AF_INET, socket.SOCK_DGRAM, "127.0.0.1"),
    }
    if sys.platform == "linux":
        tries["raw packets"] = lambda: _make(socket.AF_PACKET, socket.SOCK_RAW, "")
    found = {name: _outcome(attempt) for name, attempt in tries.items()}
    # Only where nothing can come of it is a name looked up, and a program started that tries.
    if all(is_refused(outcome) for outcome in found.values()):
        found["the address of a name (DNS)"] = _outcome(lambda: socket.getaddrinfo(_UNKNOWN_NAME, 443))
        found["a connection by a program that it starts"] = _outcome(_have_a_child_try)
    return found


def is_refused(outcome: str) -> bool:
    return outcome.startswith(REFUSED)


def _outcome(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except socket.gaierror:
        return f"{REFUSED}: the name stays unknown"
    except ConnectionRefusedError:
        return POSSIBLE
    except OSError as error:
        return f"{REFUSED}: {os.strerror(error.errno or 0)}"
    return POSSIBLE


def _make(family: int, kind: int, address: str) -> None:
    with socket.socket(family, kind) as made:
        if sys.platform == "darwin":
            made.connect((address, _DISCARD))


def _have_a_child_try() -> None:
    """Raises PermissionError if the child could not."""
    command = [sys.executable, "-I", "-S", "-c", _CHILD]
    ended = subprocess.run(command, capture_output=True, timeout=_CHILD_SECONDS, check=False, stdin=subprocess.DEVNULL)
    if b"PermissionError" in ended.stderr:
        raise PermissionError(1, "refused")
