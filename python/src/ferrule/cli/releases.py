"""`ferrule publish`, `releases`, `diff`, `activate`, `rollback` and `shadow`."""

import argparse
import difflib
import importlib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from ferrule.cli.options import add_author, author, client, node_command, print_json
from ferrule.client import Client, ConfigInvalidError, ReleaseContent, ReleaseState, ShadowComparison, release_files
from ferrule.client._release_files import content

SHORT = 12
SHOWN_SAMPLES = 5


def add(commands: Any) -> None:
    """Adds the commands."""
    publish = node_command(commands, "publish", "publish the rule set of a directory", run_publish)
    add_author(publish)
    stage = publish.add_mutually_exclusive_group()
    stage.add_argument("--activate", action="store_true", help="make it live for all")
    stage.add_argument("--shadow", action="store_true", help="evaluate it beside the live one")
    stage.add_argument("--percent", type=int, metavar="N", help="let it evaluate a share of entities")
    publish.add_argument("directory", type=Path, metavar="DIR", help="with main.sml")
    releases = node_command(commands, "releases", "list releases, the newest first", run_releases)
    add_list(releases)
    diff = node_command(commands, "diff", "what differs from the live release, or between two", run_diff)
    diff.add_argument("hash", metavar="HASH", help="a release, or the first 6 digits or more of its hash")
    diff.add_argument("other", nargs="?", metavar="HASH|DIR", help="another, or a directory")
    activate = node_command(commands, "activate", "make a release live: for all, a share, or as a shadow", run_activate)
    add_author(activate)
    activate.add_argument("hash", metavar="HASH", help="the first 6 digits or more of its hash")
    share = activate.add_mutually_exclusive_group()
    share.add_argument("--shadow", action="store_true", help="evaluate beside the live one")
    share.add_argument("--percent", type=int, metavar="N", help="for this share of the entities, 1 to 99")
    activate.add_argument("--max-error-rate", type=float, metavar="SHARE", help="take it back beyond, as 0.01")
    activate.add_argument("--max-p99-ms", type=float, metavar="MS", help="take it back when 1 of 100 takes longer")
    rollback = node_command(commands, "rollback", "drop the candidate, or go back to what was live", run_rollback)
    add_author(rollback)
    node_command(commands, "shadow", "how a shadow compares to the live release", run_shadow)


def add_list(parser: argparse.ArgumentParser) -> None:
    """Adds what `releases` takes."""
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="how many (20)")
    parser.add_argument("--history", action="store_true", help="list what happened instead")


def run_publish(parsed: argparse.Namespace) -> int:
    """Publishes a directory, and says what it changes."""
    _sync(parsed.directory)
    files = release_files(parsed.directory)
    with client(parsed) as node:
        if not parsed.json:
            live = node.release_state().live
            before = contents(node.get_release(live)) if live else None
            print("nothing is live yet" if before is None else _names(before, files))
        made = node.publish_release(files, **author(parsed, node), activate=parsed.activate or None)
        hash = made.hash or ""
        if parsed.shadow or parsed.percent is not None:
            node.activate_release(hash, stage=stage(parsed), percent=parsed.percent, **author(parsed, node))
    if parsed.json:
        print_json(made.raw)
    else:
        print(f"published {hash[:SHORT]}: {_outcome(parsed, hash)}")
    return 0


def stage(parsed: argparse.Namespace) -> Literal["all", "shadow", "percent"]:
    """For whom a release is to be."""
    return "shadow" if parsed.shadow else "all" if parsed.percent is None else "percent"


def _sync(directory: Path) -> None:
    """Brings `workers.yaml` up to date with the code, where there is some."""
    try:
        functions: Any = importlib.import_module("ferrule.functions")
    except ImportError:
        return
    try:
        if functions.sync(directory):
            print("workers.yaml: written", file=sys.stderr)
    except functions.SyncError as e:
        raise ConfigInvalidError(str(e)) from e


def _outcome(parsed: argparse.Namespace, hash: str) -> str:
    if parsed.activate:
        return "it is live"
    if parsed.shadow:
        return "it is a shadow"
    if parsed.percent is not None:
        return f"it has {parsed.percent}% of the entities"
    return f"activate it with: ferrule activate {hash[:SHORT]}"


def contents(release: ReleaseContent) -> dict[str, bytes]:
    """The files of a release as bytes."""
    return {path: content(told) for path, told in (release.files or {}).items()}


def _names(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> str:
    return "\n".join(f"{change:<8} {path}" for path, change in changes(before, after)) or "nothing differs"


def changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """The paths that differ, each with `added`, `removed` or `changed`."""
    return [
        (path, "removed" if path not in after else "added" if path not in before else "changed")
        for path in sorted({*before, *after})
        if before.get(path) != after.get(path)
    ]


def run_releases(parsed: argparse.Namespace) -> int:
    """Lists releases, or what happened to them."""
    with client(parsed) as node:
        if parsed.history:
            history = node.release_history(limit=parsed.limit)
            rows = [(one.release, one.action, one.at, one.by, one.note) for one in history.history or ()]
            raw = history.raw
        else:
            listed = node.list_releases(limit=parsed.limit)
            rows = [(one.hash, one.state, one.at, one.by, one.note) for one in listed.releases or ()]
            raw = listed.raw
    if parsed.json:
        print_json(raw)
        return 0
    for hash, state, at, by, note in rows:
        said = f": {' '.join(note.split())}" if note else ""
        print(f"{(hash or '')[:SHORT]}  {state or '':<11}  {(at or '')[:19]}  {by or ''}{said}")
    return 0


def run_diff(parsed: argparse.Namespace) -> int:
    """Prints what differs."""
    with client(parsed) as node:
        if parsed.other and Path(parsed.other).is_dir():
            return _diff_directory(node, parsed)
        before = parsed.hash if parsed.other else node.release_state().live
        if not before:
            raise ConfigInvalidError("expected a live release or another to compare, found none")
        diff = node.diff_releases(before, parsed.other or parsed.hash)
    if parsed.json:
        print_json(diff.raw)
        return 0
    for file in diff.files or ():
        print(file.diff.rstrip() if file.diff else f"{file.change:<8} {file.path}")
    rules = diff.rules
    for what, names in (
        ("added", rules and rules.added),
        ("removed", rules and rules.removed),
        ("changed", rules and rules.changed),
    ):
        if names:
            print(f"rules {what}: {', '.join(names)}")
    if not diff.files:
        print("nothing differs")
    return 0


def _diff_directory(node: Client, parsed: argparse.Namespace) -> int:
    before, after = contents(node.get_release(parsed.hash)), release_files(parsed.other)
    if parsed.json:
        print_json({"files": [{"path": path, "change": change} for path, change in changes(before, after)]})
        return 0
    for path, change in changes(before, after):
        print(_unified(path, before.get(path, b""), after.get(path, b"")) or f"{change:<8} {path}")
    if before == after:
        print("nothing differs")
    return 0


def _unified(path: str, before: bytes, after: bytes) -> str:
    try:
        old, new = before.decode().splitlines(), after.decode().splitlines()
    except UnicodeDecodeError:
        return ""
    return "\n".join(difflib.unified_diff(old, new, path, path, lineterm=""))


def run_activate(parsed: argparse.Namespace) -> int:
    """Activates a release, and prints what is to run."""
    with client(parsed) as node:
        state = node.activate_release(
            parsed.hash,
            stage=stage(parsed),
            percent=parsed.percent,
            max_error_rate=parsed.max_error_rate,
            max_p99_ms=parsed.max_p99_ms,
            **author(parsed, node),
        )
    _print_state(state, parsed.json)
    return 0


def run_rollback(parsed: argparse.Namespace) -> int:
    """Goes back, and prints what is to run."""
    with client(parsed) as node:
        _print_state(node.roll_back_release(**author(parsed, node)), parsed.json)
    return 0


def _print_state(state: ReleaseState, as_json: bool) -> None:
    if as_json:
        print_json(state.raw)
        return
    share = f"for {state.percent}% of the entities" if state.percent else "as a shadow"
    candidate = f", candidate {state.candidate[:SHORT]} {share}" if state.candidate else ""
    print(f"live {(state.live or 'none')[:SHORT]}{candidate}")


def run_shadow(parsed: argparse.Namespace) -> int:
    """Prints how a shadow compares."""
    with client(parsed) as node:
        found = node.compare_shadow()
    if parsed.json:
        print_json(found.raw)
    elif found.running:
        _print_shadow(found)
    else:
        print("there is no shadow; begin one with: ferrule activate HASH --shadow")
    return 0


def _print_shadow(found: ShadowComparison) -> None:
    print(
        f"shadow {(found.shadow or '')[:SHORT]} beside {(found.live or '')[:SHORT]} since {(found.since or '')[:19]}: "
        f"{found.compared} events compared, {found.differing} differ, {found.failed} failed"
    )
    for kind, counts in (("rule", found.rules or {}), ("verdict", found.verdicts or {})):
        for name, both in counts.items():
            print(f"  {kind:<8} {name:<32} only live {both.only_live:,}, only shadow {both.only_shadow:,}")
    for sample in (found.samples or ())[:SHOWN_SAMPLES]:
        sides = [
            f"{side} {list(one.rules or ()) if one else []} {list(one.verdicts or ()) if one else []}"
            for side, one in (("live", sample.live), ("shadow", sample.shadow))
        ]
        print(f"  event {sample.id}: {', '.join(sides)}")
