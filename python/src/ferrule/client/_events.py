"""Calls about events, their results, and the labels of entities."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal

from ferrule.client._call import EVENTS, NDJSON, Call, Request, Stream, dump, present, query, rest, segment, whole
from ferrule.client._fault import StreamEndedError
from ferrule.client._records import RAW, Json, Record, record
from ferrule.client._streams import JsonLines, ServerEvents
from ferrule.client._types import (
    Entity,
    EntityPage,
    EventAnswer,
    EventCounts,
    EventExplanation,
    EventTop,
    Problem,
    Result,
    ResultPage,
)

Mode = Literal["sync", "async"]
Time = str | datetime | date
EventLine = EventAnswer | Problem


@record
class LabelLine(Record):
    """What became of one change of many: `result` is `changed` or `failed`, the latter with an `error`."""

    result: str
    type: str | None = None
    id: str | None = None
    error: Problem | None = None
    raw: Json = RAW


def post_event(
    event: Mapping[str, Any], *, mode: Mode | None = None, features: bool | None = None
) -> Call[EventAnswer]:
    """Sends one event, and gives what it came to once that is on disk.

    An event is a dict of `action_name` and `data`, and if wanted `action_id`, `timestamp` and `secret_data`. With an
    `action_id` it may be sent again safely, and the client does so on a fault. Without one it is another event each
    time.
    With `mode="async"` only the id comes back, before the event is evaluated.
    """
    request = Request(
        method="POST",
        path="/v1/events",
        query=query(mode=mode, features=features),
        body=dump(dict(event)),
        repeatable=event.get("action_id") is not None,
    )
    return Call(request, lambda reply: EventAnswer.read(reply.json()))


def post_events(
    events: Iterable[Mapping[str, Any]], *, mode: Mode | None = None, features: bool | None = None
) -> Call[list[EventLine]]:
    """Sends events in one request, and gives what each came to, in their order: an `EventAnswer`, or a `Problem`."""
    return whole(post_events_stream(events, mode=mode, features=features))


def post_events_stream(
    events: Iterable[Mapping[str, Any]], *, mode: Mode | None = None, features: bool | None = None
) -> Stream[EventLine]:
    """As `post_events`, and gives what each came to as soon as it is on disk."""
    listed = [dict(event) for event in events]
    request = Request(
        method="POST",
        path="/v1/events",
        query=query(mode=mode, features=features),
        body=b"\n".join(map(dump, listed)),
        content_type=NDJSON,
        accept=NDJSON,
        repeatable=all(event.get("action_id") is not None for event in listed),
    )
    return Stream(request, lambda: JsonLines(_event_line))


def _event_line(line: Mapping[str, Any]) -> EventLine:
    return Problem.read(line) if "code" in line and "id" not in line else EventAnswer.read(line)


def list_events(
    *,
    from_: Time | None = None,
    to: Time | None = None,
    action: str | None = None,
    entity: str | None = None,
    rule: str | None = None,
    verdict: str | None = None,
    release: str | None = None,
    limit: int | None = None,
    after: str | None = None,
) -> Call[ResultPage]:
    """A page of results, the newest first. A page may have fewer than `limit`, even none, and yet a `next`."""
    asked = query(
        from_=from_,
        to=to,
        action=action,
        entity=entity,
        rule=rule,
        verdict=verdict,
        release=release,
        limit=limit,
        after=after,
    )
    return Call(Request(method="GET", path="/v1/events", query=asked), lambda reply: ResultPage.read(reply.json()))


def count_events(
    *,
    interval: str | None = None,
    by: Literal["action", "rule", "verdict", "release"] | None = None,
    from_: Time | None = None,
    to: Time | None = None,
    action: str | None = None,
    entity: str | None = None,
    rule: str | None = None,
    verdict: str | None = None,
    release: str | None = None,
    after: str | None = None,
) -> Call[EventCounts]:
    """How many results there were in each `interval` (`30s`, `1m`, `6h`, `1d`); with `by`, told apart by name."""
    asked = query(
        interval=interval,
        by=by,
        from_=from_,
        to=to,
        action=action,
        entity=entity,
        rule=rule,
        verdict=verdict,
        release=release,
        after=after,
    )
    request = Request(method="GET", path="/v1/events/counts", query=asked)
    return Call(request, lambda reply: EventCounts.read(reply.json()))


def top_events(
    by: Literal["action", "rule", "verdict", "release", "entity"],
    *,
    from_: Time | None = None,
    to: Time | None = None,
    action: str | None = None,
    entity: str | None = None,
    rule: str | None = None,
    verdict: str | None = None,
    release: str | None = None,
    limit: int | None = None,
    after: str | None = None,
) -> Call[EventTop]:
    """The most frequent names, with how many results have each."""
    asked = query(
        by=by,
        from_=from_,
        to=to,
        action=action,
        entity=entity,
        rule=rule,
        verdict=verdict,
        release=release,
        limit=limit,
        after=after,
    )
    request = Request(method="GET", path="/v1/events/top", query=asked)
    return Call(request, lambda reply: EventTop.read(reply.json()))


def stream_events(
    *,
    from_: Time | None = None,
    to: Time | None = None,
    action: str | None = None,
    entity: str | None = None,
    rule: str | None = None,
    verdict: str | None = None,
    release: str | None = None,
) -> Stream[Result]:
    """Results as they come, without features and data, until it is closed.

    Raises `StreamEndedError` when the node ends it: the reader was too slow, or the node stops. What must not miss
    anything is a webhook or a sink.
    """
    asked = query(from_=from_, to=to, action=action, entity=entity, rule=rule, verdict=verdict, release=release)
    request = Request(method="GET", path="/v1/events/stream", query=asked, accept=EVENTS)
    return Stream(request, lambda: ServerEvents(_streamed, "end"))


def _streamed(name: str, data: Any) -> Result | None:
    if name == "end":
        raise StreamEndedError(str(data.get("reason", "the node ended the stream")), int(data.get("missed", 0)))
    return Result.read(data) if name == "result" else None


def get_event(id: str | int) -> Call[Result]:
    """One result, with its features and, when they were kept, the event's data. Raises `EventNotFoundError`."""
    return Call(Request(method="GET", path=f"/v1/events/{segment(str(id))}"), lambda reply: Result.read(reply.json()))


def explain_event(id: str | int, *, rule: str | None = None) -> Call[EventExplanation]:
    """Why rules fired or did not for a kept event, down to the expression that decided it."""
    request = Request(method="GET", path=f"/v1/events/{segment(str(id))}/explain", query=query(rule=rule))
    return Call(request, lambda reply: EventExplanation.read(reply.json()))


def list_entities(
    *, type: str | None = None, label: str | None = None, limit: int | None = None, after: str | None = None
) -> Call[EntityPage]:
    """A page of entities that have labels; with `label`, those that have this one now."""
    asked = query(type=type, label=label, limit=limit, after=after)
    return Call(Request(method="GET", path="/v1/entities", query=asked), lambda reply: EntityPage.read(reply.json()))


def get_entity(type: str, id: str, *, history: int | None = None) -> Call[Entity]:
    """An entity's labels, and how it came to them. One that was never seen has none."""
    request = Request(method="GET", path=_entity(type, id), query=query(history=history))
    return Call(request, lambda reply: Entity.read(reply.json()))


def change_label(
    type: str,
    id: str,
    label: str,
    status: Literal["added", "removed"],
    *,
    reason: str | None = None,
    expires_at: Time | None = None,
    expires_after_s: float | None = None,
) -> Call[Entity]:
    """Changes a label by hand, and gives the entity as it is then."""
    ends = expires_at if expires_at is None or isinstance(expires_at, str) else expires_at.isoformat()
    body = present(label=label, status=status, reason=reason, expires_at=ends, expires_after_s=expires_after_s)
    request = Request(method="POST", path=_entity(type, id), body=dump(body))
    return Call(request, lambda reply: Entity.read(reply.json()))


def change_labels(changes: Iterable[Mapping[str, Any]]) -> Call[list[LabelLine]]:
    """Changes labels by hand in one request: dicts of `type`, `id`, and what else `change_label` takes.

    Gives what became of each, in their order. A change that fails does so alone.
    """
    return whole(change_labels_stream(changes))


def change_labels_stream(changes: Iterable[Mapping[str, Any]]) -> Stream[LabelLine]:
    """As `change_labels`, and gives what became of each as soon as it is on disk."""
    body = b"\n".join(dump(dict(change)) for change in changes)
    request = Request(method="POST", path="/v1/entities", body=body, content_type=NDJSON, accept=NDJSON)
    return Stream(request, lambda: JsonLines(LabelLine.read))


def _entity(type: str, id: str) -> str:
    return f"/v1/entities/{segment(type)}/{rest(id)}"
