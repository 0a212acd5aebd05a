"""How calls go to the engine: frames over pooled connections; repeated once where that cannot do harm."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any, Concatenate, ParamSpec, TypeVar

from ragdesk.client.engine_connection import ANSWER_S, EngineConnection, Hung, OnSilence
from ragdesk.client.start_engine import EngineStarter
from ragdesk.protocol.codec import WireError
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.errors import BadRequest, EngineGone, EngineProblem
from ragdesk.protocol.wire import LEAVING, Method, call_frame, method_named, read_error

P = ParamSpec("P")
T = TypeVar("T")

_SAFE_TO_REPEAT = frozenset({
    "search", "list_documents", "list_rows", "find_rows", "count_documents", "show", "status",
    "doctor", "jobs", "list_sources", "list_libraries", "list_backups", "render_page", "locate", "suggest_questions",
    "list_conversations", "show_conversation", "rename_conversation", "pin_conversation", "preview_add",
    "list_settings", "set_setting", "list_chat_models",
})  # fmt: skip
_POOL_SIZE = 4


class EngineCalls:
    """Makes calls and follows streams of EngineApi, by its own functions. For any threads."""

    def __init__(self, starter: EngineStarter, on_silence: OnSilence | None = None) -> None:
        self._starter = starter
        self._on_silence = on_silence or (lambda is_silent: None)
        self._pool: list[EngineConnection] = []
        self._lock = threading.Lock()
        self._is_closed = False

    def attach(self) -> None:
        """Connect now rather than at the first call: an engine that cannot be opened is told of at once."""
        self._give_back(self._take())

    def close(self) -> None:
        """Let go of the engine; it goes on for others."""
        with self._lock:
            self._is_closed = True
            pool, self._pool = self._pool, []
        for connection in pool:
            connection.close()

    def call(self, function: Callable[Concatenate[EngineApi, P], T], *positional: P.args, **named: P.kwargs) -> T:
        method = method_named(function.__name__)
        frame = _frame(method, positional, named)
        try:
            result: T = self._once(method, frame)
        except EngineGone as gone:
            is_safe = isinstance(gone, _NotBegun) or method.name in _SAFE_TO_REPEAT
            if not is_safe or method.name == EngineApi.stop_engine.__name__:
                raise
            result = self._once(method, frame)
        return result

    def _once(self, method: Method, frame: dict[str, Any]) -> Any:
        connection = self._take()
        is_done = False
        try:
            answer = self._exchange(connection, frame, PATIENCE_S.get(method.name, ANSWER_S))
            is_done = True
            if "error" in answer:
                raise read_error(answer)
            return method.result.decode(answer.get("result"))
        except WireError as problem:
            raise _not_understood(problem) from problem
        finally:
            self._give_back(connection, is_usable=is_done)

    def stream(
        self, function: Callable[Concatenate[EngineApi, P], Iterator[T]], *positional: P.args, **named: P.kwargs
    ) -> Iterator[T]:
        """The call is made with the first event, as the engine's own streams do."""
        method = method_named(function.__name__)
        patience_s = PATIENCE_S.get(method.name, ANSWER_S)
        call = _frame(method, positional, named)
        connection, is_done = self._take(), False
        try:
            try:
                frame = self._exchange(connection, call, patience_s)
            except _NotBegun:
                connection.close()
                connection = self._take()
                frame = self._exchange(connection, call, patience_s)
            while "event" in frame:
                yield method.result.decode(frame["event"])
                frame = self._exchange(connection, None, patience_s)
            is_done = True
            if "error" in frame:
                raise read_error(frame)
        except WireError as problem:
            raise _not_understood(problem) from problem
        finally:
            self._give_back(connection, is_usable=is_done)

    def _exchange(
        self, connection: EngineConnection, frame: dict[str, Any] | None, patience_s: float | None = ANSWER_S
    ) -> dict[str, Any]:
        """Send a frame if there is one; the next that comes. Raises EngineGone."""
        try:
            if frame is not None:
                _send(connection, frame)
            answer = connection.receive(patience_s)
        except Hung:
            self._starter.end_hung(connection.address)
            raise EngineGone(
                "The engine did not answer any more and was ended.", _TRY_AGAIN, f"process {connection.address.pid}"
            ) from None
        except (OSError, EOFError) as problem:
            raise EngineGone("The engine ended while it worked on this.", _TRY_AGAIN, str(problem) or None) from problem
        if answer == LEAVING:
            raise _not_begun()
        return answer

    def _take(self) -> EngineConnection:
        with self._lock:
            if self._is_closed:
                raise EngineGone("The engine was let go already.", _TRY_AGAIN)
            while self._pool:
                connection = self._pool.pop()
                if not connection.is_over():
                    return connection
                connection.close()
        return self._starter.connect(self._on_silence)

    def _give_back(self, connection: EngineConnection, *, is_usable: bool = True) -> None:
        with self._lock:
            if is_usable and not self._is_closed and len(self._pool) < _POOL_SIZE:
                self._pool.append(connection)
                return
        connection.close()


PATIENCE_S: dict[str, float | None] = {
    "events": None,
    **dict.fromkeys(("export_library", "import_library", "erase", "back_up"), 4 * 3600.0),
}
"""How long an answer may take, where it is another time than `ANSWER_S`; for streams, each event."""


class _NotBegun(EngineGone):
    """The engine left before it began with the call, so that the next one may be asked, whatever the call does."""


def _frame(method: Method, positional: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
    """Records among the arguments are looked at as the engine would: it lets go of a face that it cannot understand."""
    try:
        frame = call_frame(method, positional, named)
        for name, value in frame["arguments"].items():
            if isinstance(value, dict):
                method.parameters[name].decode(value)
    except WireError as problem:
        hint = "Please ask for something else."
        raise BadRequest("The engine cannot be asked for that.", hint, str(problem)) from problem
    return frame


def _send(connection: EngineConnection, frame: dict[str, Any]) -> None:
    try:
        connection.send(frame)
    except OSError as problem:
        raise _not_begun() from problem


def _not_begun() -> _NotBegun:
    return _NotBegun("The engine ended before it began with this.", _TRY_AGAIN)


_TRY_AGAIN = "Nothing that was saved is lost. Please try again: it is started anew."


def _not_understood(problem: WireError) -> EngineProblem:
    return EngineProblem(
        "The engine's answer was not understood.",
        "Please report this with the output of `ragdesk doctor`.",
        str(problem),
    )
