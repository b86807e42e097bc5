"""Events as JSON lines, from whatever they come in."""

import gzip
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

# The most that goes to Java in one call; results of about that size come back.
BLOCK_BYTES = 64 << 20


def blocks(events: Any) -> Iterator[bytes | memoryview]:
    """Events as blocks of whole JSON lines.

    Parameters
    ----------
    events : bytes of JSON lines; a path of a file with such, `.gz` is inflated; a pandas or polars frame, a row an
        event; or dicts
    """
    if isinstance(events, bytes | bytearray | memoryview):
        yield from _cut(bytes(events))
    elif isinstance(events, str | os.PathLike):
        yield from _file(Path(events))
    elif hasattr(events, "write_ndjson"):
        yield from _cut(events.write_ndjson().encode())
    elif hasattr(events, "to_json"):
        yield from _cut(events.to_json(orient="records", lines=True, date_format="iso").encode())
    elif isinstance(events, Mapping):
        yield line(events)
    elif isinstance(events, Iterable):
        yield from _records(events)
    else:
        raise TypeError(
            f"expected events as dicts, JSON lines in bytes, a path or a data frame, found {type(events).__name__}"
        )


def line(event: Any) -> bytes:
    """One event as a line of JSON."""
    if isinstance(event, bytes):
        return event
    if not isinstance(event, Mapping):
        raise TypeError(f"expected an event as a dict, found {type(event).__name__}")
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass") + b"\n"


def _records(events: Iterable[Any]) -> Iterator[bytes]:
    block = bytearray()
    for event in events:
        block += line(event)
        if len(block) >= BLOCK_BYTES:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)


def _cut(lines: bytes) -> Iterator[bytes | memoryview]:
    view = memoryview(lines)
    start = 0
    while len(lines) - start > BLOCK_BYTES:
        end = lines.rfind(b"\n", start, start + BLOCK_BYTES) + 1
        if end == 0:
            end = lines.find(b"\n", start) + 1 or len(lines)
        yield view[start:end]
        start = end
    if start < len(lines):
        yield view[start:]


def _file(path: Path) -> Iterator[bytes]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        kept = b""
        while read := file.read(BLOCK_BYTES):
            block = kept + read
            end = block.rfind(b"\n") + 1
            kept = block[end:]
            if end:
                yield block[:end]
        if kept:
            yield kept
