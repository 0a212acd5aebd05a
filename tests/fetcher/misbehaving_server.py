"""A real HTTP server on this computer that serves one file, in every wrong way that a test asks for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behaviour = Callable[["Handler"], None]


@dataclass
class Site:
    """What is served under `/model.gguf`, and what was asked. Each request takes one behaviour, then the usual one."""

    data: bytes
    mark: str = '"v1"'
    behaviours: list[Behaviour] = field(default_factory=list)
    requests: list[dict[str, str]] = field(default_factory=list)
    port: int = 0
    released: threading.Event = field(default_factory=threading.Event)
    usual: Behaviour | None = None
    """None is a good one."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/model.gguf"

    @property
    def ranges(self) -> list[str | None]:
        return [request.get("Range") for request in self.requests]


class Handler(BaseHTTPRequestHandler):
    site: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.close_connection = True
        self.site.requests.append(dict(self.headers) | {"path": self.path, "method": self.command})
        behaviour = self.site.behaviours.pop(0) if self.site.behaviours else self.site.usual or good
        behaviour(self)

    def begin(self, status: int, **headers: str | int) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    @property
    def start(self) -> int:
        """The first byte that is asked for."""
        asked = self.headers.get("Range")
        may_go_on = self.headers.get("If-Range") in (None, self.site.mark)
        return int(asked.removeprefix("bytes=").removesuffix("-")) if asked and may_go_on else 0

    def log_message(self, format: str, *args: object) -> None:
        pass


def good(handler: Handler) -> None:
    """As a server should: ranges, If-Range, 416."""
    site, start = handler.site, handler.start
    size = len(site.data)
    if start >= size:
        handler.begin(416, Content_Range=f"bytes */{size}", Content_Length=0)
        return
    if start:
        told = f"bytes {start}-{size - 1}/{size}"
        handler.begin(206, Content_Length=size - start, Content_Range=told, ETag=site.mark)
    else:
        handler.begin(200, Content_Length=size, ETag=site.mark)
    if handler.command == "GET":
        handler.wfile.write(site.data[start:])


def short(count: int) -> Behaviour:
    """Promises all of the file, sends `count` bytes of it and hangs up."""

    def behave(handler: Handler) -> None:
        site, start = handler.site, handler.start
        told = {"Content_Range": f"bytes {start}-{len(site.data) - 1}/{len(site.data)}"} if start else {}
        handler.begin(206 if start else 200, Content_Length=len(site.data) - start, ETag=site.mark, **told)
        handler.wfile.write(site.data[start : start + count])

    return behave


def status(code: int, **headers: str | int) -> Behaviour:
    return lambda handler: handler.begin(code, **({"Content_Length": 0} | headers))


def ignoring_ranges(handler: Handler) -> None:
    handler.begin(200, Content_Length=len(handler.site.data), ETag=handler.site.mark)
    handler.wfile.write(handler.site.data)


def wrong_piece(handler: Handler) -> None:
    """Another piece than was asked for, under a true label."""
    size = len(handler.site.data)
    handler.begin(206, Content_Length=size - 1, Content_Range=f"bytes 1-{size - 1}/{size}", ETag=handler.site.mark)
    handler.wfile.write(handler.site.data[1:])


def with_body(body: bytes) -> Behaviour:
    def behave(handler: Handler) -> None:
        handler.begin(200, Content_Length=len(body), ETag=handler.site.mark)
        handler.wfile.write(body)

    return behave


def without_length(handler: Handler) -> None:
    handler.begin(200)
    handler.wfile.write(handler.site.data)


def silent_after(count: int) -> Behaviour:
    """Sends `count` bytes, then nothing for as long as the test lasts."""

    def behave(handler: Handler) -> None:
        handler.begin(200, Content_Length=len(handler.site.data), ETag=handler.site.mark)
        handler.wfile.write(handler.site.data[:count])
        handler.wfile.flush()
        handler.site.released.wait(30)

    return behave


def dripping_headers(handler: Handler) -> None:
    """A byte of a header now and then: no single wait is long."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    _drip(handler, b"a" * 10_000)


def dripping_body(handler: Handler) -> None:
    handler.begin(200, Content_Length=len(handler.site.data), ETag=handler.site.mark)
    _drip(handler, handler.site.data)


def _drip(handler: Handler, data: bytes) -> None:
    for byte in data:
        if handler.site.released.wait(0.02):
            return
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()


def nonsense(handler: Handler) -> None:
    handler.wfile.write(b"\x00\xff this is no HTTP\r\n\r\n")


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Until the end of the block, in threads of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("SiteHandler", (Handler,), {"site": site}))
    server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        site.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
