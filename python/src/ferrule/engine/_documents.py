"""Search over documents."""

import json
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Literal, Self, overload

from ferrule.engine import _java
from ferrule.engine._events import blocks
from ferrule.engine._faults import of_code
from ferrule.engine._texts import packed

Mode = Literal["hybrid", "dense", "lexical"]


class Documents:
    """Documents that can be searched, cut, embedded and ranked as in a collection of a node with standing settings.

    Thread-safe. They live in memory and in files of their own in the temporary directory, which go when it is closed.

    Made by `Engine.documents`; a context manager.
    """

    def __init__(self, documents: Any) -> None:
        self._documents = documents
        self._closed = False

    def _open(self) -> Any:
        if self._closed:
            raise of_code("store.closed", "expected open documents, found them closed", 503)
        return self._documents

    def put(self, documents: Iterable[Mapping[str, Any]]) -> None:
        """Puts documents; one with the id of a former takes its place.

        Parameters
        ----------
        documents : each with `id` and `text`, and perhaps `title` and `media_type` (`text/plain`, `text/markdown`,
            `text/html`)
        """
        for block in blocks(documents):
            _java.finish(self._open().put, _java.buffer(block))

    @overload
    def search(self, queries: str, k: int = 10, *, mode: Mode = "hybrid") -> list[dict[str, Any]]: ...

    @overload
    def search(
        self, queries: list[str] | tuple[str, ...], k: int = 10, *, mode: Mode = "hybrid"
    ) -> list[list[dict[str, Any]]]: ...

    def search(self, queries: str | list[str] | tuple[str, ...], k: int = 10, *, mode: Mode = "hybrid") -> Any:
        """The best passages, best first, with the fields that a node's search answers with.

        Parameters
        ----------
        queries : one, which gives a list of hits, or several, which give a list for each
        k : the most hits for each, 1 or more
        mode : by words and vectors, by vectors, or by words
        """
        if k < 1:
            raise ValueError(f"expected k of 1 or more, found {k}")
        modes = _java.java_class("dev.ferrule.index.SearchMode")
        utf8, ends = packed(queries)
        told = _java.finish(
            self._open().search, _java.buffer(utf8), _java.buffer(ends), getattr(modes, mode.upper()), k
        )
        found = json.loads(bytes(told))
        return found[0] if isinstance(queries, str) else found

    def __len__(self) -> int:
        return int(_java.call(self._open().size))

    def close(self) -> None:
        """Deletes them. Calls after it fail; a second close does nothing."""
        if not self._closed:
            self._closed = True
            _java.call(self._documents.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
