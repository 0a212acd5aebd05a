"""One connection to a running engine: the key exchange, a greeting, then frames; every wait has a deadline."""

from __future__ import annotations

import socket
import struct
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, answer_challenge, deliver_challenge
from typing import Any

from ragdesk.protocol.address import EngineAddress
from ragdesk.protocol.codec import WireError
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.wire import ALIVE, MAX_REPLY, MAX_REQUEST, Frame, from_bytes, to_bytes

# A living engine says so twice a second. People are told of a silence within 3 s; after 8 s it counts as hung.
SILENCE_S = 2.5
HUNG_S = 8.0
# Longer than any call takes; preparing the search model for a computer is the longest, a minute or two.
ANSWER_S = 900.0

OnSilence = Callable[[bool], None]


class Hung(Exception):
    """The engine has not answered for so long that it never will."""


class Unreachable(Exception):
    """Nobody answers at that address, or not as an engine with our key does."""


class EngineConnection:
    """Carries one call at a time."""

    def __init__(self, address: EngineAddress, on_silence: OnSilence) -> None:
        """Connect and exchange keys. Raises Unreachable or Hung."""
        self.address = address
        self._on_silence = on_silence
        try:
            self._connection = _connect(address.address)
        except TimeoutError:
            raise Hung from None
        except OSError as problem:
            raise Unreachable(str(problem)) from problem
        try:
            self._wait()
            answer_challenge(self._connection, address.key)
            deliver_challenge(self._connection, address.key)
        except BlockingIOError:
            self.close()
            raise Hung from None
        except (OSError, EOFError, AuthenticationError, AssertionError, ValueError) as problem:
            self.close()
            raise Unreachable(f"{type(problem).__name__}: {problem}") from problem
        except BaseException:
            self.close()
            raise

    def send(self, frame: Frame) -> None:
        """Raises BadRequest for what is too large, Hung, or OSError if the engine is gone."""
        data = to_bytes(frame)
        if len(data) > MAX_REQUEST:
            raise BadRequest(
                "That is too much for one request.", "Name fewer files at once, or the folder around them."
            )
        try:
            self._connection.send_bytes(data)
        except BlockingIOError:
            raise Hung from None

    def receive(self, patience_s: float | None = ANSWER_S) -> Frame:
        """The next frame that is no heartbeat. Raises Hung, EOFError or OSError.

        Heartbeats prove that the engine lives, not that the call goes on: after `patience_s` it counts as hung.
        """
        end = None if patience_s is None else time.monotonic() + patience_s
        while end is None or time.monotonic() < end:
            self._wait()
            try:
                frame = from_bytes(self._connection.recv_bytes(MAX_REPLY))
            except BlockingIOError:
                raise Hung from None
            except WireError as nonsense:
                raise EOFError(str(nonsense)) from nonsense
            if frame != ALIVE:
                return frame
        raise Hung

    def greet(self, hello: dict[str, Any]) -> Frame:
        self.send({"hello": hello})
        return self.receive()

    def is_over(self) -> bool:
        """Whether the engine closed it while no call was made."""
        try:
            return self._connection.poll(0)
        except OSError:
            return True

    def close(self) -> None:
        with suppress(OSError):
            self._connection.close()

    def _wait(self) -> None:
        """Until something comes."""
        if self._connection.poll(SILENCE_S):
            return
        self._on_silence(True)
        if not self._connection.poll(HUNG_S - SILENCE_S):
            raise Hung
        self._on_silence(False)


def _connect(address: str) -> Connection:
    if sys.platform == "win32":
        return Client(address)  # a frame that stops in its middle has no deadline there
    end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        end.settimeout(HUNG_S)
        end.connect(address)
        end.setblocking(True)
        # For an engine that stops in the middle of a frame: reads and writes fail instead of waiting on.
        limit = struct.pack("ll", int(HUNG_S), 0)
        end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
        return Connection(end.detach())
    except BaseException:
        end.close()
        raise


def wait_a_moment(until: float) -> bool:
    """Sleep for a moment; whether the time is not over yet."""
    time.sleep(0.02)
    return time.monotonic() < until
