"""What one face asks on one connection, answered: a greeting, then call after call."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from ragdesk.protocol.codec import WireError, codec_for
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.errors import EngineGone, EngineProblem, RagdeskError
from ragdesk.protocol.wire import END, MAX_REPLY, Call, Method, error_frame, read_call, to_bytes
from ragdesk.server.connection import FaceConnection

logger = logging.getLogger("ragdesk.server")


class Served(EngineApi, Protocol):
    """An engine that can be seen through any of its libraries."""

    def for_library(self, name: str, *, create: bool = False) -> EngineApi: ...


@dataclass(frozen=True, slots=True)
class Greeting:
    """How a face introduces itself. It stays as it is: engines of other versions must understand it."""

    version: str
    face: str
    library: str | None
    """None is whichever is at hand."""
    create: bool


class Host(Protocol):
    """The server around the calls."""

    version: str
    is_leaving: bool
    """It has been told to stop: streams end."""

    def is_busy(self) -> bool:
        """Whether it should not be replaced now."""

    def stop(self) -> None: ...

    def own(self, method: str) -> Callable[[EngineApi], Any] | None:
        """What the server answers itself, in place of the engine."""


def serve_face(connection: FaceConnection, engine: Served, host: Host) -> None:
    """Answer one connection until the face leaves, which raises EOFError or OSError."""
    view = _greet(connection, engine, host)
    while view is not None:
        frame = connection.receive()
        try:
            call = read_call(frame)
        except WireError as problem:
            refusal = EngineProblem("The engine did not understand a request.", _OTHER_PROGRAM, str(problem))
            connection.send(to_bytes(error_frame(refusal)))
            return
        if host.is_leaving:
            connection.dismiss()
        with connection.in_call() as progress:
            progress.last = _answer(connection, call, view, host)


_OTHER_PROGRAM = "If it was ragdesk that asked, please report this."


def _greet(connection: FaceConnection, engine: Served, host: Host) -> EngineApi | None:
    """The library that the face wants to see; None if it was sent away."""
    frame = connection.receive_soon()
    if host.is_leaving:
        return None
    hello = frame.get("hello")
    if type(hello) is dict and hello.get("version") != host.version:
        _part_with_other_version(connection, host)
        return None
    greeting: Greeting = codec_for(Greeting).decode(hello)
    connection.face = greeting.face
    try:
        with connection.in_call():
            view = _view(engine, greeting)
    except Exception as fault:
        connection.send(to_bytes(error_frame(told(fault))))
        return None
    connection.send(to_bytes({"welcome": host.version}))
    return view


def _view(engine: Served, greeting: Greeting) -> EngineApi:
    return engine if greeting.library is None else engine.for_library(greeting.library, create=greeting.create)


def _part_with_other_version(connection: FaceConnection, host: Host) -> None:
    """It may ask this engine to leave, if nothing is lost by that."""
    connection.send(to_bytes({"version": host.version, "busy": host.is_busy()}))
    if connection.receive_soon() == {"stop": True} and not host.is_busy():
        connection.send(to_bytes({"stopping": True}))
        host.stop()


def _answer(connection: FaceConnection, call: Call, view: EngineApi, host: Host) -> bytes:
    """The last frame of a call, after the events of a stream were sent."""
    try:
        own = host.own(call.method.name)
        result = own(view) if own else getattr(view, call.method.name)(**call.arguments)
        if not call.method.is_stream:
            return _reply("result", call.method, result)
        _send_events(connection, call.method, result, host)
    except FaceLeft:
        raise
    except Exception as fault:
        return to_bytes(error_frame(told(fault)))
    return to_bytes(END)


class FaceLeft(EOFError):
    """The face closed its connection during a stream, which cancels it."""


@runtime_checkable
class Listening(Protocol):
    """A stream in which nothing may happen for hours, and which therefore can be asked for a moment only."""

    @property
    def is_over(self) -> bool: ...

    def next(self, timeout_s: float) -> Any: ...


_LOOK_EVERY_S = 0.5


def _with_pauses(stream: Iterator[Any]) -> Iterator[Any]:
    """The events of a stream, and None where there was none for a while, so that a face that left is noticed."""
    if not isinstance(stream, Listening):
        yield from stream
        return
    while not stream.is_over:
        yield stream.next(_LOOK_EVERY_S)


def _send_events(connection: FaceConnection, method: Method, stream: Iterator[Any], host: Host) -> None:
    try:
        for event in _with_pauses(stream):
            data = None if event is None else _reply("event", method, event)
            try:
                if connection.has_spoken_or_left():
                    raise FaceLeft
                if data:
                    connection.send(data)
            except OSError as gone:
                raise FaceLeft from gone
            if host.is_leaving:
                raise EngineGone("The engine was stopped.", "It is started again by the next command.")
    finally:
        if close := getattr(stream, "close", None):
            close()


def _reply(kind: str, method: Method, value: Any) -> bytes:
    data = to_bytes({kind: method.result.encode(value)})
    if len(data) > MAX_REPLY:
        raise EngineProblem("The answer is larger than ragdesk hands over at once.", "Ask for a smaller part of it.")
    return data


def told(fault: Exception) -> RagdeskError:
    """A fault as the face hears of it. What should not have happened is logged, by its place alone: no texts."""
    if isinstance(fault, RagdeskError):
        return fault
    places = " < ".join(f"{one.filename}:{one.lineno}" for one in reversed(traceback.extract_tb(fault.__traceback__)))
    logger.error("unexpected %s at %s", type(fault).__name__, places)
    return RagdeskError(
        f"Something unexpected went wrong ({type(fault).__name__}: {fault}).",
        "Please report this with the output of `ragdesk doctor`.",
        places,
    )
