"""`ferrule eval`: how well questions are answered, and whether a change made it better."""

import argparse
import dataclasses
import os
import sys
from pathlib import Path
from typing import Any

from ferrule.cli.node import collection
from ferrule.cli.options import client, node_command, print_json
from ferrule.client import ConfigInvalidError
from ferrule.evaluation import METRICS, Configuration, Evaluation, QuestionError, evaluate

BELOW = 6
KEYS = ("collection", "url", "key_from", "profile", "mode", "release")


def add(commands: Any) -> None:
    """Adds the command."""
    command = node_command(commands, "eval", "ask the questions of a file and judge the answers", run)
    command.add_argument("questions", type=Path, metavar="FILE", help="a line of JSON for each question")
    command.add_argument("-c", "--collection", help="where to look (default: the only collection)")
    command.add_argument(
        "--config",
        action="append",
        default=[],
        metavar="NAME:KEY=VALUE,...",
        help=f"what to ask, with {', '.join(KEYS)}; give two to compare them",
    )
    command.add_argument("--concurrency", type=int, default=1, help="questions under way at once (1)")
    command.add_argument("--report", type=Path, metavar="FILE", help="write a page with plots")
    command.add_argument("--progress", action=argparse.BooleanOptionalAction, help="a bar (default: on a terminal)")
    command.add_argument(
        "--fail-below",
        action="append",
        default=[],
        type=_bound,
        metavar="METRIC=VALUE",
        help=f"end with {BELOW} when the last configuration does not reach this; for times, when it takes longer",
    )
    command.add_argument(
        "--fail-worse", action="store_true", help=f"end with {BELOW} when the second is worse by more than chance"
    )


def _bound(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    known = [metric.name for metric in METRICS]
    try:
        if name in known:
            return name, float(value)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"expected METRIC=VALUE with one of {', '.join(known)}, found {text}")


def run(parsed: argparse.Namespace) -> int:
    """Evaluates, prints the figures, and says whether the bounds hold."""
    if not 1 <= parsed.concurrency <= 256:
        raise ConfigInvalidError(f"expected --concurrency from 1 to 256, found {parsed.concurrency}")
    configurations = [configuration(parsed, one) for one in parsed.config] or [configuration(parsed, "")]
    if parsed.fail_worse and len(configurations) != 2:
        raise ConfigInvalidError("expected two --config with --fail-worse, found one")
    try:
        made = evaluate(parsed.questions, *configurations, concurrency=parsed.concurrency, progress=parsed.progress)
    except QuestionError as e:
        raise ConfigInvalidError(f"{parsed.questions.name}: {e}") from e
    except OSError as e:
        raise ConfigInvalidError(f"expected a file of questions, found none: {parsed.questions}") from e
    if parsed.report:
        parsed.report.write_text(made.html(), encoding="utf-8")
    print_json(made.to_json()) if parsed.json else print(made.summary())
    missed = misses(made, parsed.fail_below, parsed.fail_worse)
    for one in missed:
        print(f"ferrule: {one}", file=sys.stderr)
    return BELOW if missed else 0


def configuration(parsed: argparse.Namespace, text: str) -> Configuration:
    """What `NAME:KEY=VALUE,...` means, on top of the options of the node."""
    name, _, rest = text.partition(":")
    given = dict(part.partition("=")[::2] for part in rest.split(",") if part)
    unknown = sorted(set(given) - set(KEYS))
    if unknown or (text and not name) or not all(given.values()):
        raise ConfigInvalidError(f"expected --config NAME:KEY=VALUE,... with {', '.join(KEYS)}, found {text}")
    key = parsed.key
    if "key_from" in given:
        key = os.environ.get(given.pop("key_from"))
    mode: Any = given.pop("mode", None)
    if mode not in (None, "hybrid", "dense", "lexical"):
        raise ConfigInvalidError(f"expected mode hybrid, dense or lexical, found {mode}")
    made = Configuration(
        name=name or "now",
        collection=given.get("collection") or parsed.collection or "",
        url=given.get("url", parsed.url),
        key=key,
        profile=given.get("profile", parsed.profile),
        mode=mode,
        release=given.get("release"),
    )
    if made.collection:
        return made
    place = argparse.Namespace(url=made.url, key=made.key, profile=made.profile, timeout=parsed.timeout)
    with client(place) as node:
        return dataclasses.replace(made, collection=collection(node, None))


def misses(made: Evaluation, bounds: list[tuple[str, float]], fail_worse: bool) -> list[str]:
    """The bounds that do not hold, in words."""
    figures = made.figures(len(made.runs) - 1)
    better = {metric.name: metric.better for metric in METRICS}
    found = []
    for name, bound in bounds:
        if name not in figures:
            found.append(f"expected {name} to be measured, found no question for it")
            continue
        value = figures[name].value
        if value < bound if better[name] == "higher" else value > bound:
            found.append(
                f"expected {name} {'of at least' if better[name] == 'higher' else 'of at most'} {bound:g}, "
                f"found {value:.4g}"
            )
    if fail_worse:
        found += [f"expected {name} no worse than before, found it worse by more than chance" for name in made.worse()]
    return found
