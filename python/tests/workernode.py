"""The node's end of the worker protocol, to put a worker through what a well-behaved node does not do.

Tests with a real node are in test_workers_it.py; this end sends broken columns, goes away in the middle, and refuses.
"""

import os
import queue
import subprocess
import sys
from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc

from ferrule._proto.workers_pb2 import (
    Batch,
    Column,
    FromWorker,
    Hello,
    Ping,
    Results,
    ToWorker,
    Welcome,
)
from ferrule.functions.types import ValueType
from ferrule.worker.columns import decode, encode

WAIT_SECONDS = 20
FUNCTIONS = """
import asyncio, os, sys, time
import ferrule

started = []

@ferrule.setup
def load() -> None:
    started.append(1)

@ferrule.function
def Double(x: int) -> int:
    return 2 * x

@ferrule.function
def Started() -> int:
    return len(started)

@ferrule.function(batch=8)
def Lengths(text: list[str]) -> list[int]:
    return [len(t) for t in text if t != "short"]

@ferrule.function
async def Later(seconds: float) -> float:
    await asyncio.sleep(seconds)
    return seconds

@ferrule.function
def Wait(seconds: float) -> float:
    time.sleep(seconds)
    return seconds

@ferrule.function
def Wrong(kind: str) -> float:
    if kind == "text":
        return "1.0"
    if kind == "none":
        return None
    if kind == "int":
        return 3
    if kind == "exit":
        sys.exit(7)
    if kind == "deep":
        return Wrong(kind)
    if kind == "nasty":
        class Nasty(Exception):
            def __str__(self):
                raise RuntimeError
        raise Nasty
    raise ValueError("found " + kind)

@ferrule.function
def Large(bytes: int) -> str:
    return "x" * bytes

@ferrule.function
def Surrogate() -> Optional[str]:
    return "\\ud800"

@ferrule.function
def Maybe(x: Optional[int], items: list[Optional[str]]) -> Optional[list[Optional[str]]]:
    return None if x is None else items * x

@ferrule.function
def Fork() -> int:
    if os.fork() == 0:
        return 0
    return 1

@ferrule.function
def Say(text: str) -> bool:
    print("said", text)
    return True

@ferrule.function
def Die() -> int:
    os.kill(os.getpid(), 9)
""".replace("import ferrule\n", "import ferrule\nfrom typing import Optional\n", 1)


class Joined:
    """One stream of a worker: what it said, and what to tell it."""

    def __init__(self, hello: Hello, key: str | None) -> None:
        self.hello = hello
        self.key = key
        self.heard: queue.Queue[FromWorker | None] = queue.Queue()
        self.telling: queue.Queue[ToWorker | None] = queue.Queue()
        self._batches = 0

    def send(self, name: str, *columns: tuple[str, list[Any]], calls: int = 1, timeout_s: float = 5) -> int:
        """Sends a batch, each column as its type and values."""
        self._batches += 1
        arguments = [encode(values, parse(kind)) for kind, values in columns]
        batch = Batch(
            id=self._batches,
            function=name,
            calls=len(columns[0][1]) if columns else calls,
            arguments=arguments,
            timeout_micros=int(timeout_s * 1e6),
        )
        self.telling.put(ToWorker(batch=batch))
        return self._batches

    def results(self) -> Results:
        """The next part of results."""
        return self.next("results").results

    def next(self, kind: str) -> FromWorker:
        """The next message, which has to be of the kind."""
        message = self.heard.get(timeout=WAIT_SECONDS)
        assert message is not None, "the worker ended its stream"
        assert message.WhichOneof("message") == kind
        return message

    def ask(self, name: str, *columns: tuple[str, list[Any]], result: str, calls: int = 1) -> list[Any]:
        """The values of a batch that has no failures; a placeholder where one failed."""
        self.send(name, *columns, calls=calls)
        results = self.results()
        return decode(results.values, parse(result), results.count)

    def failure(self, name: str, *columns: tuple[str, list[Any]]) -> Any:
        """How the only call of a batch failed."""
        self.send(name, *columns)
        results = self.results()
        assert len(results.failures) == 1
        return results.failures[0]


class End:
    """The node's end: each worker that joins is in `joined`."""

    def __init__(self, most_bytes: int = 16 << 20, ping_millis: int = 1000) -> None:
        self.joined: queue.Queue[Joined] = queue.Queue()
        self.refuse: tuple[grpc.StatusCode, str] | None = None
        self._welcome = Welcome(protocol=1, worker="w1", most_message_bytes=most_bytes, ping_millis=ping_millis)

    def join(self, requests: Iterator[FromWorker], context: grpc.ServicerContext) -> Iterator[ToWorker]:
        """The handler of the stream."""
        first = next(requests)
        if self.refuse is not None:
            context.abort(*self.refuse)
        key = dict(context.invocation_metadata()).get("authorization")
        worker = Joined(first.hello, str(key) if key else None)

        def read() -> None:
            try:
                for message in requests:
                    if message.WhichOneof("message") == "pong" and message.pong.id == 0:
                        continue
                    worker.heard.put(message)
            except grpc.RpcError:
                pass
            worker.heard.put(None)
            worker.telling.put(None)

        futures.ThreadPoolExecutor(1).submit(read)
        self.joined.put(worker)
        yield ToWorker(welcome=self._welcome)
        while True:
            try:
                message = worker.telling.get(timeout=0.2)
            except queue.Empty:
                yield ToWorker(ping=Ping(id=0))
                continue
            if message is None:
                return
            yield message

    def worker(self) -> Joined:
        """The next worker that joins."""
        return self.joined.get(timeout=WAIT_SECONDS)


@contextmanager
def end(port: int = 0, **settings: int) -> Iterator[tuple[End, int]]:
    """Listens on a port of the loopback interface."""
    made = End(**settings)
    server = grpc.server(futures.ThreadPoolExecutor(16), options=[("grpc.max_receive_message_length", 64 << 20)])
    handler = grpc.stream_stream_rpc_method_handler(
        made.join, request_deserializer=FromWorker.FromString, response_serializer=ToWorker.SerializeToString
    )
    server.add_generic_rpc_handlers(
        (grpc.method_handlers_generic_handler("ferrule.v1.WorkerService", {"Join": handler}),)
    )
    port = server.add_insecure_port(f"127.0.0.1:{port}")
    server.start()
    try:
        yield made, port
    finally:
        server.stop(0).wait()


@contextmanager
def worker(
    directory: Path, port: int, *options: str, source: str = FUNCTIONS, environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """A worker process of a file with functions."""
    file = directory / "functions_of_test.py"
    file.write_text(source)
    command = [sys.executable, "-m", "ferrule.cli.main", "worker", str(file), "--node", f"127.0.0.1:{port}", *options]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | (environment or {}),
    )
    try:
        yield process
    finally:
        process.terminate()  # so that one that started another ends that, too
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def parse(text: str) -> ValueType:
    """The type that a text names."""
    if text.startswith("Optional["):
        inner = parse(text[9:-1])
        return ValueType(inner.kind, optional=True, item=inner.item)
    if text.startswith("list["):
        return ValueType("list", item=parse(text[5:-1]))
    return ValueType(text)


def column(kind: str, values: list[Any]) -> Column:
    """A column of values."""
    return encode(values, parse(kind))
