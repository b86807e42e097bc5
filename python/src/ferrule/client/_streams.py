"""Decoders of what comes in pieces: lines of JSON, and server-sent events."""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from ferrule.client._call import MAX_LINE_BYTES, parse
from ferrule.client._errors import NodeUnreachableError
from ferrule.client._fault import UnreadableAnswerError

T = TypeVar("T")


class Lines:
    """Splits bytes into lines, without their ends."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The lines that are complete with these bytes."""
        self._rest += data
        if b"\n" not in data:
            if len(self._rest) > MAX_LINE_BYTES:
                raise UnreadableAnswerError(f"expected lines of at most {MAX_LINE_BYTES} bytes, found a longer one")
            return
        *whole, last = self._rest.split(b"\n")
        self._rest = last
        for line in whole:
            yield bytes(line.removesuffix(b"\r"))

    def end(self) -> bytes:
        """What stands behind the last line's end."""
        return bytes(self._rest)


class JsonLines(Generic[T]):
    """An item for each line of JSON."""

    def __init__(self, read: Callable[[Any], T]) -> None:
        self._lines = Lines()
        self._read = read

    def feed(self, data: bytes) -> Iterator[T]:
        """The items of the lines that are complete."""
        for line in self._lines.feed(data):
            if line.strip():
                yield self._read(parse(line))

    def end(self) -> Iterator[T]:
        """The item of a last line without an end."""
        if last := self._lines.end().strip():
            yield self._read(parse(last))


class ServerEvents(Generic[T]):
    """An item for each server-sent event; `read` gets its name and data, and None from it is no item.

    Parameters
    ----------
    read : makes an item of a name and data, or None, or raises
    last : the name of the event with which a stream is complete
    """

    def __init__(self, read: Callable[[str, Any], T | None], last: str) -> None:
        self._lines = Lines()
        self._read = read
        self._last = last
        self._name = ""
        self._data: list[bytes] = []
        self._ended = False

    def feed(self, data: bytes) -> Iterator[T]:
        """The items of the events that are complete."""
        for line in self._lines.feed(data):
            if line:
                self._field(line)
            elif self._data:
                name, text = self._name or "message", b"\n".join(self._data)
                self._name, self._data = "", []
                self._ended = self._ended or name == self._last
                item = self._read(name, parse(text))
                if item is not None:
                    yield item

    def _field(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"event":
            self._name = value.decode()
        elif name == b"data":
            self._data.append(value)

    def end(self) -> Iterator[T]:
        """Nothing; raises when the event that ends a stream did not come."""
        if not self._ended:
            raise NodeUnreachableError(f"expected a stream that ends with {self._last}, found one that broke off")
        return iter(())
