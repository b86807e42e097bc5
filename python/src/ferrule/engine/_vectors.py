"""Search over vectors."""

from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from ferrule.engine import _java
from ferrule.engine._faults import of_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbors:
    """What was found for each query, best first.

    Attributes
    ----------
    rows : the numbers of the vectors, in the order they were added, -1 where there are fewer; int64, `[queries, k]`
    cosines : of query and vector, NaN where there are fewer; float32, `[queries, k]`
    """

    rows: npt.NDArray[np.int64]
    cosines: npt.NDArray[np.float32]


class VectorIndex:
    """Vectors that can be searched by cosine, by the index that collections of a node have. Thread-safe.

    It lives in files of its own in the temporary directory, which go when it is closed. Up to 4,000 vectors are
    compared one by one, so that the result is exact; beyond, by a graph (HNSW).

    Made by `Engine.index`; a context manager.
    """

    def __init__(self, index: Any, dims: int) -> None:
        self._index = index
        self._closed = False
        self.dims = dims

    def _open(self) -> Any:
        if self._closed:
            raise of_code("store.closed", "expected an open index, found it closed", 503)
        return self._index

    def add(self, vectors: npt.ArrayLike) -> None:
        """Adds vectors, `[count, dims]`. float32 that lies row by row is not copied on the way to Java."""
        rows = _matrix(vectors)
        _java.finish(self._open().add, _java.buffer(rows), rows.shape[0], rows.shape[1])

    def search(self, queries: npt.ArrayLike, k: int = 10) -> Neighbors:
        """The nearest `k` of each query.

        Parameters
        ----------
        queries : `[queries, dims]`, or one of `[dims]`
        k : 1 or more
        """
        if k < 1:
            raise ValueError(f"expected k of 1 or more, found {k}")
        rows = _matrix(queries)
        shape = (rows.shape[0], k)
        found = Neighbors(rows=np.empty(shape, np.int64), cosines=np.empty(shape, np.float32))
        _java.finish(
            self._open().search,
            _java.buffer(rows),
            *rows.shape,
            k,
            _java.buffer(found.rows),
            _java.buffer(found.cosines),
        )
        return found

    def __len__(self) -> int:
        return int(_java.call(self._open().size))

    def close(self) -> None:
        """Deletes it. Calls after it fail; a second close does nothing."""
        if not self._closed:
            self._closed = True
            _java.call(self._index.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _matrix(vectors: npt.ArrayLike) -> npt.NDArray[np.float32]:
    """Vectors as rows of float32 one behind the other; the same memory when they are that already."""
    rows = np.ascontiguousarray(vectors, dtype=np.float32)
    if rows.ndim == 1:
        rows = rows[np.newaxis]
    if rows.ndim != 2:
        raise ValueError(f"expected vectors as an array of 2 dimensions, found {rows.ndim}")
    return rows
