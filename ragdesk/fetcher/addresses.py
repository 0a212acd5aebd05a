"""Which addresses the fetcher may connect to: https on a host of the list, and no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from ragdesk.fetcher.problems import foreign_host, refused_address

_LOOPBACK = "127.0.0.1"
_LONGEST = 8_000


@dataclass(frozen=True, slots=True)
class Address:
    """A checked address."""

    host: str
    port: int
    path: str
    """With its query."""
    is_secure: bool

    @property
    def url(self) -> str:
        scheme, usual = ("https", 443) if self.is_secure else ("http", 80)
        port = "" if self.port == usual else f":{self.port}"
        return f"{scheme}://{self.host}{port}{self.path}"


def checked(url: str, hosts: Sequence[str], allow_loopback: bool) -> Address:
    """Raises FetchProblem."""
    if len(url) > _LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise refused_address("an address with such signs")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as problem:
        raise refused_address("an address like this") from problem
    if parts.scheme not in ("https", "http"):
        raise refused_address(f"addresses that begin with {parts.scheme or 'nothing'}:")
    if parts.username is not None or parts.password is not None or not host:
        raise refused_address("an address with a name and a password in it" if host else "an address without a host")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if parts.scheme == "http" and host == _LOOPBACK and allow_loopback:
        return Address(host, port or 80, path, is_secure=False)
    if parts.scheme == "http":
        raise refused_address("addresses that begin with http:, where anybody can listen and change what comes")
    if port not in (None, 443):
        raise refused_address(f"port {port}")
    if not _is_listed(host, hosts):
        raise foreign_host(host)
    return Address(host, 443, path, is_secure=True)


def redirected(address: Address, location: str, hosts: Sequence[str], allow_loopback: bool) -> Address:
    """Where an answer of `address` points to. Raises FetchProblem."""
    return checked(urljoin(address.url, location), hosts, allow_loopback)


def _is_listed(host: str, hosts: Sequence[str]) -> bool:
    return any(host.endswith(name) if name.startswith(".") else host == name for name in hosts)
