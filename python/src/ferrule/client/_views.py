"""What records can do beside holding their fields: tables, and pages of a notebook."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, cast

from ferrule.client._fault import FerruleError, UnreadableAnswerError, of_problem
from ferrule.client._records import Record

if TYPE_CHECKING:
    import numpy
    import pandas
    import polars

# Rows of a table that a notebook shows.
SHOWN_ROWS = 50


class Table(Record):
    """A record that is a table by nature. `len` and iteration go over what it lists."""

    __slots__ = ()
    # The field that holds what is listed, and what of each is a column.
    _listed: ClassVar[str] = ""
    _columns: ClassVar[tuple[str, ...]] = ()
    _times: ClassVar[frozenset[str]] = frozenset()

    def __len__(self) -> int:
        return len(getattr(self, self._listed) or ())

    def __bool__(self) -> bool:
        return True

    def rows(self) -> list[dict[str, Any]]:
        """The table as a list of rows, each a dict of all columns."""
        return [{name: getattr(one, name) for name in self._columns} for one in getattr(self, self._listed) or ()]

    def to_pandas(self) -> "pandas.DataFrame":
        """The table as a pandas data frame; times are timestamps in UTC."""
        module = library("pandas")
        rows = self.rows()
        frame: Any = module.DataFrame(rows, columns=None if rows else list(self._columns))
        for name in self._times & set(frame.columns):
            frame[name] = module.to_datetime(frame[name], utc=True, format="ISO8601", errors="coerce")
        return cast("pandas.DataFrame", frame)

    def to_polars(self) -> "polars.DataFrame":
        """The table as a polars data frame; times are timestamps in UTC."""
        module = library("polars")
        rows = [
            {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}
            for row in self.rows()
        ]
        frame = module.DataFrame(rows, schema=None if rows else list(self._columns), infer_schema_length=None)
        made = [
            module.col(name).cast(module.String).str.to_datetime(time_zone="UTC", time_unit="us", strict=False)
            for name in frame.columns
            if name in self._times
        ]
        return cast("polars.DataFrame", frame.with_columns(made))

    def _repr_html_(self) -> str:
        rows = self.rows()
        columns = list(rows[0]) if rows else list(self._columns)
        head = "".join(f"<th style='text-align:left'>{escape(name)}</th>" for name in columns)
        lines = [[f"<td style='text-align:left'>{_cell(row[name])}</td>" for name in columns] for row in rows]
        body = "".join(f"<tr>{''.join(cells)}</tr>" for cells in lines[:SHOWN_ROWS])
        more = f"<p>and {len(rows) - SHOWN_ROWS} more</p>" if len(rows) > SHOWN_ROWS else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def library(name: str) -> Any:
    """A library that is installed only where tables are wanted."""
    try:
        return __import__(name)
    except ModuleNotFoundError as e:
        raise ModuleNotFoundError(f"expected {name}, found none; run pip install 'ferrule[tables]'", name=name) from e


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (tuple, list)):
        return escape(", ".join(map(str, value)))
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    return escape(text if len(text) <= 300 else text[:300] + "…")


class ProblemView(Record):
    """What a problem can do."""

    __slots__ = ()

    def error(self) -> FerruleError:
        """The problem as the exception of its code."""
        return of_problem(self.raw)


class AnswerView(Record):
    """How an answer looks."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        get: Any = self
        if get.blocked:
            text = f"<i>{escape(get.reason or 'Refused by the rules.')}</i>"
        elif get.no_answer:
            text = "<i>The documents do not answer this.</i>"
        else:
            text = escape(get.answer)
        cited = "".join(
            f"<li value='{number}'><b>{escape(one.title)}</b> <code>{escape(one.document)}</code>"
            f"{f', page {one.page}' if one.page else ''}, characters {one.start}-{one.end}"
            f"<blockquote style='white-space:pre-wrap;margin:2px 0 8px 8px'>{escape(one.text)}</blockquote></li>"
            for number, one in enumerate(get.citations, 1)
        )
        return (
            f"<p><b>{escape(get.question)}</b></p><p style='white-space:pre-wrap'>{text}</p><ol>{cited}</ol>"
            f"<small>{escape(get.rung)}, confidence {get.confidence:.2f}, {get.took_ms:.1f} ms</small>"
        )


class SearchResponseView(Table):
    """Hits as a table, and how they look."""

    __slots__ = ()
    _listed = "hits"
    _columns = ("document", "title", "heading", "page", "chunk", "start", "end", "score", "text")

    def _repr_html_(self) -> str:
        get: Any = self
        if get.blocked:
            return f"<p><i>{escape(get.reason or 'Refused by the rules.')}</i></p>"
        hits = "".join(
            f"<li><b>{escape(hit.title)}</b> <code>{escape(hit.document)}</code> {hit.score:.3f}"
            f"<blockquote style='white-space:pre-wrap;margin:2px 0 8px 8px'>{_marked(hit)}</blockquote></li>"
            for hit in get.hits
        )
        return f"<ol>{hits}</ol><small>{escape(get.mode)}, {get.took_ms:.1f} ms</small>"


def _marked(hit: Any) -> str:
    """The text of a hit with the words of the query marked, all of it escaped."""
    parts, at = [], 0
    for span in sorted(hit.highlights or (), key=lambda one: int(one.start)):
        start, end = max(at, span.start - hit.start), span.end - hit.start
        if start < end <= len(hit.text):
            parts += [escape(hit.text[at:start]), f"<mark>{escape(hit.text[start:end])}</mark>"]
            at = end
    return "".join([*parts, escape(hit.text[at:])])


class DocumentPageView(Table):
    """Documents as a table; each field of the metadata is a column `metadata.NAME`."""

    __slots__ = ()
    _listed = "documents"
    _columns = ("id", "title", "media_type", "pages", "chunks", "updated", "content_hash")
    _times = frozenset({"updated"})

    def rows(self) -> list[dict[str, Any]]:
        """A row for each document."""
        listed = getattr(self, self._listed)
        names = sorted({name for one in listed for name in one.metadata or ()})
        return [
            row | {f"metadata.{name}": (one.metadata or {}).get(name) for name in names}
            for row, one in zip(super().rows(), listed, strict=True)
        ]


class ResultPageView(Table):
    """Results of events as a table."""

    __slots__ = ()
    _listed = "events"
    _columns = (
        *("id", "received_at", "timestamp", "action_name", "release"),
        *("verdicts", "rules", "entities", "error_count"),
    )
    _times = frozenset({"received_at", "timestamp"})


class EventCountsView(Table):
    """Counts as a table: a row for each interval and, where they were told apart, each name."""

    __slots__ = ()
    _listed = "counts"
    _columns = ("time", "count")
    _times = frozenset({"time"})

    def rows(self) -> list[dict[str, Any]]:
        """A row for each interval, or for each name and interval."""
        get: Any = self
        times = list(_times(get.from_, get.interval_s, len(get.counts)))
        if get.series is None:
            return [{"time": time, "count": count} for time, count in zip(times, get.counts, strict=True)]
        return [
            {"time": time, get.by or "name": one.name, "count": count}
            for one in get.series
            for time, count in zip(times, one.counts, strict=True)
        ]


def _times(start: str, interval_s: int, count: int) -> Iterator[str]:
    first = datetime.fromisoformat(start)
    return ((first + timedelta(seconds=interval_s * index)).isoformat() for index in range(count))


class EventTopView(Table):
    """The most frequent names as a table."""

    __slots__ = ()
    _listed = "top"
    _columns = ("name", "count")


class EntityPageView(Table):
    """Entities as a table: a row for each label of each entity."""

    __slots__ = ()
    _listed = "entities"
    _columns = ("entity", "type", "id", "label", "status", "expired", "expires_at")
    _times = frozenset({"expires_at"})

    def rows(self) -> list[dict[str, Any]]:
        """A row for each label of each entity."""
        return [
            {"entity": one.entity, "type": one.type, "id": one.id}
            | {name: getattr(label, name) for name in self._columns[3:]}
            for one in getattr(self, self._listed) or ()
            for label in one.labels or ()
        ]


class ReleasePageView(Table):
    """Releases as a table."""

    __slots__ = ()
    _listed = "releases"
    _columns = ("hash", "state", "at", "by", "note", "files", "total_bytes")
    _times = frozenset({"at"})


class ReleaseHistoryView(Table):
    """What happened to releases as a table."""

    __slots__ = ()
    _listed = "history"
    _columns = ("at", "action", "release", "before", "percent", "by", "note")
    _times = frozenset({"at"})


class DeadLetterPageView(Table):
    """Dead letters as a table."""

    __slots__ = ()
    _listed = "dead_letters"
    _columns = ("id", "at", "source", "name", "event_id", "code", "error", "attempts", "release", "bytes")
    _times = frozenset({"at"})


class EmbeddingListView(Record):
    """Vectors as an array."""

    __slots__ = ()

    def to_numpy(self) -> "numpy.ndarray[Any, numpy.dtype[numpy.float32]]":
        """The vectors as float32, one a row, in the order of the texts: shape `[texts, dims]`."""
        import numpy

        listed = sorted(getattr(self, "data", ()), key=lambda one: int(one.index))
        if any(not isinstance(one.embedding, (list, tuple)) for one in listed):
            raise UnreadableAnswerError("expected vectors as lists of numbers, found another form")
        return numpy.array([one.embedding for one in listed], dtype=numpy.float32)
