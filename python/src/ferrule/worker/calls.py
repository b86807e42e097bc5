"""One batch: its calls, and its results in as many messages as they need."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

from ferrule._proto.workers_pb2 import Batch, CallFailure, FromWorker, Results
from ferrule.failures import message_of, own_traceback, type_of
from ferrule.functions import Function
from ferrule.functions.types import ValueType
from ferrule.worker.columns import WrongValue, decode, encode, fit, placeholder

Send = Callable[[FromWorker], None]
ASYNC_SHARE = 0.9  # of a batch's time: a call that waits longer fails before the node gives the batch up
_loops = threading.local()
Rows = Iterator[tuple[Any, ...]]


class Calls:
    """The calls of a batch. One thread runs them; another may send what is done meanwhile.

    Parameters
    ----------
    send
        Takes messages for the node; thread-safe.
    most_bytes
        The largest message that the node takes.
    """

    def __init__(self, batch: Batch, function: Function | None, send: Send, most_bytes: int) -> None:
        self.batch = batch.id
        self.cancelled = False  # by the node, which still wants an answer for each call
        self.abandoned = False  # as nobody is there to answer to
        self._began: float | None = None
        self._count = batch.calls
        self._message = batch
        self._function = function
        self._send = send
        self._most_bytes = most_bytes
        self._values: list[Any] = []
        self._failures: dict[int, CallFailure] = {}
        self._sent = 0
        self._sending = threading.Lock()

    def run(self) -> None:
        """Runs the calls and sends what was not sent yet. What a function raises is a failure of its call."""
        function = self._function
        if self.abandoned:
            return
        if function is None:
            self._refuse(f"expected a function that this worker has, found {self._message.function}")
            return
        try:
            columns = [
                decode(column, parameter.type, self._count)
                for column, parameter in zip(self._message.arguments, function.parameters, strict=True)
            ]
        except ValueError as e:
            self._refuse(str(e))
            return
        self._began = monotonic()
        rows = zip(*columns, strict=True) if columns else iter([()] * self._count)
        if self.cancelled:
            self._cancel_rest()
        elif function.batch is not None:
            self._run_whole(function, columns)
        elif function.is_async:
            self._run_async(function, rows)
        else:
            self._run_single(function, rows)
        self.send_done()

    def send_done_of_long(self, seconds: float) -> None:
        """Sends the results so far of a batch that has run for some time."""
        if self._began is not None and monotonic() - self._began >= seconds:
            self.send_done()

    def send_done(self) -> None:
        """Sends the results that there are and that were not sent."""
        function = self._function
        if function is None or self.abandoned:
            return
        with self._sending:
            first, end = self._sent, len(self._values)
            if end > first:
                self._sent = end
                self._send_part(first, self._values[first:end], function.result)

    def _refuse(self, reason: str) -> None:
        failures = [CallFailure(call=row, type="ValueError", message=reason) for row in range(self._count)]
        self._send(FromWorker(results=Results(batch=self.batch, first=0, count=self._count, failures=failures)))

    def _run_single(self, function: Function, rows: Rows) -> None:
        call, keep, failures, values = function.call, self._values.append, self._failures, self._values
        for arguments in rows:
            try:
                value = call(*arguments)
            except BaseException as e:
                failures[len(values)] = _failure(len(values), e)
                value = None
            if self.abandoned:
                return
            keep(value)
            if self.cancelled:
                self._cancel_rest()
                return

    def _cancel_rest(self) -> None:
        begun = len(self._values)
        for row in range(begun, self._count):
            self._failures[row] = CallFailure(call=row, type="Cancelled", message="not begun when it was cancelled")
        self._values.extend([None] * (self._count - begun))

    def _run_async(self, function: Function, rows: Rows) -> None:
        """All calls at once, each with its own end, so that one that waits too long fails alone."""
        most_seconds = self._message.timeout_micros * ASYNC_SHARE / 1e6 or None

        async def settle(row: int, arguments: tuple[Any, ...]) -> Any:
            try:
                return await asyncio.wait_for(function.call(*arguments), most_seconds)
            except BaseException as e:
                self._failures[row] = _failure(row, e)
                return None

        async def settle_all() -> list[Any]:
            return await asyncio.gather(*(settle(row, given) for row, given in enumerate(rows)))

        self._values.extend(_loop().run(settle_all()))

    def _run_whole(self, function: Function, columns: list[list[Any]]) -> None:
        try:
            values = _loop().run(function.call(*columns)) if function.is_async else function.call(*columns)
            if hasattr(values, "tolist"):
                values = values.tolist()
            if not isinstance(values, list | tuple):
                raise WrongValue(f"expected list[{function.result}], found {type(values).__name__}")
            if len(values) != self._count:
                raise WrongValue(f"expected {self._count} results, one for each call, found {len(values)}")
        except BaseException as e:
            self._failures.update((row, _failure(row, e)) for row in range(self._count))
            values = [None] * self._count
        self._values.extend(values)

    def _send_part(self, first: int, values: list[Any], wanted: ValueType) -> None:
        message = FromWorker(results=self._results(first, values, wanted))
        size = message.ByteSize()
        if size <= self._most_bytes:
            self._send(message)
        elif len(values) == 1:
            text = f"expected a result of at most {self._most_bytes} bytes, found {size}"
            self._failures[first] = CallFailure(call=first, type="ValueError", message=text)
            self._send_part(first, [None], wanted)
        else:
            middle = len(values) // 2
            del message
            self._send_part(first, values[:middle], wanted)
            self._send_part(first + middle, values[middle:], wanted)

    def _results(self, first: int, values: list[Any], wanted: ValueType) -> Results:
        rows = range(first, first + len(values))
        failed = self._failed(rows)
        for row in failed:
            values[row - first] = placeholder(wanted)
        try:
            column = encode(values, wanted)
        except WrongValue:
            column = encode(self._fitted(first, values, wanted), wanted)
            failed = self._failed(rows)
        failures = [self._failures[row] for row in failed]
        return Results(batch=self.batch, first=first, count=len(values), values=column, failures=failures)

    def _failed(self, rows: range) -> list[int]:
        return [row for row in rows if row in self._failures] if self._failures else []

    def _fitted(self, first: int, values: list[Any], wanted: ValueType) -> list[Any]:
        """The values as exactly the type; those that cannot be are failures, with placeholders."""
        fitted = []
        for row, value in enumerate(values, first):
            try:
                fitted.append(fit(value, wanted))
            except Exception as e:  # a value may have methods of its own
                self._failures[row] = CallFailure(call=row, type="TypeError", message=message_of(e))
                fitted.append(placeholder(wanted))
        return fitted


def _loop() -> asyncio.Runner:
    """The event loop of this thread: one for all batches, so that clients which a function keeps stay usable."""
    loop = getattr(_loops, "loop", None)
    if loop is None:
        loop = _loops.loop = asyncio.Runner()
    return loop


def _failure(row: int, error: BaseException) -> CallFailure:
    """What a call raised, without the frames of Ferrule."""
    kind = "TypeError" if isinstance(error, WrongValue) else type_of(error)
    shown = "" if isinstance(error, WrongValue) else own_traceback(error)
    return CallFailure(call=row, type=kind, message=message_of(error), traceback=shown)
