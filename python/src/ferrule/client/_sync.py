"""The client that waits."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, Self, TypeVar

import httpx

from ferrule.client import _control, _documents, _events
from ferrule.client._bulk import BATCH_BYTES, BATCH_DOCUMENTS, CONCURRENCY, IngestReport
from ferrule.client._call import Call, Decoder, Request, Stream, describe
from ferrule.client._documents import Wait
from ferrule.client._fault import FerruleError
from ferrule.client._ingest import Settings, ingest
from ferrule.client._profiles import place
from ferrule.client._retry import Retry
from ferrule.client._transport import STREAMS, Lanes, Options, answered, message

P = ParamSpec("P")
T = TypeVar("T")


class Page(Protocol):
    """Part of a list; `next` is where the rest begins, and None at the end."""

    @property
    def next(self) -> str | None:
        """What `after` is for the page behind this one."""
        ...


PageT = TypeVar("PageT", bound=Page)


def _call(make: Callable[P, Call[T]]) -> "Callable[Concatenate[Client, P], T]":
    def method(self: "Client", /, *args: P.args, **kwargs: P.kwargs) -> T:
        return self.call(make(*args, **kwargs))

    describe(method, make)
    return method


def _stream(make: Callable[P, Stream[T]]) -> "Callable[Concatenate[Client, P], Items[T]]":
    def method(self: "Client", /, *args: P.args, **kwargs: P.kwargs) -> "Items[T]":
        return self.stream(make(*args, **kwargs))

    describe(method, make)
    return method


class Client:
    """A node, from Python. Every operation of its HTTP API is a method. Thread-safe; `close` it, or use `with`.

    Parameters
    ----------
    url : where the node is; else `FERRULE_URL`, else what the profile says, else http://127.0.0.1:8080
    key : an API key; else `FERRULE_KEY`, else what the profile says
    profile : a name in the file of profiles; else `FERRULE_PROFILE`, else the file's `default`
    timeout_s : longest wait for a piece of an answer, in seconds
    connect_timeout_s : longest wait for a connection, in seconds
    connections : most calls that are under way at once; others wait for their turn
    retry : when a request is sent again

    Raises
    ------
    FerruleError
        Each error code of the node has a class of its own below this one, as `CollectionNotFoundError`.
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
        self._turn = threading.BoundedSemaphore(connections)
        trust = httpx.create_ssl_context(trust_env=self.options.uses_proxies())
        self._streams = httpx.Client(**self.options.http(STREAMS, trust))
        self._lanes = Lanes(lambda: httpx.Client(**self.options.http(1, trust)))

    def __repr__(self) -> str:
        return f"Client({self.options.url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        for each in (self._streams, *self._lanes.all):
            each.close()

    def call(self, call: Call[T]) -> T:
        """Sends a call, again where that is safe and may help, and reads its answer."""
        return self._retried(call.request, lambda: self._send(call))

    def stream(self, stream: Stream[T]) -> "Items[T]":
        """Opens a stream; what comes is read while it is iterated. Close it, or use `with`, when not all is read."""
        response = self._retried(stream.request, lambda: self._open(stream))
        return Items(response, stream.decoder(), self.options)

    def pages(self, operation: Callable[P, PageT], *args: P.args, **kwargs: P.kwargs) -> Iterator[PageT]:
        """All pages of a list: `for page in client.pages(client.list_events, verdict="block")`."""
        page = operation(*args, **kwargs)
        yield page
        while page.next is not None:
            kwargs["after"] = page.next
            page = operation(*args, **kwargs)
            yield page

    def ingest(
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
        return ingest(self, collection, source, settings, progress, create, wait is not None)

    def _retried(self, request: Request, attempt: Callable[[], T]) -> T:
        number = 1
        while True:
            try:
                return attempt()
            except FerruleError as e:
                wait = self.options.retry.wait_s(request, e, number)
                if wait is None:
                    raise
            time.sleep(wait)
            number += 1

    def _send(self, call: Call[T]) -> T:
        with self._turn:
            lane = self._lanes.take()
            try:
                response = lane.request(**message(self.options, call.request))
            except (httpx.TransportError, httpx.InvalidURL, httpx.DecodingError) as e:
                raise self.options.fault(e) from e
            finally:
                self._lanes.give_back(lane)
        return call.read(answered(call.request, response, response.content))

    def _open(self, stream: Stream[T]) -> httpx.Response:
        try:
            request = self._streams.build_request(**message(self.options, stream.request))
            response = self._streams.send(request, stream=True)
        except (httpx.TransportError, httpx.InvalidURL) as e:
            raise self.options.fault(e) from e
        with ExitStack() as cleanup:
            cleanup.callback(response.close)
            if not stream.request.accepts(response.status_code):
                answered(stream.request, response, response.read())
            cleanup.pop_all()
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


class Items(Generic[T], Iterator[T]):
    """What a stream brings, item by item. Confined to one thread; close it, or use `with`, when not all is read."""

    def __init__(self, response: httpx.Response, decoder: Decoder[T], options: Options) -> None:
        self._response = response
        self._items = self._read(response, decoder, options)

    @staticmethod
    def _read(response: httpx.Response, decoder: Decoder[T], options: Options) -> Iterator[T]:
        with closing(response):
            try:
                for data in response.iter_bytes():
                    yield from decoder.feed(data)
            except httpx.TransportError as e:
                raise options.fault(e) from e
            yield from decoder.end()

    def __next__(self) -> T:
        return next(self._items)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the stream."""
        self._response.close()
        items: Any = self._items
        items.close()
