"""`ferrule events`: sends events, and looks at their results."""

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from ferrule.cli.options import client, node_command, print_json
from ferrule.client import Client, EventAnswer, EventInvalidError, Problem, Result, RuleExplanation

FILTERS = ("from", "to", "action", "entity", "rule", "verdict", "release")
# Events in one request of `send`.
BATCH = 500
SOME_FAILED = 3


def add(commands: Any) -> None:
    """Adds the command."""
    events = commands.add_parser("events", help="send events, and look at results").add_subparsers(
        metavar="COMMAND", required=True
    )
    send = node_command(events, "send", "send events: lines of JSON from files, or - for the standard input", run_send)
    send.add_argument("--async", dest="mode", action="store_const", const="async", help="do not wait for results")
    send.add_argument("files", nargs="+", metavar="FILE")
    found = node_command(events, "list", "find results, the newest first", run_list)
    _filters(found)
    found.add_argument("--limit", type=int, default=20, help="how many (20)")
    show = node_command(events, "show", "one result", run_show)
    show.add_argument("id")
    explain = node_command(events, "explain", "why rules fired or did not", run_explain)
    explain.add_argument("id")
    explain.add_argument("--rule", help="just this rule")
    counts = node_command(events, "counts", "how many results there were over time", run_counts)
    _filters(counts)
    counts.add_argument("--interval", default="1h", help="as 30s, 1m, 6h or 1d (1h)")
    counts.add_argument("--by", choices=("action", "rule", "verdict", "release"), help="tell apart by this")
    top = node_command(events, "top", "the most frequent names", run_top)
    _filters(top)
    top.add_argument("by", choices=("action", "rule", "verdict", "release", "entity"))
    top.add_argument("--limit", type=int, default=10, help="how many (10)")
    follow = node_command(events, "follow", "results as they come, until it is interrupted", run_follow)
    _filters(follow)


def _filters(parser: argparse.ArgumentParser) -> None:
    for name in FILTERS:
        parser.add_argument(f"--{name}", dest=f"{name}_" if name == "from" else name)


def _given(parsed: argparse.Namespace) -> dict[str, Any]:
    return {name: getattr(parsed, name) for name in ("from_", *FILTERS[1:])}


def run_send(parsed: argparse.Namespace) -> int:
    """Sends events, and prints what each came to."""
    failed = 0
    with client(parsed) as node:
        for name in parsed.files:
            with sys.stdin if name == "-" else open(name, encoding="utf-8") as lines:
                events = _events(lines, name)
                while batch := list(islice(events, BATCH)):
                    for one in node.post_events(batch, mode=parsed.mode):
                        failed += isinstance(one, Problem)
                        print_json(one.raw) if parsed.json else print(_answered(one))
    return SOME_FAILED if failed else 0


def _events(lines: IO[str], name: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield dict(json.loads(line))
            except (ValueError, TypeError) as e:
                raise EventInvalidError(f"expected an event as JSON, found another at {name}:{number}") from e


def _answered(one: EventAnswer | Problem) -> str:
    if isinstance(one, Problem):
        return f"failed: {one.detail} ({one.code})"
    again = ", a duplicate" if one.duplicate else ""
    told_of = [*(one.verdicts or ()), *(f"by {rule}" for rule in one.rules or ())]
    return f"{one.id}  {' '.join(told_of)}{again}".rstrip()


def run_list(parsed: argparse.Namespace) -> int:
    """Prints results; as JSON, one a line."""
    left = parsed.limit
    with client(parsed) as node:
        pages = node.pages(node.list_events, **_given(parsed), limit=min(1000, left))
        for one in islice((one for page in pages for one in page.events), left):
            _print(one, parsed.json)
    return 0


def _print(one: Result, as_json: bool) -> None:
    if as_json:
        print_json(one.raw)
    else:
        print(f"{one.id}  {one.received_at[:19]}  {one.action_name}  {' '.join(one.verdicts)}  {' '.join(one.rules)}")


def run_show(parsed: argparse.Namespace) -> int:
    """Prints one result, with features and data."""
    with client(parsed) as node:
        result = node.get_event(parsed.id)
    if parsed.json:
        print_json(result.raw)
        return 0
    _print(result, as_json=False)
    for effect in result.effects:
        print("  " + json.dumps(effect.raw, ensure_ascii=False))
    for name, value in (result.features or {}).items():
        print(f"  {name} = {json.dumps(value, ensure_ascii=False)}")
    return 0


def run_explain(parsed: argparse.Namespace) -> int:
    """Prints why rules fired or did not."""
    with client(parsed) as node:
        explained = node.explain_event(parsed.id, rule=parsed.rule)
    if parsed.json:
        print_json(explained.raw)
        return 0
    for note in explained.notes:
        print(note)
    for rule in explained.rules:
        _print_explanation(rule, 0)
    return 0


def _print_explanation(one: RuleExplanation, depth: int) -> None:
    print(f"{'  ' * depth}{one.outcome:<11} {one.expression}  {one.value}  ({one.path}:{one.line})")
    for part in one.parts:
        _print_explanation(part, depth + 1)


def run_counts(parsed: argparse.Namespace) -> int:
    """Prints counts of each interval that has any."""
    with client(parsed) as node:
        counts = node.count_events(interval=parsed.interval, by=parsed.by, **_given(parsed))
    if parsed.json:
        print_json(counts.raw)
        return 0
    for row in counts.rows():
        if row["count"]:
            print(f"{row['time'][:19]}  {row['count']:>10,}  {row.get(parsed.by or '', '')}".rstrip())
    return 0


def run_top(parsed: argparse.Namespace) -> int:
    """Prints the most frequent names."""
    with client(parsed) as node:
        top = node.top_events(parsed.by, limit=parsed.limit, **_given(parsed))
    if parsed.json:
        print_json(top.raw)
        return 0
    for one in top.top:
        print(f"{one.count:>10,}  {one.name}")
    return 0


def run_follow(parsed: argparse.Namespace) -> int:
    """Prints results as they come."""
    with client(parsed) as node:
        _follow(node, parsed)
    return 0


def _follow(node: Client, parsed: argparse.Namespace) -> None:
    with node.stream_events(**_given(parsed)) as results:
        for one in results:
            _print(one, parsed.json)
            sys.stdout.flush()
