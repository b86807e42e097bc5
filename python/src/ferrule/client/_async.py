"""The client for asyncio."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar

import httpx

from ferrule.client import _control, _documents, _events
from ferrule.client._bulk import BATCH_BYTES, BATCH_DOCUMENTS, CONCURRENCY, IngestReport
from ferrule.client._call import Call, Request, Stream, describe
from ferrule.client._documents import Wait
from ferrule.client._fault import FerruleError
from ferrule.client._ingest import Settings, ingest_async
from ferrule.client._profiles import place
from ferrule.client._retry import Retry
from ferrule.client._sync import PageT
from ferrule.client._transport import STREAMS, Lanes, Options, answered, message

P = ParamSpec("P")
T = TypeVar("T")


def _call(make: Callable[P, Call[T]]) -> "Callable[Concatenate[AsyncClient, P], Awaitable[T]]":
    async def method(self: "AsyncClient", /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.call(make(*args, **kwargs))

    describe(method, make)
    return method


def _stream(make: Callable[P, Stream[T]]) -> "Callable[Concatenate[AsyncClient, P], AsyncItems[T]]":
    def method(self: "AsyncClient", /, *args: P.args, **kwargs: P.kwargs) -> "AsyncItems[T]":
        return self.stream(make(*args, **kwargs))

    describe(method, make)
    return method


class AsyncClient:
    """A node, from asyncio: as `Client`, with methods to await and streams for `async for`.

    Belongs to one event loop. Any number of calls may be awaited at once; at most `connections` are under way.
    """

    def __init__(
        self,
        url: str | None = None,
        key: str | None = None,
        *,
        profile: str | None = None,
        timeout_s: float = 60.0,
        connect_timeout_s: float = 5.0,
        connections: int = 32,
        retry: Retry | None = None,
    ) -> None:
        meant = place(url, key, profile)
        self.options = Options(
            url=meant.url,
            key=meant.key,
            timeout_s=timeout_s,
            connect_timeout_s=connect_timeout_s,
            connections=connections,
            retry=retry or Retry(),
        )
        self._turn = asyncio.Semaphore(connections)
        trust = httpx.create_ssl_context(trust_env=self.options.uses_proxies())
        self._streams = httpx.AsyncClient(**self.options.http(STREAMS, trust))
        self._lanes = Lanes(lambda: httpx.AsyncClient(**self.options.http(1, trust)))

    def __repr__(self) -> str:
        return f"AsyncClient({self.options.url!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the connections."""
        for each in (self._streams, *self._lanes.all):
            await each.aclose()

    async def call(self, call: Call[T]) -> T:
        """Sends a call, again where that is safe and may help, and reads its answer."""
        return await self._retried(call.request, lambda: self._send(call))

    def stream(self, stream: Stream[T]) -> "AsyncItems[T]":
        """A stream, which opens with `async with` or its first item. Close it when not all of it is read."""
        return AsyncItems(self, stream)

    async def pages(
        self, operation: Callable[P, Awaitable[PageT]], *args: P.args, **kwargs: P.kwargs
    ) -> AsyncIterator[PageT]:
        """All pages of a list: `async for page in client.pages(client.list_events, verdict="block")`."""
        page = await operation(*args, **kwargs)
        yield page
        while page.next is not None:
            kwargs["after"] = page.next
            page = await operation(*args, **kwargs)
            yield page

    async def ingest(
        self,
        collection: str,
        source: Any,
        *,
        columns: Mapping[str, str] | None = None,
        create: bool = False,
        wait: Wait | None = None,
        progress: bool | None = None,
        batch_documents: int = BATCH_DOCUMENTS,
        batch_bytes: int = BATCH_BYTES,
        concurrency: int = CONCURRENCY,
    ) -> IngestReport:
        """Puts many documents, and gives what became of them. A document that fails does so alone: see the report.

        Parameters
        ----------
        collection : where to put them
        source : documents as dicts (see `put_documents`), a pandas or polars data frame with a row each, or a path or
            paths of files and directories; lines of `.jsonl` and `.ndjson` files are documents of their own
        columns : what the columns of a data frame are called that mean `id`, `title`, `text`, `media_type` or
            `metadata`, where they are not called so; all other columns are fields of the metadata
        create : whether to make the collection when it is absent
        wait : with `"indexed"`, return when all can be found
        progress : whether to show a bar; None shows it in terminals and notebooks
        batch_documents, batch_bytes : most documents and bytes in one request
        concurrency : most requests at once

        Raises
        ------
        FerruleError
            What concerns all documents, as no such collection. What was put until then stays; put again, it is
            `unchanged` and costs nothing.
        """
        settings = Settings(columns or {}, batch_documents, batch_bytes, concurrency)
        return await ingest_async(self, collection, source, settings, progress, create, wait is not None)

    async def _retried(self, request: Request, attempt: Callable[[], Awaitable[T]]) -> T:
        number = 1
        while True:
            try:
                return await attempt()
            except FerruleError as e:
                wait = self.options.retry.wait_s(request, e, number)
                if wait is None:
                    raise
            await asyncio.sleep(wait)
            number += 1

    async def _send(self, call: Call[T]) -> T:
        async with self._turn:
            lane = self._lanes.take()
            try:
                response = await lane.request(**message(self.options, call.request))
            except (httpx.TransportError, httpx.InvalidURL, httpx.DecodingError) as e:
                raise self.options.fault(e) from e
            finally:
                self._lanes.give_back(lane)
        return call.read(answered(call.request, response, response.content))

    async def _open(self, stream: Stream[T]) -> httpx.Response:
        try:
            request = self._streams.build_request(**message(self.options, stream.request))
            response = await self._streams.send(request, stream=True)
        except (httpx.TransportError, httpx.InvalidURL) as e:
            raise self.options.fault(e) from e
        if not stream.request.accepts(response.status_code):
            try:
                answered(stream.request, response, await response.aread())
            finally:
                await response.aclose()
        return response

    health = _call(_control.health)
    readiness = _call(_control.readiness)
    metrics = _call(_control.metrics)
    openapi = _call(_control.openapi)
    status = _call(_control.status)
    list_keys = _call(_control.list_keys)
    create_key = _call(_control.create_key)
    delete_key = _call(_control.delete_key)
    list_backups = _call(_control.list_backups)
    create_backup = _call(_control.create_backup)
    list_collections = _call(_documents.list_collections)
    create_collection = _call(_documents.create_collection)
    get_collection = _call(_documents.get_collection)
    delete_collection = _call(_documents.delete_collection)
    search = _call(_documents.search)
    answer = _call(_documents.answer)
    answer_stream = _stream(_documents.answer_stream)
    list_documents = _call(_documents.list_documents)
    put_documents = _call(_documents.put_documents)
    put_documents_stream = _stream(_documents.put_documents_stream)
    put_files = _call(_documents.put_files)
    put_document = _call(_documents.put_document)
    get_document = _call(_documents.get_document)
    delete_document = _call(_documents.delete_document)
    delete_documents = _call(_documents.delete_documents)
    embed = _call(_documents.embed)
    list_models = _call(_documents.list_models)
    post_event = _call(_events.post_event)
    post_events = _call(_events.post_events)
    post_events_stream = _stream(_events.post_events_stream)
    list_events = _call(_events.list_events)
    count_events = _call(_events.count_events)
    top_events = _call(_events.top_events)
    stream_events = _stream(_events.stream_events)
    get_event = _call(_events.get_event)
    explain_event = _call(_events.explain_event)
    list_entities = _call(_events.list_entities)
    get_entity = _call(_events.get_entity)
    change_label = _call(_events.change_label)
    change_labels = _call(_events.change_labels)
    change_labels_stream = _stream(_events.change_labels_stream)
    list_releases = _call(_control.list_releases)
    publish_release = _call(_control.publish_release)
    release_state = _call(_control.release_state)
    release_history = _call(_control.release_history)
    roll_back_release = _call(_control.roll_back_release)
    activate_release = _call(_control.activate_release)
    get_release = _call(_control.get_release)
    diff_releases = _call(_control.diff_releases)
    compare_shadow = _call(_control.compare_shadow)
    live_rules = _call(_control.live_rules)
    list_workers = _call(_control.list_workers)
    list_functions = _call(_control.list_functions)
    list_webhooks = _call(_control.list_webhooks)
    get_webhook = _call(_control.get_webhook)
    put_webhook = _call(_control.put_webhook)
    delete_webhook = _call(_control.delete_webhook)
    test_webhook = _call(_control.test_webhook)
    list_dead_letters = _call(_control.list_dead_letters)
    replay_dead_letters = _call(_control.replay_dead_letters)
    replay_dead_letter = _call(_control.replay_dead_letter)
    delete_dead_letter = _call(_control.delete_dead_letter)


class AsyncItems(Generic[T], AsyncIterator[T]):
    """What a stream brings, item by item. `async with` opens it at once; else its first item does."""

    def __init__(self, client: AsyncClient, stream: Stream[T]) -> None:
        self._client = client
        self._stream = stream
        self._response: httpx.Response | None = None
        self._items = self._read()

    async def _opened(self) -> httpx.Response:
        if self._response is None:
            self._response = await self._client._retried(self._stream.request, lambda: self._client._open(self._stream))
        return self._response

    async def _read(self) -> AsyncIterator[T]:
        response = await self._opened()
        decoder = self._stream.decoder()
        try:
            async for data in response.aiter_bytes():
                for item in decoder.feed(data):
                    yield item
        except httpx.TransportError as e:
            raise self._client.options.fault(e) from e
        finally:
            await response.aclose()
        for item in decoder.end():
            yield item

    async def __anext__(self) -> T:
        return await anext(self._items)

    async def __aenter__(self) -> Self:
        await self._opened()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends the stream."""
        if self._response is not None:
            await self._response.aclose()
        closing: Any = self._items
        await closing.aclose()
