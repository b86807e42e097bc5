"""Rule sets in this process."""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from ferrule.engine import _java
from ferrule.engine._events import blocks, line
from ferrule.engine._faults import of_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A line that is no event: its number from 1, the code of the error, and what was expected and found."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueMissing:
    """An expression that had no value: the line of the event from 1, the rule file and its row from 1, and why."""

    line: int
    path: str
    row: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What became of events: how many were evaluated and refused, how many values failed, the first 100 of either."""

    events: int
    refused: int
    failed: int
    refusals: tuple[Refusal, ...]
    errors: tuple[ValueMissing, ...]


class Results:
    """The results of events in their order. A sequence of dicts, made when they are asked for. Immutable, thread-safe.

    Attributes
    ----------
    summary : how many events were evaluated and what went wrong
    """

    def __init__(self, parts: list[bytes], summary: RunSummary) -> None:
        self._parts = parts
        self.summary = summary

    @cached_property
    def ndjson(self) -> bytes:
        """One JSON object a line: byte for byte what `ferrule run` writes and what a node keeps as features."""
        return self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)

    def __len__(self) -> int:
        return self.summary.events

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self._records)

    def __getitem__(self, index: int) -> dict[str, Any]:
        return self._records[index]

    @cached_property
    def _records(self) -> list[dict[str, Any]]:
        return [json.loads(result) for result in self.ndjson.splitlines()]

    def to_pandas(self) -> Any:
        """A pandas DataFrame, a row for each event and a column for each feature; None where there is none."""
        import pandas as pd

        return pd.DataFrame.from_records(self._records)

    def to_polars(self) -> Any:
        """A polars DataFrame, a row for each event and a column for each feature; null where there is none."""
        import polars as pl

        return pl.from_dicts(self._records, infer_schema_length=None)

    def __repr__(self) -> str:
        told = self.summary
        return f"<Results: {told.events} events, {told.refused} refused, {told.failed} values failed>"


class RuleSet:
    """A rule set that was opened. Thread-safe; a context manager.

    Made by `Engine.rules`.
    """

    def __init__(self, rules: Any, directory: Path) -> None:
        self._rules = rules
        self._closed = False
        self.directory = directory

    def _open(self) -> Any:
        if self._closed:
            raise of_code("store.closed", f"expected an open rule set, found it closed: {self.directory}", 503)
        return self._rules

    @property
    def hash(self) -> str:
        """The hash of its files, which names a release of them."""
        return str(_java.call(self._open().hash))

    def check(self, *, tests: bool = True) -> dict[str, Any]:
        """What there is to say of the set: `files`, `hash`, `findings` and `tests`, as `ferrule check --json` has it.

        Parameters
        ----------
        tests : whether the tests of the set are run, too
        """
        parts = _java.java_class("dev.ferrule.rules.authoring.CheckReport$Part")
        report: dict[str, Any] = json.loads(
            str(_java.call(self._open().check, parts.TESTS if tests else parts.FINDINGS))
        )
        return report

    def evaluate(self, events: Any, *, action: str | None = None) -> Results:
        """Evaluates events.

        Labels that events set are seen by those after them, and forgotten at the end of the call.

        Parameters
        ----------
        events : dicts; or JSON lines in bytes; or a path of a file with such, `.gz` is inflated; or a pandas or polars
            frame, a row an event
        action : takes each as the `data` of an event of this action; otherwise each has `action_name` and `data`

        Raises
        ------
        RuleInvalidError
            the set has errors; the message has them all
        """
        session = _java.call(self._open().session)
        parts: list[bytes] = []
        told: list[RunSummary] = []
        kept: list[Any] = []  # results that Java holds: taken together, they are copied once
        most = _java.heap_bytes() // 8
        for block in blocks(events):
            kept.append(_java.finish(session.evaluate, _java.buffer(block), action))
            told.append(_summary(kept[-1]))
            if sum(int(batch.bytes()) for batch in kept) > most:
                parts.append(_taken(kept))
                kept.clear()
        parts.append(_taken(kept))
        return Results(parts, _together(told))

    def run(self, events: Any, out: str | os.PathLike[str] | IO[bytes], *, action: str | None = None) -> RunSummary:
        """As `evaluate`, and writes the results as JSON lines, block by block, so that they may exceed the memory."""
        session = _java.call(self._open().session)
        told: list[RunSummary] = []
        with ExitStack() as stack:
            file = stack.enter_context(open(out, "wb")) if isinstance(out, str | os.PathLike) else out
            for block in blocks(events):
                batch = _java.finish(session.evaluate, _java.buffer(block), action)
                file.write(_taken([batch]))
                told.append(_summary(batch))
        return _together(told)

    def explain(
        self, event: Mapping[str, Any] | bytes, *, rule: str | None = None, action: str | None = None
    ) -> list[dict[str, Any]]:
        """Why each rule fired or did not: `expression`, `outcome`, `value`, `path`, `line`, and its `parts`, the same.

        Parameters
        ----------
        event : one event, as `evaluate` takes it
        rule : just this rule
        """
        told = _java.call(self._open().explain, _java.array(line(event)), action, rule)
        found: list[dict[str, Any]] = json.loads(str(told))
        return found

    def backtest(self, changed: "RuleSet", events: Any, *, action: str | None = None) -> dict[str, Any]:
        """Runs this set and a changed one over the same events: what each rule hit before and after, and what it cost.

        Parameters
        ----------
        events : as `evaluate` takes them; rules see no labels
        """
        with ExitStack() as stack:
            if isinstance(events, str | os.PathLike):
                file = Path(events)
            else:
                made = stack.enter_context(tempfile.NamedTemporaryFile(suffix=".jsonl"))
                for block in blocks(events):
                    made.write(block)
                made.flush()
                file = Path(made.name)
            told = _java.finish(self._open().backtest, changed._open(), _java.path(file), action)
        found: dict[str, Any] = json.loads(str(told))
        return found

    def close(self) -> None:
        """Frees what it holds. Calls after it fail; a second close does nothing."""
        if not self._closed:
            self._closed = True
            self._rules.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<RuleSet {self.directory}{' (closed)' if self._closed else ''}>"


def _taken(batches: list[Any]) -> bytes:
    return _java.filled([(int(batch.bytes()), batch.copyTo) for batch in batches])


def _summary(batch: Any) -> RunSummary:
    refused, failed = int(batch.refused()), int(batch.failed())
    told = json.loads(str(batch.told())) if refused or failed else {"refusals": [], "errors": []}
    return RunSummary(
        events=int(batch.events()),
        refused=refused,
        failed=failed,
        refusals=tuple(Refusal(**one) for one in told["refusals"]),
        errors=tuple(ValueMissing(**one) for one in told["errors"]),
    )


def _together(told: list[RunSummary]) -> RunSummary:
    return RunSummary(
        events=sum(one.events for one in told),
        refused=sum(one.refused for one in told),
        failed=sum(one.failed for one in told),
        refusals=tuple(refusal for one in told for refusal in one.refusals)[:100],
        errors=tuple(error for one in told for error in one.errors)[:100],
    )
