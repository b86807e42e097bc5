"""What both clients share: where the node is, limits, and what a fault on the way is called."""

import ipaddress
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

import httpx

import ferrule
from ferrule.client._call import Reply, Request, problem
from ferrule.client._errors import ConfigInvalidError, NodeUnreachableError
from ferrule.client._fault import FerruleError
from ferrule.client._retry import NotSentError, OutOfTimeError, Retry

T = TypeVar("T")
# Streams that may be open at once beside the calls; a node has as many.
STREAMS = 64
# A connection that was not used for so long is not used again: a node closes it after 60 seconds.
KEPT_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a client reaches its node.

    Attributes
    ----------
    url : where the node is
    key : an API key; None for a node without keys
    timeout_s : longest wait for a piece of an answer, in seconds
    connect_timeout_s : longest wait for a connection, in seconds
    connections : most calls that are under way at once; others wait for their turn
    retry : when to send again
    """

    url: str
    key: str | None = field(default=None, repr=False)
    timeout_s: float = 60.0
    connect_timeout_s: float = 5.0
    connections: int = 32
    retry: Retry = field(default_factory=Retry)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ConfigInvalidError("expected a URL as http://127.0.0.1:8080, found another text")
        if self.connections < 1:
            raise ConfigInvalidError(f"expected at least one connection, found connections={self.connections}")

    def headers(self) -> dict[str, str]:
        """The headers of every request."""
        made = {"user-agent": f"ferrule-python/{ferrule.__version__}"}
        return made | {"authorization": f"Bearer {self.key}"} if self.key else made

    def http(self, connections: int, trust: ssl.SSLContext) -> dict[str, Any]:
        """What a client of httpx with so many connections is made of."""
        return {
            "headers": self.headers(),
            "timeout": httpx.Timeout(self.timeout_s, connect=self.connect_timeout_s, pool=self.timeout_s),
            "limits": httpx.Limits(
                max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=KEPT_S
            ),
            "trust_env": self.uses_proxies(),
            "verify": trust,
        }

    def uses_proxies(self) -> bool:
        """Whether proxies of the environment are for this node: not when it is on this machine."""
        host = urlsplit(self.url).hostname or ""
        try:
            return not ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host != "localhost"

    def fault(self, e: Exception) -> FerruleError:
        """What a fault on the way to the node is to a caller."""
        if isinstance(e, httpx.PoolTimeout):
            return NotSentError(f"expected at most {STREAMS} streams at once, found more; close some")
        if isinstance(e, (httpx.ConnectError, httpx.ConnectTimeout)):
            return NotSentError(f"expected a node at {self.url}, found none; start one, or name another")
        if isinstance(e, httpx.TimeoutException):
            return OutOfTimeError(f"expected an answer within {self.timeout_s:g} s, found none; raise timeout_s")
        if isinstance(e, (httpx.UnsupportedProtocol, httpx.InvalidURL)):
            return ConfigInvalidError("expected a URL as http://127.0.0.1:8080, found another text")
        return NodeUnreachableError(f"expected an answer of {self.url}, found a connection that broke")


class Lanes(Generic[T]):
    """Clients of httpx with one connection each, made when they are needed; the one that was used last comes first.

    A pool of httpx looks at all of its connections and at all requests that wait whenever one begins or ends. With 32
    connections that costs more than all else. Who takes a lane has a turn already, so there are never more than turns.
    Thread-safe.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._free: list[T] = []
        self.all: list[T] = []

    def take(self) -> T:
        """A client that nobody else uses."""
        try:
            return self._free.pop()
        except IndexError:
            made = self._make()
            self.all.append(made)
            return made

    def give_back(self, lane: T) -> None:
        """Ends the use of one."""
        self._free.append(lane)


def message(options: Options, request: Request) -> dict[str, Any]:
    """A request in terms of httpx."""
    headers = request.headers()
    if not headers.get("content-type", "-"):
        del headers["content-type"]
    return {
        "method": request.method,
        "url": options.url.rstrip("/") + request.path,
        "params": request.query or None,
        "content": request.body,
        "headers": headers,
    }


def answered(request: Request, response: httpx.Response, body: bytes) -> Reply:
    """The response when it answers the request; raises the error that it tells of when it does not."""
    if request.accepts(response.status_code):
        return Reply(response.status_code, body)
    raise problem(response.status_code, body, response.headers.get("retry-after"))
