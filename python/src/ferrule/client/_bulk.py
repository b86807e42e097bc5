"""Many documents, cut into requests, and what became of them. Without any I/O but reading files."""

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from ferrule.client._call import Call, Reply, dump
from ferrule.client._documents import PutLine, put_document, put_encoded
from ferrule.client._errors import BY_CODE, DocumentInvalidError
from ferrule.client._fault import CallerError, FerruleError, RetryError, UnreadableAnswerError
from ferrule.client._types import PutFailure

# A request has at most so many documents, and so many bytes unless one document alone has more.
BATCH_DOCUMENTS = 128
BATCH_BYTES = 2 << 20
# Requests under way at once; a node takes 32 by default.
CONCURRENCY = 4
# How often a document is sent that the node was too busy for, and the first wait before it is sent again.
ATTEMPTS = 8
BUSY_S = 0.5
# Failures that a report keeps; it counts all.
KEPT_FAILURES = 10_000
# What a cell of a data frame may be called, and what it then is in the document; all others are metadata.
FIELDS = ("id", "title", "text", "media_type", "metadata")


@dataclass(frozen=True, slots=True)
class IngestFailure:
    """A document that was not put: its id as far as it is known, the error's code, and what is wrong."""

    id: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of many documents.

    Attributes
    ----------
    results : how many were `created`, `updated`, `unchanged`, had only their `metadata` changed, or `failed`
    failures : those that failed, the first 10,000
    seconds : how long it took
    """

    results: Mapping[str, int]
    failures: tuple[IngestFailure, ...]
    seconds: float

    @property
    def documents(self) -> int:
        """How many documents there were."""
        return sum(self.results.values())

    @property
    def failed(self) -> int:
        """How many failed."""
        return self.results.get("failed", 0)

    def __str__(self) -> str:
        parts = [f"{count:,} {result}" for result, count in sorted(self.results.items())]
        return f"{', '.join(parts) or 'nothing to put'} in {self.seconds:.1f} s"

    def raise_for_failures(self) -> "IngestReport":
        """Gives the report; raises the error of the first document that failed, if one did."""
        for first in self.failures:
            kind = BY_CODE.get(first.code, FerruleError)
            raise kind(f"{first.id or 'a document'}: {first.detail}; {self.failed} failed", code=first.code)
        return self

    def to_pandas(self) -> Any:
        """The failures as a pandas data frame of `id`, `code` and `detail`."""
        from ferrule.client._views import library

        rows = [(one.id, one.code, one.detail) for one in self.failures]
        return library("pandas").DataFrame(rows, columns=["id", "code", "detail"])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td><code>{escape(one.id)}</code></td><td>{escape(one.code)}</td><td>{escape(one.detail)}</td></tr>"
            for one in self.failures[:50]
        )
        return f"<p>{escape(str(self))}</p>" + (f"<table>{rows}</table>" if rows else "")


@dataclass(slots=True)
class Tally:
    """Counts what becomes of documents. Confined to one thread at a time."""

    results: dict[str, int] = field(default_factory=dict)
    failures: list[IngestFailure] = field(default_factory=list)

    def add(self, line: PutLine) -> None:
        """Counts one document."""
        self.results[line.result] = self.results.get(line.result, 0) + 1
        if isinstance(line, PutFailure) and len(self.failures) < KEPT_FAILURES:
            self.failures.append(IngestFailure(line.id or "", line.error.code, line.error.detail))

    def report(self, seconds: float) -> IngestReport:
        """What there is so far."""
        return IngestReport(dict(self.results), tuple(self.failures), seconds)


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents for one request, each with its id and as JSON."""

    ids: tuple[str, ...]
    lines: tuple[bytes, ...]

    def call(self, collection: str) -> Call[list[PutLine]]:
        """Puts them; as many lines come back as there are documents."""
        put = put_encoded(collection, self.lines)

        def read(reply: Reply) -> list[PutLine]:
            lines = put.read(reply)
            if len(lines) != len(self.lines):
                raise UnreadableAnswerError(f"expected {len(self.lines)} results, found {len(lines)}")
            return lines

        return Call(put.request, read)

    def halves(self) -> "list[Batch]":
        """The batch as two; none for one document."""
        middle = len(self.ids) // 2
        if middle == 0:
            return []
        return [Batch(self.ids[:middle], self.lines[:middle]), Batch(self.ids[middle:], self.lines[middle:])]

    def busy(self, lines: Sequence[PutLine]) -> "tuple[list[PutLine], Batch | None]":
        """The lines that are final, and a batch of the documents that may be put later."""
        final: list[PutLine] = []
        ids, again = [], []
        for id, document, line in zip(self.ids, self.lines, lines, strict=True):
            if isinstance(line, PutFailure) and isinstance(line.error.error(), RetryError):
                ids.append(id)
                again.append(document)
            else:
                final.append(line)
        return final, Batch(tuple(ids), tuple(again)) if again else None


@dataclass(frozen=True, slots=True)
class OneFile:
    """A file for one request."""

    id: str
    path: Path

    @property
    def ids(self) -> tuple[str, ...]:
        """Its id, as that of a batch of one."""
        return (self.id,)

    def call(self, collection: str) -> Call[list[PutLine]]:
        """Reads it and puts it."""
        put = put_document(collection, self.id, self.path)
        return Call(put.request, lambda reply: [put.read(reply)])


Job = Batch | OneFile


def failure(id: str, error: FerruleError) -> PutFailure:
    """What stands for a document that the node refused as a whole request."""
    problem = {"code": error.code, "detail": error.detail, "status": error.status, "title": "", "type": ""}
    return PutFailure.read({"id": id, "result": "failed", "error": problem})


def is_of_the_document(error: FerruleError) -> bool:
    """Whether an error of a request is about the one document in it, not about all that follow too."""
    return isinstance(error, CallerError) and error.code.startswith(("document.", "request.", "model.failed"))


def jobs(source: Any, columns: Mapping[str, str], documents: int, size: int, tally: Tally) -> Iterator[Job]:
    """The requests that put what there is: documents as dicts, a data frame, a path, or paths.

    What cannot be sent at all is counted as failed.
    """
    if isinstance(source, (str, Path)):
        yield from _of_paths([Path(source)], documents, size, tally)
        return
    if hasattr(source, "columns"):
        yield from _batches(_rows(source, columns), documents, size, tally)
        return
    items = iter(source)
    first = next(items, None)
    if first is None:
        return
    if isinstance(first, (str, Path)):
        yield from _of_paths([Path(one) for one in itertools.chain([first], items)], documents, size, tally)
    else:
        yield from _batches(itertools.chain([first], items), documents, size, tally)


def _batches(source: Iterable[Any], documents: int, size: int, tally: Tally) -> Iterator[Batch]:
    ids: list[str] = []
    lines: list[bytes] = []
    total = 0
    for document in source:
        if isinstance(document, bytes):
            id, line = _id(document), document
        else:
            id = str(document.get("id", "")) if isinstance(document, Mapping) else ""
            try:
                line = dump(dict(document))
            except (TypeError, ValueError) as e:
                tally.add(failure(id, DocumentInvalidError(f"expected a document as JSON has it, found another: {e}")))
                continue
        if ids and (len(ids) >= documents or total + len(line) > size):
            yield Batch(tuple(ids), tuple(lines))
            ids, lines, total = [], [], 0
        ids.append(id)
        lines.append(line)
        total += len(line) + 1
    if ids:
        yield Batch(tuple(ids), tuple(lines))


def _id(line: bytes) -> str:
    """The id in a line; empty when it has none, which the node will say."""
    try:
        document = json.loads(line)
    except ValueError:
        return ""
    return str(document.get("id", "")) if isinstance(document, dict) else ""


def _of_paths(paths: Iterable[Path], documents: int, size: int, tally: Tally) -> Iterator[Job]:
    for id, path in files(paths):
        if path.suffix.lower() in (".jsonl", ".ndjson"):
            with path.open("rb") as lines:
                yield from _batches((line.rstrip(b"\r\n") for line in lines if line.strip()), documents, size, tally)
        else:
            yield OneFile(id, path)


def files(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """The files that are meant by paths, each with its id: its name, or its path below the directory that was given."""
    for path in paths:
        if path.is_dir():
            below = (one for one in sorted(path.rglob("*")) if one.is_file() and not one.name.startswith("."))
            yield from ((one.relative_to(path).as_posix(), one) for one in below)
        elif path.is_file():
            yield path.name, path
        else:
            raise DocumentInvalidError(f"expected a file or directory, found none: {path}")


def _rows(frame: Any, columns: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The documents of a pandas or polars data frame, a row each; an absent value is left out."""
    names = {columns.get(field, field): field for field in FIELDS}
    rows = frame.iter_rows(named=True) if hasattr(frame, "iter_rows") else frame.to_dict("records")
    for row in rows:
        document: dict[str, Any] = {}
        metadata: dict[str, Any] = {}
        for name, value in row.items():
            if _absent(value):
                continue
            (document if name in names else metadata)[names.get(name, str(name))] = value
        if metadata:
            document["metadata"] = {**document.get("metadata", {}), **metadata}
        yield document


def _absent(value: Any) -> bool:
    """None, NaN, and pandas' NaT and NA: none of them equals itself."""
    try:
        return value is None or bool(value != value)
    except (TypeError, ValueError):
        return type(value).__name__ == "NAType"


def length(source: Any) -> int | None:
    """How many documents there are, when that is known."""
    if isinstance(source, (str, Path)) or (isinstance(source, (list, tuple)) and source and _is_path(source[0])):
        listed = list(files([Path(source)] if isinstance(source, (str, Path)) else map(Path, source)))
        lines = any(path.suffix.lower() in (".jsonl", ".ndjson") for _, path in listed)
        return None if lines else len(listed)
    return len(source) if hasattr(source, "__len__") else None


def _is_path(value: Any) -> bool:
    return isinstance(value, (str, Path))


def final(job: Job, lines: Sequence[PutLine]) -> tuple[list[PutLine], Batch | None]:
    """What is done of a job, and what is to be sent once more."""
    return job.busy(lines) if isinstance(job, Batch) else (list(lines), None)
