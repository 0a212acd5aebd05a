"""What crosses between face and engine: every record, event and error comes out as it went in, and no other does."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragdesk.protocol import errors, events, records
from ragdesk.protocol.codec import WireError, codec_for
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.errors import CannotRead, NoSuchDocument, RagdeskError, ReadFailure
from ragdesk.protocol.events import AddEvent, AskEvent, EngineEvent
from ragdesk.protocol.wire import (
    METHODS,
    call_frame,
    error_frame,
    from_bytes,
    method_named,
    read_call,
    read_error,
    to_bytes,
)

TEXTS = st.text(st.characters(codec=None), max_size=20)
PATHS = TEXTS.map(lambda text: Path(os.fsdecode(text.replace("\0", "").encode("utf-8", "surrogatepass"))))
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(),
    bool: st.booleans(),
    NoneType: st.none(),
    float: st.floats(allow_nan=False),
    bytes: st.binary(max_size=20),
    Path: PATHS,
}
RECORDS = [
    kind
    for module in (records, events)
    for kind in vars(module).values()
    if isinstance(kind, type) and kind.__module__ == module.__name__
]
ERRORS = [
    kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, RagdeskError)
]  # fmt: skip


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value that a type hint allows."""
    inner = get_args(hint)
    match get_origin(hint):
        case origin if origin in (Union, UnionType):
            return st.one_of([values(one) for one in inner])
        case origin if origin is Literal:
            return st.sampled_from(inner)
        case origin if origin in (list, Sequence):
            return st.lists(values(inner[0]), max_size=3)
        case origin if origin is tuple:
            return st.lists(values(inner[0]), max_size=3).map(tuple)
        case origin if origin is dict:
            return st.dictionaries(values(inner[0]), values(inner[1]), max_size=3)
    if isinstance(hint, NewType):
        return values(hint.__supertype__)
    if is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        return st.builds(hint, **{field.name: values(hints[field.name]) for field in fields(hint)})
    return SIMPLE[hint]


def across(hint: Any, value: Any) -> Any:
    """There, as bytes, and back."""
    codec = codec_for(hint)
    return codec.decode(from_bytes(to_bytes({"value": codec.encode(value)}))["value"])


@pytest.mark.parametrize("kind", RECORDS)
@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_every_record_and_event_comes_out_as_it_went_in(kind: type, data: st.DataObject) -> None:
    value = data.draw(values(kind))
    assert across(kind, value) == value


@pytest.mark.parametrize("union", [AddEvent, AskEvent, EngineEvent])
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_an_event_keeps_its_kind(union: Any, data: st.DataObject) -> None:
    value = data.draw(values(union))
    arrived = across(union, value)
    assert arrived == value
    assert type(arrived) is type(value)


@pytest.mark.parametrize("name", sorted(METHODS))
@given(data=st.data())
@settings(max_examples=5, deadline=None)
def test_the_arguments_of_every_method_arrive(name: str, data: st.DataObject) -> None:
    method = method_named(name)
    hints = get_type_hints(getattr(EngineApi, name))
    hints.pop("return")
    arguments = {key: data.draw(values(hint)) for key, hint in hints.items()}
    call = read_call(from_bytes(to_bytes(call_frame(method, (), arguments))))
    assert (call.method, call.arguments) == (method, arguments)


@given(path=PATHS)
def test_a_path_with_bytes_that_are_no_text_arrives(path: Path) -> None:
    assert across(Path, path) == path


@pytest.mark.parametrize("kind", ERRORS)
def test_every_error_comes_out_as_the_same_class(kind: type[RagdeskError]) -> None:
    for detail in (None, "line 3"):
        if issubclass(kind, CannotRead):
            sent: RagdeskError = kind("encrypted", "It is locked.", "Unlock it.", detail)
        else:
            sent = kind("It failed.", "Try again.", detail)
        arrived = read_error(from_bytes(to_bytes(error_frame(sent))))
        assert type(arrived) is kind
        assert vars(arrived) == vars(sent)


def test_an_error_that_the_protocol_does_not_know_arrives_as_the_nearest_that_it_does() -> None:
    class OddDocument(NoSuchDocument):
        pass

    assert type(read_error(error_frame(OddDocument("Odd.")))) is NoSuchDocument


def test_an_error_of_the_peers_invention_is_a_plain_one() -> None:
    frame = {"error": {"kind": "SystemExit", "message": "m", "hint": "h", "detail": None}}
    assert type(read_error(frame)) is RagdeskError


@pytest.mark.parametrize(
    "frame",
    [
        {},
        {"call": "search"},
        {"call": "search", "arguments": {}},
        {"call": "search", "arguments": {"question": 3}},
        {"call": "search", "arguments": {"question": "x", "limit": True}},
        {"call": "search", "arguments": {"question": "x", "colour": "red"}},
        {"call": "search", "arguments": {"question": "x"}, "more": 1},
        {"call": "close", "arguments": {}},
        {"call": "__init__", "arguments": {}},
        {"call": "__class__", "arguments": {}},
        {"call": "parts", "arguments": {}},
        {"call": ["search"], "arguments": {}},
        {"call": "remove", "arguments": {"documents": "abc"}},
        {"call": "ask", "arguments": {"question": "x", "model": 5}},
    ],
)
def test_only_calls_that_fit_are_understood(frame: dict[str, Any]) -> None:
    with pytest.raises(WireError):
        read_call(frame)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"3", b"{", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 20_000, b"\x80\x04K."]
)
def test_what_is_no_json_object_is_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        from_bytes(data)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one | {"extra": 1},
        lambda one: {key: value for key, value in one.items() if key != "score"},
        lambda one: one | {"score": "high"},
        lambda one: one | {"score": 10**400},
        lambda one: one | {"place": None},
        lambda one: one | {"place": one["place"] | {"page": 1.5}},
        lambda one: one | {"n": True},
        lambda one: [one],
    ],
)
def test_a_record_with_other_fields_or_types_is_refused(change: Any) -> None:
    place = records.Place(None, (), 0, 3)
    codec = codec_for(records.Passage)
    good = codec.encode(records.Passage(1, "/a", "A", place, "abc", 0.5))
    assert codec.decode(json.loads(json.dumps(good)))
    with pytest.raises(WireError):
        codec.decode(change(good))


def test_words_outside_a_closed_list_are_refused() -> None:
    with pytest.raises(WireError, match="expected"):
        codec_for(ReadFailure).decode("haunted")
    with pytest.raises(WireError):
        codec_for(EngineEvent).decode({"is": "AnswerToken", "text": "x"})
