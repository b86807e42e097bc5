"""Rules, from Python: check, run, backtest and explain them, by the code that a node runs.

Each function opens the rule set anew, so that it sees the files as they are. The first call of a process starts Java
in it, which takes about a second.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ferrule.engine import Engine, Results, RuleSet

__all__ = ["CaseOutcome", "backtest", "check", "explain", "place", "run", "test"]

Place = str | os.PathLike[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOutcome:
    """What a test case came to. `failures` is empty when it passed."""

    file: str
    name: str
    failures: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether all was as expected."""
        return not self.failures


def check(directory: Place, *, tests: bool = True) -> dict[str, Any]:
    """What there is to say of a rule set: `files`, `hash`, `findings` and `tests`, as `ferrule check --json` has it."""
    with _open(directory) as rules:
        return rules.check(tests=tests)


def test(directory: Place) -> list[CaseOutcome]:
    """What each case of the set's `tests/*.yaml` came to.

    Raises
    ------
    ValueError
        When the rules have errors, so that no case can run; the message has them all.
    """
    report = check(directory)
    errors = [place(each) for each in report["findings"] if each["severity"] == "error"]
    if errors:
        raise ValueError("expected rules without errors, found:\n" + "\n".join(errors))
    return [
        CaseOutcome(file=each["file"], name=each["name"], failures=tuple(each["failures"])) for each in report["tests"]
    ]


def run(directory: Place, events: Any, *, action: str | None = None) -> Results:
    """Evaluates events: dicts, JSON lines, a file of such, or a pandas or polars frame; see `RuleSet.evaluate`."""
    with _open(directory) as rules:
        return rules.evaluate(events, action=action)


def backtest(directory: Place, changed: Place, events: Any, *, action: str | None = None) -> dict[str, Any]:
    """What each rule hits before and after a change, over the same events; see `RuleSet.backtest`."""
    with _open(directory) as rules, _open(changed) as other:
        return rules.backtest(other, events, action=action)


def explain(
    directory: Place, event: Mapping[str, Any] | bytes, *, rule: str | None = None, action: str | None = None
) -> list[dict[str, Any]]:
    """Why each rule fired or did not, by expression; see `RuleSet.explain`."""
    with _open(directory) as rules:
        return rules.explain(event, rule=rule, action=action)


@cache
def _engine() -> Engine:
    return Engine()


def _open(directory: Place) -> RuleSet:
    return _engine().rules(directory)


def place(finding: Mapping[str, Any]) -> str:
    """A finding of `check` in one line: file, line, message."""
    span = finding["span"]
    return f"{span['path']}:{span['start']['line']}: {finding['message']}"
