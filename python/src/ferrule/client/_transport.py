"""What both clients share: where the node is, limits, and what a fault on the way is called."""

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

import ferrule
from ferrule.client._call import Reply, Request, problem
from ferrule.client._errors import ConfigInvalidError, NodeUnreachableError
from ferrule.client._fault import FerruleError
from ferrule.client._retry import NotSentError, OutOfTimeError, Retry

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

    def timeout(self) -> httpx.Timeout:
        """Timeouts in terms of httpx."""
        return httpx.Timeout(self.timeout_s, connect=self.connect_timeout_s, pool=self.timeout_s)

    def limits(self) -> httpx.Limits:
        """Limits in terms of httpx."""
        return httpx.Limits(
            max_connections=self.connections + STREAMS,
            max_keepalive_connections=self.connections,
            keepalive_expiry=KEPT_S,
        )

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


def message(options: Options, request: Request) -> dict[str, object]:
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
