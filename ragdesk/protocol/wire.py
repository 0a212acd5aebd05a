"""Frames between face and engine: calls, results, events and errors, each one JSON object in bytes.

A face sends `{"call": NAME, "arguments": {...}}`. The engine answers `{"alive": true}` any number of times and then one
`{"result": ...}`, or `{"event": ...}` any number of times and one `{"end": true}`; or, at any time, `{"error": ...}`.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from ragdesk.protocol import errors
from ragdesk.protocol.codec import Codec, WireError, codec_for
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.errors import CannotRead, RagdeskError

Frame = dict[str, Any]

# A shell hands over at most 2 MB of arguments, and `ragdesk add *` may need them all.
MAX_REQUEST = 4_000_000
# A drawn page at the largest scale takes 50 MB.
MAX_REPLY = 64_000_000

ALIVE: Frame = {"alive": True}
END: Frame = {"end": True}
LEAVING: Frame = {"leaving": True}
"""In place of an answer: the engine leaves and has not begun with the call, which may be made to the next one."""

METHODS = frozenset(name for name, member in vars(EngineApi).items() if inspect.isfunction(member)) - {
    "__init__", "__subclasshook__", "close",
}  # fmt: skip
"""What may be called from outside: all that EngineApi names, but for `close`, which each side does for itself."""

_ERRORS = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, RagdeskError)
}


@dataclass(frozen=True, slots=True)
class Method:
    """One method of EngineApi as it is called from outside."""

    name: str
    signature: inspect.Signature
    parameters: Mapping[str, Codec]
    required: frozenset[str]
    result: Codec
    """Of a stream: of each event."""
    is_stream: bool


@dataclass(frozen=True, slots=True)
class Call:
    """A method with arguments that fit it."""

    method: Method
    arguments: dict[str, Any]


@cache
def method_named(name: str) -> Method:
    """Raises WireError for anything that EngineApi does not name."""
    if name not in METHODS:
        raise WireError("there is no such method")
    function = getattr(EngineApi, name)
    hints = get_type_hints(function)
    returned = hints.pop("return")
    is_stream = get_origin(returned) is Iterator
    signature = inspect.signature(function)
    return Method(
        name,
        signature,
        {parameter: codec_for(hint) for parameter, hint in hints.items()},
        frozenset(one.name for one in signature.parameters.values() if one.default is one.empty) - {"self"},
        codec_for(get_args(returned)[0] if is_stream else returned),
        is_stream,
    )


def call_frame(method: Method, positional: tuple[Any, ...], named: Mapping[str, Any]) -> Frame:
    """A call with its arguments by name; those left out keep their defaults."""
    given = method.signature.bind(None, *positional, **named).arguments
    arguments = {name: method.parameters[name].encode(value) for name, value in given.items() if name != "self"}
    return {"call": method.name, "arguments": arguments}


def read_call(frame: Frame) -> Call:
    """The call that a frame asks for. Raises WireError."""
    name, arguments = frame.get("call"), frame.get("arguments")
    if len(frame) != 2 or type(name) is not str or type(arguments) is not dict:
        raise WireError("a call was expected")
    method = method_named(name)
    if unknown := set(arguments) - set(method.parameters):
        raise WireError(f"{method.name} takes no {', '.join(sorted(unknown))[:100]}")
    if missing := method.required - set(arguments):
        raise WireError(f"{method.name} needs {', '.join(sorted(missing))}")
    try:
        return Call(method, {key: method.parameters[key].decode(value) for key, value in arguments.items()})
    except WireError as problem:
        raise WireError(f"{method.name}: {problem}") from None


def error_frame(error: RagdeskError) -> Frame:
    """An error with the name of its class, or of the nearest that the protocol knows."""
    kind = next(one for one in type(error).__mro__ if _ERRORS.get(one.__name__) is one)
    fields = {"kind": kind.__name__, "message": error.message, "hint": error.hint, "detail": error.detail}
    if isinstance(error, CannotRead):
        fields["code"] = error.code
    return {"error": fields}


def read_error(frame: Frame) -> RagdeskError:
    """The error that a frame carries, of the same class. Raises WireError."""
    fields = frame.get("error")
    if type(fields) is not dict or not fields.keys() >= {"kind", "message", "hint", "detail"}:
        raise WireError("an error was expected")
    message, hint = _TEXT.decode(fields["message"]), _TEXT.decode(fields["hint"])
    detail = _OPTIONAL_TEXT.decode(fields["detail"])
    kind = _ERRORS.get(_TEXT.decode(fields["kind"]), RagdeskError)
    if issubclass(kind, CannotRead):
        return kind(_CODE.decode(fields.get("code")), message, hint, detail)
    return kind(message, hint, detail)


def to_bytes(frame: Frame) -> bytes:
    """A frame as it is sent. Names of files may hold bytes that are no UTF-8; they pass as they are."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def from_bytes(data: bytes) -> Frame:
    """The frame in bytes from a peer. Raises WireError for anything but one JSON object."""
    try:
        frame = json.loads(data.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise WireError("that is no JSON") from None
    if type(frame) is not dict:
        raise WireError("a JSON object was expected")
    return frame


_TEXT = codec_for(str)
_OPTIONAL_TEXT = codec_for(str | None)
_CODE = codec_for(errors.ReadFailure)
