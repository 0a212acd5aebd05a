"""Clients that are silent, slow, flooding, lying or talking nonsense: each is dropped, and nobody else notices."""

from __future__ import annotations

import os
import socket
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import answer_challenge
from pathlib import Path

import pytest

from ragdesk.protocol.wire import MAX_REQUEST
from tests.server.serving import Serving, hangs_up, hear, say, serving, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="speaks to the socket itself")


@pytest.fixture
def served(data_dir: Path) -> Iterator[Serving]:
    with serving(data_dir) as server:
        yield server


def answers_at_once(served: Serving) -> bool:
    client = served.client()
    began = time.monotonic()
    client.list_documents()
    client.close()
    return time.monotonic() - began < 2.0


def raw_socket(served: Serving) -> socket.socket:
    end = socket.socket(socket.AF_UNIX)
    end.settimeout(10)
    end.connect(served.address.address)
    return end


def test_a_silent_client_is_dropped(served: Serving) -> None:
    silent = served.raw()
    assert answers_at_once(served)
    assert hangs_up(silent)


def test_a_client_that_shows_the_key_and_is_silent_then_is_dropped(served: Serving) -> None:
    silent = served.with_key()
    assert answers_at_once(served)
    assert hangs_up(silent, 15)


def test_a_hundred_stalled_connections_keep_nobody_out(served: Serving) -> None:
    stalled = [served.raw() for _ in range(100)]
    assert answers_at_once(served)
    assert all(hangs_up(one) for one in stalled)


def test_a_wrong_key_opens_nothing(served: Serving) -> None:
    stranger = served.raw()
    with pytest.raises(AuthenticationError):
        answer_challenge(stranger, b"guessed")
    assert hangs_up(stranger)
    assert answers_at_once(served)


@pytest.mark.parametrize("nonsense", [b"GET / HTTP/1.1\r\n\r\n", b"\0" * 64, b"\xff" * 4096])
def test_nonsense_in_place_of_a_key_is_dropped(served: Serving, nonsense: bytes) -> None:
    with raw_socket(served) as end:
        end.sendall(nonsense)
        assert answers_at_once(served)
        with suppress(ConnectionResetError):
            while end.recv(4096):
                pass  # the challenge, and then the end


@pytest.mark.parametrize("frame", [b"", b"\x80\x04K\x01.", b"[1]", b'{"call": 3}', b'{"call":"close","arguments":{}}'])
def test_nonsense_in_place_of_a_call_is_answered_and_dropped(served: Serving, frame: bytes) -> None:
    connection = served.greeted()
    connection.send_bytes(frame)
    assert hangs_up(connection)
    assert answers_at_once(served)


@pytest.mark.parametrize("size", [MAX_REQUEST + 1, 2**31 - 1])
def test_a_frame_that_is_too_long_is_not_read(served: Serving, size: int) -> None:
    connection = served.greeted()
    os.write(connection.fileno(), struct.pack("!i", size) + b"x" * 100)
    assert hangs_up(connection)
    assert answers_at_once(served)


def test_a_frame_that_never_ends_is_given_up(served: Serving) -> None:
    connection = served.greeted()
    os.write(connection.fileno(), struct.pack("!i", 1000) + b"{")
    assert answers_at_once(served)
    assert hangs_up(connection)


def test_a_client_that_floods_without_reading_is_dropped(served: Serving) -> None:
    flooding = served.greeted()
    os.set_blocking(flooding.fileno(), False)
    call = b'{"call":"status","arguments":{}}'
    data = (struct.pack("!i", len(call)) + call) * 500
    try:
        for _ in range(200):
            os.write(flooding.fileno(), data)
    except BlockingIOError:
        pass  # the engine does not read on before it could answer
    assert answers_at_once(served)
    os.set_blocking(flooding.fileno(), True)
    until(lambda: not served.server._entrance.connections())


def test_a_client_that_does_not_read_its_stream_is_dropped_and_the_stream_closed(served: Serving) -> None:
    deaf = served.greeted()
    say(deaf, {"call": "events", "arguments": {}})
    until(lambda: served.engine.streams == ["begun", "closed"], 15)
    assert answers_at_once(served)
    deaf.close()


def test_leaving_in_the_middle_of_a_stream_closes_it(served: Serving) -> None:
    connection = served.greeted()
    say(connection, {"call": "events", "arguments": {}})
    assert "event" in hear(connection)
    connection.close()
    until(lambda: served.engine.streams == ["begun", "closed"])


def test_no_more_connections_than_allowed_are_kept(served: Serving) -> None:
    inside = [served.greeted() for _ in range(12)]
    late = served.raw()
    assert hangs_up(late)
    inside.pop().close()
    until(lambda: len(served.server._entrance.connections()) < 12)
    assert answers_at_once(served)
    for one in inside:
        one.close()
