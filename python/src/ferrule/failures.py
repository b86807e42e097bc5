"""Exceptions of functions as people want to see them: the user's own frames, bounded."""

import os
import traceback
from pathlib import Path

MOST_TYPE_CHARS = 200
MOST_MESSAGE_CHARS = 2000
MOST_TRACEBACK_CHARS = 8000
MOST_FRAMES = 30

_OURS = f"{Path(__file__).resolve().parent}{os.sep}"


def type_of(error: BaseException) -> str:
    """The name of an exception's class, with its module when it has one of its own."""
    kind = type(error)
    name = (
        kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__qualname__}"
    )
    return name[:MOST_TYPE_CHARS]


def message_of(error: BaseException) -> str:
    """What an exception says; never fails, even when its `__str__` does."""
    try:
        return _encodable(shorten(str(error), MOST_MESSAGE_CHARS))
    except BaseException as e:
        return f"its message could not be made: {type(e).__name__}"


def own_traceback(error: BaseException) -> str:
    """The traceback without frames of Ferrule and of the import machinery before the user's first one."""
    try:
        found = traceback.TracebackException.from_exception(error, limit=-MOST_FRAMES, compact=True)
        _trim(found)
        return _encodable(shorten("".join(found.format()), MOST_TRACEBACK_CHARS))
    except BaseException as e:
        return f"{type_of(error)}: its traceback could not be made: {type(e).__name__}"


def shorten(text: str, most_chars: int) -> str:
    """The start and the end of a text that is too long."""
    if len(text) <= most_chars:
        return text
    half = (most_chars - 5) // 2
    return f"{text[:half]}\n...\n{text[-half:]}"


def _trim(found: traceback.TracebackException) -> None:
    seen: traceback.TracebackException | None = found
    while seen is not None:
        frames = [frame for frame in seen.stack if not _is_ours(frame.filename)]
        seen.stack = traceback.StackSummary.from_list(frames)
        seen = seen.__cause__ or seen.__context__


def _is_ours(filename: str) -> bool:
    return filename.startswith((_OURS, "<frozen importlib"))


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
