"""`ferrule rules`: check, run, backtest and explain rules in this process, and stubs for editors."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any


def add(commands: Any) -> None:
    """Adds the commands."""
    rules = commands.add_parser("rules", help="rules, by the engine in this process").add_subparsers(
        metavar="COMMAND", required=True
    )
    check = rules.add_parser("check", help="errors, warnings and tests of a rule set")
    check.add_argument("directory", type=Path)
    check.set_defaults(run=_check)
    run = rules.add_parser("run", help="evaluate the events of a file; results are JSON lines")
    run.add_argument("directory", type=Path)
    run.add_argument("--events", type=Path, required=True)
    run.set_defaults(run=_run)
    backtest = rules.add_parser("backtest", help="what a change of rules does to the events of a file")
    backtest.add_argument("directory", type=Path)
    backtest.add_argument("changed", type=Path)
    backtest.add_argument("--events", type=Path, required=True)
    backtest.set_defaults(run=_backtest)
    explain = rules.add_parser("explain", help="why rules fired for one event, a file with JSON")
    explain.add_argument("directory", type=Path)
    explain.add_argument("--event", type=Path, required=True)
    explain.add_argument("--rule")
    explain.set_defaults(run=_explain)
    stubs = rules.add_parser("stubs", help="write __builtins__.pyi, so that editors know the rule language")
    stubs.add_argument("directory", type=Path)
    stubs.set_defaults(run=_stubs)


def _check(parsed: argparse.Namespace) -> int:
    from ferrule import rules

    report = rules.check(parsed.directory)
    failed = [each for each in report["tests"] if each["failures"]]
    for finding in report["findings"]:
        print(f"{finding['severity']}: {rules.place(finding)}")
    for case in failed:
        print(f"{case['file']}: {case['name']}: {'; '.join(case['failures'])}")
    errors = sum(each["severity"] == "error" for each in report["findings"])
    passed = len(report["tests"]) - len(failed)
    print(f"{report['files']} files: {errors} errors; {passed} tests passed, {len(failed)} failed")
    return 1 if errors or failed else 0


def _run(parsed: argparse.Namespace) -> int:
    from ferrule import rules

    sys.stdout.buffer.write(rules.run(parsed.directory, parsed.events).ndjson)
    return 0


def _backtest(parsed: argparse.Namespace) -> int:
    from ferrule import rules

    print(json.dumps(rules.backtest(parsed.directory, parsed.changed, parsed.events), indent=2, ensure_ascii=False))
    return 0


def _explain(parsed: argparse.Namespace) -> int:
    from ferrule import rules

    event = parsed.event.read_bytes().strip()
    print(json.dumps(rules.explain(parsed.directory, event, rule=parsed.rule), indent=2, ensure_ascii=False))
    return 0


def _stubs(parsed: argparse.Namespace) -> int:
    from ferrule.rules import stubs

    print(stubs.write(parsed.directory))
    return 0
