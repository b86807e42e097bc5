"""One stream to a node, from Hello to its end."""

import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import grpc

from ferrule._proto.workers_pb2 import Batch, Drain, FromWorker, Hello, Pong, ToWorker, Welcome
from ferrule.functions import Function
from ferrule.worker.calls import Calls

METHOD = "/ferrule.v1.WorkerService/Join"
MOST_RECEIVED_BYTES = 64 << 20
MOST_MESSAGE_BYTES = 16 << 20
ANSWER_SECONDS = 10
IDLE_SECONDS = 0.5
GONE_AFTER_PINGS = 3
PART_SECONDS = 0.005


def target(node: str, ca: str | None) -> tuple[str, grpc.ChannelCredentials | None]:
    """Host and port of a node, and what its TLS needs when it is `https://HOST:PORT` or `grpcs://HOST:PORT`.

    `ca` is a PEM file with the certificates to trust instead of the system's.
    """
    scheme, found, place = node.rpartition("://")
    if not found or scheme in {"http", "grpc"}:
        return place, None
    if scheme not in {"https", "grpcs"}:
        raise ValueError(f"expected HOST:PORT or https://HOST:PORT as the node, found scheme {scheme!r}")
    try:
        trusted = Path(ca).read_bytes() if ca else None
    except OSError as e:
        raise ValueError(f"expected a PEM file that can be read in --ca, found {ca!r}") from e
    return place, grpc.ssl_channel_credentials(root_certificates=trusted)


def open_channel(node: str, ca: str | None) -> grpc.Channel:
    """A channel to a node, as `target` understands it."""
    options = [
        ("grpc.max_receive_message_length", MOST_RECEIVED_BYTES),
        ("grpc.max_send_message_length", -1),
        ("grpc.enable_http_proxy", 0),
        ("grpc.use_local_subchannel_pool", 1),
    ]
    place, credentials = target(node, ca)
    if credentials is None:
        return grpc.insecure_channel(place, options=options)
    return grpc.secure_channel(place, credentials, options=options)


class Session:
    """A stream. `run` reads it in the calling thread; batches go to `take`, which other threads run."""

    def __init__(
        self, channel: grpc.Channel, key: str | None, hello: Hello, take: Callable[["Session", Calls], None]
    ) -> None:
        self.closed = False
        self.welcome: Welcome | None = None
        self.draining = False
        self.silent = False
        self._functions: dict[str, Function] = {}
        self._hello = hello
        self._key = key
        self._take = take
        self._outgoing: queue.SimpleQueue[FromWorker | None] = queue.SimpleQueue()
        self._open: dict[int, Calls] = {}
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._asleep = False
        self._heard = monotonic()
        self._channel = channel

    def run(self, functions: dict[str, Function], on_welcome: Callable[[Welcome], None]) -> grpc.RpcError | None:
        """Joins, and returns when the stream has ended: None when the node ended it well, or else why."""
        self._functions = functions
        join = self._channel.stream_stream(
            METHOD, request_serializer=FromWorker.SerializeToString, response_deserializer=ToWorker.FromString
        )
        self.send(FromWorker(hello=self._hello))
        metadata = (("authorization", f"Bearer {self._key}"),) if self._key else ()
        stream = join(self._requests(), metadata=metadata)
        watch = threading.Thread(target=self._watch, args=(stream,), name="ferrule-watch", daemon=True)
        watch.start()
        try:
            for message in stream:
                self._heard = monotonic()
                self._read(message, on_welcome)
            return None
        except grpc.RpcError as e:
            return e
        finally:
            self.close()

    def send(self, message: FromWorker) -> None:
        """Queues a message. What is sent after the stream's end is dropped."""
        if not self.closed:
            self._outgoing.put(message)

    def leave(self) -> None:
        """Asks the node for no more batches."""
        self.send(FromWorker(drain=Drain()))

    def done(self, calls: Calls) -> None:
        """Forgets a batch that was answered."""
        with self._lock:
            self._open.pop(calls.batch, None)
            self._finish_if_drained()

    def close(self) -> None:
        """Ends the stream and gives up what runs for it. May be called more than once."""
        with self._lock:
            self.closed = True
            for calls in self._open.values():
                calls.abandoned = True
            self._open.clear()
        self._wake.set()
        self._outgoing.put(None)
        self._channel.close()

    def forked(self) -> None:
        """In a child process: nothing more is sent from here."""
        self.closed = True
        for calls in self._open.values():
            calls.abandoned = True

    def _requests(self) -> Iterator[FromWorker]:
        return iter(self._outgoing.get, None)

    def _read(self, message: ToWorker, on_welcome: Callable[[Welcome], None]) -> None:
        kind = message.WhichOneof("message")
        if kind == "batch":
            self._begin(message.batch)
        elif kind == "ping":
            self.send(FromWorker(pong=Pong(id=message.ping.id)))
        elif kind == "cancel":
            calls = self._open.get(message.cancel.batch)
            if calls is not None:
                calls.cancelled = True
        elif kind == "drain":
            with self._lock:
                self.draining = True
                self._finish_if_drained()
        elif kind == "welcome":
            self.welcome = message.welcome
            on_welcome(message.welcome)

    def _begin(self, batch: Batch) -> None:
        most_bytes = self.welcome.most_message_bytes if self.welcome is not None else 0
        calls = Calls(batch, self._functions.get(batch.function), self.send, most_bytes or MOST_MESSAGE_BYTES)
        with self._lock:
            self._open[calls.batch] = calls
        if self._asleep:
            self._wake.set()
        self._take(self, calls)

    def _finish_if_drained(self) -> None:
        if self.draining and not self._open:
            self._outgoing.put(None)

    def _watch(self, stream: grpc.Call) -> None:
        """Sends parts of batches that take long, and ends the stream when the node is silent."""
        while not self.closed:
            if self._open:
                sleep(PART_SECONDS)
                with self._lock:
                    running = list(self._open.values())
                for calls in running:
                    calls.send_done_of_long(PART_SECONDS)
            else:
                self._asleep = True
                self._wake.wait(IDLE_SECONDS)
                self._wake.clear()
                self._asleep = False
            pings = self.welcome.ping_millis if self.welcome is not None else 0
            if monotonic() - self._heard > (pings * GONE_AFTER_PINGS / 1000 or ANSWER_SECONDS):
                self.silent = True
                stream.cancel()
                return
