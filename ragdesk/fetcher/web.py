"""HTTP by the standard library: an address in, an open answer out. Redirects stay within the list of hosts."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import ragdesk
from ragdesk.connection_log import ConnectionLog
from ragdesk.fetcher.addresses import Address, checked, redirected
from ragdesk.fetcher.leash import Leash
from ragdesk.fetcher.problems import BrokenOff, Stopped, TooSlow, gave_up, not_secure
from ragdesk.fetcher.request import FetchRequest

Say = Callable[[dict[str, Any]], None]
_MOST_HOPS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BLOCK_BYTES = 128 * 1024


@dataclass(slots=True)
class Answer:
    """An answer whose body was not read yet. `linked`: what the hosts on the way told of the file."""

    host: str
    response: http.client.HTTPResponse
    linked: dict[str, str]
    received_bytes: int = 0

    @property
    def status(self) -> int:
        return self.response.status

    def header(self, name: str) -> str | None:
        return self.response.getheader(name)

    @property
    def length(self) -> int | None:
        """Of this body, in bytes."""
        told = self.header("Content-Length")
        return int(told) if told is not None and told.isascii() and told.isdigit() else None

    def blocks(self) -> Iterator[bytes]:
        """The body as it comes. Raises BrokenOff where it ends early."""
        missing = self.length or 0
        while missing:
            try:
                block = self.response.read1(_BLOCK_BYTES)
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise BrokenOff(_how(error)) from error
            if not block:
                raise BrokenOff("the server closed the connection too early")
            missing -= len(block)
            self.received_bytes += len(block)
            yield block


class Web:
    """Makes the connections of one request, one after the other, each shown and logged."""

    def __init__(self, request: FetchRequest, log: ConnectionLog | None, leash: Leash, say: Say) -> None:
        self._request = request
        self._log = log
        self._leash = leash
        self._say = say
        self._secure = ssl.create_default_context()

    @contextmanager
    def open(self, method: str, headers: Mapping[str, str]) -> Iterator[Answer]:
        """The answer of the address asked for, or of the one that it redirects to. Raises FetchProblem, BrokenOff."""
        asked = self._request
        address = checked(asked.url, asked.hosts, asked.allow_loopback)
        sent = {"User-Agent": f"ragdesk/{ragdesk.__version__}", "Accept-Encoding": "identity", **headers}
        if asked.token:
            sent["Authorization"] = f"Bearer {asked.token}"
        linked: dict[str, str] = {}
        for _ in range(_MOST_HOPS):
            with self._exchange(address, method, sent) as answer:
                linked |= _linked(answer.response)
                location = answer.header("Location")
                if answer.status not in _REDIRECTS or not location or (method == "HEAD" and "size" in linked):
                    answer.linked = linked
                    yield answer
                    return
                target = redirected(address, location, asked.hosts, asked.allow_loopback)
            if (target.host, target.port) != (address.host, address.port):
                sent.pop("Authorization", None)
            address = target
        raise gave_up("it was passed on from address to address")

    @contextmanager
    def _exchange(self, address: Address, method: str, headers: Mapping[str, str]) -> Iterator[Answer]:
        entry = self._log.begin(address.host, self._purpose()) if self._log else {}
        self._say({"event": "connected", "host": address.host})
        answer: Answer | None = None
        outcome = "done"
        try:
            with self._connected(address) as connection:
                answer = self._ask(connection, address, method, headers)
                outcome = f"answer {answer.status}"
                yield answer
        except Stopped:
            outcome = "stopped by the user"
            raise
        except BaseException as error:
            outcome = f"{outcome}, {error or type(error).__name__}" if answer else str(error) or type(error).__name__
            raise
        finally:
            if self._log:
                sent = sum(len(name) + len(value) + 4 for name, value in headers.items()) + len(address.path)
                received = answer.received_bytes if answer else 0
                self._log.end(entry, sent, received, outcome)

    @contextmanager
    def _connected(self, address: Address) -> Iterator[http.client.HTTPConnection]:
        patience = self._request.patience
        self._leash.check()
        connection = http.client.HTTPConnection(address.host, address.port)
        try:
            plain = socket.create_connection((address.host, address.port), patience.connect_s)
            plain.settimeout(patience.silence_s)
            connection.sock = plain
            self._leash.hold(plain)
            if address.is_secure:
                with self._leash.within(patience.headers_s, "its greeting"):
                    connection.sock = self._secured(plain, address.host)
            yield connection
        except (TooSlow, Stopped, BrokenOff):
            raise
        except ssl.SSLCertVerificationError as error:
            raise not_secure(address.host, str(error)) from error
        except (OSError, http.client.HTTPException) as error:
            self._leash.check()
            raise BrokenOff(_how(error)) from error
        finally:
            self._leash.hold(None)
            with suppress(OSError):
                connection.close()

    def _secured(self, plain: socket.socket, host: str) -> ssl.SSLSocket:
        secured = self._secure.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
        self._leash.hold(secured)
        try:
            secured.do_handshake()
        except BaseException:
            secured.close()
            raise
        return secured

    def _ask(
        self, connection: http.client.HTTPConnection, address: Address, method: str, headers: Mapping[str, str]
    ) -> Answer:
        with self._leash.within(self._request.patience.headers_s, "its answer"):
            connection.request(method, address.path, headers=dict(headers))
            return Answer(address.host, connection.getresponse(), {})

    def _purpose(self) -> str:
        return f"{'asked for the size of' if self._request.task == 'look' else 'download of'} {self._request.name}"


def _linked(response: http.client.HTTPResponse) -> dict[str, str]:
    """What huggingface.co tells of a file before it redirects to where the file lies: its size and its sum."""
    size, mark = response.getheader("X-Linked-Size"), response.getheader("X-Linked-Etag")
    told = {"size": size} if size and size.isascii() and size.isdigit() else {}
    if mark and len(sum_ := mark.strip('"')) == 64:
        told["sha256"] = sum_.lower()
    return told


def _how(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "the server did not answer in time"
    if isinstance(error, socket.gaierror):
        return "the server's name is not known here: is this computer connected?"
    return f"the connection failed ({error or type(error).__name__})"
