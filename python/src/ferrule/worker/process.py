"""The process of a worker: joins, runs what comes, joins again, and leaves well."""

import contextlib
import os
import queue
import random
import signal
import sys
import threading
import time
from dataclasses import dataclass

import grpc

from ferrule._proto.workers_pb2 import Hello, Welcome, WorkerFunction, WorkerParameter
from ferrule.functions import Function
from ferrule.functions.sources import Source
from ferrule.worker.calls import Calls
from ferrule.worker.session import Session, open_channel, target

PROTOCOL = 1
FIRST_PAUSE_SECONDS = 0.1
MOST_PAUSE_SECONDS = 10.0
DRAIN_SECONDS = 30.0
STUCK_SECONDS = 2.0
MOST_CONCURRENCY = 64
SWITCH_SECONDS = 0.0005

DONE, FAILED, REFUSED, INTERRUPTED = 0, 1, 2, 130

_REFUSALS = {
    grpc.StatusCode.UNAUTHENTICATED,
    grpc.StatusCode.PERMISSION_DENIED,
    grpc.StatusCode.FAILED_PRECONDITION,
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.UNIMPLEMENTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSettings:
    """How a worker joins.

    Parameters
    ----------
    node
        Host and port of the node's gRPC, as `https://HOST:PORT` when it has TLS.
    ca
        A PEM file with the certificates to trust there instead of the system's.
    key
        A key of the role worker, or the one-time token of a worker that the node started; None when the node has none.
    supervised
        Whether the node started it: it then joins once, and ends when its standard input ends.
    """

    node: str
    ca: str | None = None
    key: str | None = None
    name: str = ""
    concurrency: int = 1
    release: str = ""
    supervised: bool = False


class Worker:
    """A worker. `run` is to be called from the main thread, once."""

    def __init__(self, sources: list[Source], settings: WorkerSettings) -> None:
        self._settings = settings
        self._functions = _by_name(sources)
        self._hello = _hello(sources, settings)
        target(settings.node, settings.ca)  # what is wrong with them is said at once
        self._work: queue.SimpleQueue[tuple[Session, Calls] | None] = queue.SimpleQueue()
        self._session: Session | None = None
        self._stopping = threading.Event()
        self._status = DONE
        self._process = os.getpid()

    def run(self) -> int:
        """Joins, and runs what the node asks for until it ends; gives the exit status."""
        sys.setswitchinterval(
            SWITCH_SECONDS
        )  # a busy function holds back pongs and partial results no longer than this
        os.register_at_fork(after_in_child=self._forked)
        self._watch_signals()
        if self._settings.supervised:
            self._watch_parent()
        threading.Thread(target=self._join, name="ferrule-join", daemon=True).start()
        if self._settings.concurrency == 1:
            self._run_calls()
        else:
            runners = [
                threading.Thread(target=self._run_calls, name=f"ferrule-run-{i}", daemon=True)
                for i in range(self._settings.concurrency)
            ]
            for runner in runners:
                runner.start()
            for runner in runners:
                runner.join()
        return self._status

    def _run_calls(self) -> None:
        while (item := self._work.get()) is not None:
            session, calls = item
            calls.run()
            if os.getpid() != self._process:
                os._exit(FAILED)  # a function forked, and its child came back here
            session.done(calls)
        self._work.put(None)  # for the next runner

    def _take(self, session: Session, calls: Calls) -> None:
        self._work.put((session, calls))

    def _forked(self) -> None:
        if self._session is not None:
            self._session.forked()

    def _join(self) -> None:
        """Joins until there is nothing more to do."""
        pause = FIRST_PAUSE_SECONDS
        said = ""
        while True:
            channel = open_channel(self._settings.node, self._settings.ca)
            session = Session(channel, self._settings.key, self._hello, self._take)
            self._session = session
            error = session.run(self._functions, self._welcomed)
            if session.welcome is not None:
                pause, said = FIRST_PAUSE_SECONDS, ""
            status = self._status_after(session, error)
            if status is not None:
                self._end(status)
                return
            reason = _reason(session, error)
            if reason != said:
                _say(f"not joined to {self._settings.node}: {reason}; trying again")
                said = reason
            if self._stopping.wait(pause * random.uniform(0.5, 1.0)):
                self._end(DONE)
                return
            pause = min(MOST_PAUSE_SECONDS, pause * 2)

    def _status_after(self, session: Session, error: grpc.RpcError | None) -> int | None:
        """The exit status when a stream has ended; None to join again."""
        code = error.code() if error is not None else None
        if code in _REFUSALS and error is not None:
            _say(f"refused by {self._settings.node}: {error.details()}")
            return REFUSED
        if code is grpc.StatusCode.ABORTED and error is not None:
            _say(f"ended by {self._settings.node}: {error.details()}")
            return FAILED
        if self._stopping.is_set():
            return DONE
        if self._settings.supervised:
            if error is not None:
                _say(f"the stream ended: {_reason(session, error)}")
            return FAILED if error is not None else DONE
        return None

    def _welcomed(self, welcome: Welcome) -> None:
        _say(f"joined {self._settings.node} as {welcome.worker}: {', '.join(self._functions)}")
        for note in welcome.notes:
            _say(note)
        if self._stopping.is_set() and self._session is not None:
            self._session.leave()

    def _end(self, status: int) -> None:
        """Lets the runners end; when a function does not return, the process ends without it."""
        self._status = status
        self._work.put(None)
        time.sleep(STUCK_SECONDS)
        _exit(status if status else FAILED)

    def _watch_signals(self) -> None:
        """Leaves on SIGTERM and SIGINT, also while the main thread is inside a function that never returns."""
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        threading.Thread(target=self._leave_on_signal, args=(reading,), name="ferrule-signals", daemon=True).start()

    def _leave_on_signal(self, reading: int) -> None:
        wanted = {signal.SIGTERM, signal.SIGINT}
        while os.read(reading, 1)[0] not in wanted:
            pass
        _say(f"leaving: waits at most {DRAIN_SECONDS:g} s for what runs; a second signal ends it at once")
        threading.Thread(target=self._leave, daemon=True).start()
        while os.read(reading, 1)[0] not in wanted:
            pass
        _exit(INTERRUPTED)

    def _leave(self) -> None:
        self._stopping.set()
        if self._session is not None:
            if self._session.welcome is None:
                self._session.close()
            else:
                self._session.leave()
        time.sleep(DRAIN_SECONDS)
        _say(f"ended: a function did not return within {DRAIN_SECONDS:g} s")
        _exit(FAILED)

    def _watch_parent(self) -> None:
        """Ends with the node that started it: standard input ends then. Functions read from nothing."""
        parent = os.dup(0)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)

        def wait() -> None:
            while os.read(parent, 4096):
                pass
            _exit(FAILED)

        threading.Thread(target=wait, name="ferrule-parent", daemon=True).start()


def _by_name(sources: list[Source]) -> dict[str, Function]:
    functions: dict[str, Function] = {}
    for source in sources:
        for function in source.functions:
            if function.name in functions:
                raise ValueError(f"expected one function {function.name}, found two; give one another name=")
            functions[function.name] = function
    if not functions:
        raise ValueError("expected at least one @ferrule.function in the files, found none")
    return functions


def _hello(sources: list[Source], settings: WorkerSettings) -> Hello:
    return Hello(
        protocol=PROTOCOL,
        name=settings.name,
        language=f"python {sys.version.split()[0]}",
        process_id=os.getpid(),
        concurrency=settings.concurrency,
        release=settings.release,
        functions=[
            WorkerFunction(
                name=function.name,
                version=source.version,
                parameters=[WorkerParameter(name=each.name, type=str(each.type)) for each in function.parameters],
                result=str(function.result),
                whole_batches=function.batch is not None or function.is_async,
            )
            for source in sources
            for function in source.functions
        ],
    )


def _reason(session: Session, error: grpc.RpcError | None) -> str:
    if session.silent:
        return "the node was silent"
    if error is None:
        return "the node ended the stream"
    return f"{error.code().name.lower().replace('_', ' ')}: {error.details()}"


def _say(text: str) -> None:
    print(f"ferrule worker: {text}", file=sys.stderr, flush=True)


def _exit(status: int) -> None:
    """Ends the process also when a function runs on."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)
