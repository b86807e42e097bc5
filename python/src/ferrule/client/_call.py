"""A call to a node without any I/O: a request to send, and a way to read its answer."""

import functools
import inspect
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import quote

from ferrule.client._fault import FerruleError, UnreadableAnswerError, of_problem

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
JSON = "application/json"
NDJSON = "application/x-ndjson"
EVENTS = "text/event-stream"
# Longest line of a stream that is read: the most that a node sends in one piece, and more.
MAX_LINE_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whole: the status, and the body."""

    status: int
    body: bytes

    def json(self) -> Any:
        """The body, read as JSON."""
        return parse(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to send. `repeatable`: sending it twice comes to the same as sending it once."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    content_type: str = JSON
    accept: str = JSON
    repeatable: bool = True
    # Statuses beside those from 200 to 299 that are answers.
    also: frozenset[int] = frozenset()

    def headers(self) -> dict[str, str]:
        """The headers that belong to this request."""
        made = {"accept": self.accept}
        return made if self.body is None else made | {"content-type": self.content_type}

    def accepts(self, status: int) -> bool:
        """Whether a response of this status answers the request."""
        return 200 <= status < 300 or status in self.also


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """A request whose answer is read when all of it is there."""

    request: Request
    read: Callable[[Reply], T]


class Decoder(Protocol[T_co]):
    """Makes items of bytes as they come."""

    def feed(self, data: bytes) -> Iterable[T_co]:
        """The items that these bytes complete."""
        ...

    def end(self) -> Iterable[T_co]:
        """The items that the end completes; raises when the end came too early."""
        ...


@dataclass(frozen=True, slots=True)
class Stream(Generic[T]):
    """A request whose answer is read while it comes."""

    request: Request
    decoder: Callable[[], Decoder[T]]
    # A stream of which nothing comes for longer than this fails, in seconds; None waits without end.
    idle_s: float | None = None


def whole(stream: Stream[T]) -> Call[list[T]]:
    """The call that reads all items of a stream at once."""

    def read(reply: Reply) -> list[T]:
        decoder = stream.decoder()
        return [*decoder.feed(reply.body), *decoder.end()]

    return Call(stream.request, read)


def describe(method: Any, make: Callable[..., Any]) -> None:
    """Gives a method the name, documentation and parameters of the call that it makes."""
    functools.update_wrapper(method, make)
    signature = inspect.signature(make)
    self = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
    method.__signature__ = signature.replace(parameters=[self, *signature.parameters.values()])


def parse(data: bytes | str) -> Any:
    """JSON that a node sent."""
    try:
        return json.loads(data)
    except ValueError as e:
        raise UnreadableAnswerError("expected JSON of a node, found something else; is the URL right?") from e


def dump(value: Any) -> bytes:
    """A value as JSON in UTF-8; times as ISO 8601. Raises ValueError or TypeError for what JSON does not have."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain).encode()


def _plain(value: Any) -> Any:
    """What JSON has for a value: a time, a mapping, a number of NumPy."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"expected a value that JSON has, found {type(value).__name__}")


def nothing(_: Reply) -> None:
    """Reads an answer that says no more than that it was done."""


def segment(part: str) -> str:
    """One segment of a path."""
    return _dots(quote(part, safe=""))


def rest(part: str) -> str:
    """The rest of a path, in which slashes stay."""
    return "/".join(_dots(quote(one, safe="")) for one in part.split("/"))


def _dots(quoted: str) -> str:
    """Segments of dots alone mean directories, so they are written in another way."""
    return quoted.replace(".", "%2E") if quoted in (".", "..") else quoted


def present(**values: Any) -> dict[str, Any]:
    """The values that are not None; a name's last underscore is left out."""
    return {name.removesuffix("_"): value for name, value in values.items() if value is not None}


def query(**values: Any) -> dict[str, str]:
    """Query parameters of the values that are not None."""
    return {name: _text(value) for name, value in present(**values).items()}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


def problem(status: int, body: bytes, retry_after: str | None) -> FerruleError:
    """The error that a response tells of."""
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    return of_problem(told if isinstance(told, dict) else {}, status, seconds(retry_after))


def seconds(retry_after: str | None) -> float | None:
    """The header `retry-after` in seconds; None when it is absent or a date."""
    try:
        return max(0.0, float(retry_after)) if retry_after else None
    except ValueError:
        return None
