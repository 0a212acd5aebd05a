"""Ends the engine of a data folder, whatever its version and whether or not it answers."""

from __future__ import annotations

import secrets
import time
from contextlib import suppress
from pathlib import Path

import ragdesk
from ragdesk.client import engine_process
from ragdesk.client.engine_connection import EngineConnection, Hung, Unreachable, wait_a_moment
from ragdesk.protocol.address import EngineAddress, read_address
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.errors import EngineProblem
from ragdesk.protocol.wire import call_frame, method_named

# It ends its last calls first.
_LONGEST_S = 45.0


def running_engine(data_dir: Path) -> EngineAddress | None:
    """The engine of a data folder, if one runs."""
    address = read_address(data_dir)
    return address if address is not None and engine_process.is_alive(address) else None


def stop_engine(data_dir: Path) -> EngineAddress | None:
    """Stop it in order and wait for its end; the engine that was stopped, None where none ran.

    Calls in progress are finished first, jobs go on when it is started again. Raises EngineProblem if it stays.
    """
    address = running_engine(data_dir)
    if address is None:
        return None
    if not address.is_leaving:
        _ask_to_leave(address)
    end = time.monotonic() + _LONGEST_S
    while engine_process.is_alive(address):
        if not wait_a_moment(end):
            raise EngineProblem(
                f"The engine (process {address.pid}) does not end.", "It may be finishing a long task: try again later."
            )
    return address


def _ask_to_leave(address: EngineAddress) -> None:
    try:
        connection = EngineConnection(address, lambda is_silent: None)
    except Hung:
        engine_process.end_hung(address)
        return
    except Unreachable:
        engine_process.end_in_order(address)
        return
    try:
        hello = {"version": ragdesk.__version__, "face": secrets.token_hex(8), "library": None, "create": False}
        if "welcome" not in connection.greet(hello):
            engine_process.end_in_order(address)
            return
        with suppress(OSError, EOFError):  # it may be gone before it answers
            connection.send(call_frame(method_named(EngineApi.stop_engine.__name__), (), {}))
            connection.receive()
    except Hung:
        engine_process.end_hung(address)
    except (OSError, EOFError):
        pass  # it is leaving already
    finally:
        connection.close()
