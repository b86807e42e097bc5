"""Options that commands against a node share, and how what they raise is told."""

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from typing import Any, TypedDict

from ferrule.client import CallerError, Client, FerruleError, RetryError

Command = Callable[[argparse.Namespace], int]


def add_node(parser: argparse.ArgumentParser) -> None:
    """Adds `--url`, `--key`, `--profile` and `--timeout`, with which `client` finds the node."""
    group = parser.add_argument_group("the node")
    group.add_argument("--url", help="the node (default: $FERRULE_URL, or the profile's, or http://127.0.0.1:8080)")
    group.add_argument("--key", help="an API key (default: $FERRULE_KEY, or the profile's)")
    group.add_argument("--profile", help="a name in profiles.toml (default: $FERRULE_PROFILE, or the file's default)")
    group.add_argument("--timeout", type=float, default=60.0, metavar="S", help="longest wait for an answer (60)")


def client(parsed: argparse.Namespace) -> Client:
    """The client of the node that the options name."""
    return Client(parsed.url, parsed.key, profile=parsed.profile, timeout_s=parsed.timeout)


def add_json(parser: argparse.ArgumentParser) -> None:
    """Adds `--json`."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def print_json(value: Any) -> None:
    """Prints a value as JSON on one line."""
    print(json.dumps(value, ensure_ascii=False))


def add_author(parser: argparse.ArgumentParser) -> None:
    """Adds `--by` and `--note`, which `author` reads."""
    parser.add_argument("--by", metavar="NAME", help="who does it (default: the name of the key, or of the user)")
    parser.add_argument("--note", metavar="TEXT", help="why, for the history")


class Author(TypedDict):
    """Who does it, and why."""

    by: str | None
    note: str | None


def author(parsed: argparse.Namespace, node: Client) -> Author:
    """Who does it and why; with a key, the node knows who."""
    return Author(by=parsed.by or (None if node.options.key else _user()), note=parsed.note)


def _user() -> str | None:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return None


def add_yes(parser: argparse.ArgumentParser) -> None:
    """Adds `--yes`, without which `confirmed` asks."""
    parser.add_argument("--yes", action="store_true", help="do not ask")


def confirmed(parsed: argparse.Namespace, question: str) -> bool:
    """Whether it is to be done: `--yes`, or a person at a terminal says so."""
    if parsed.yes:
        return True
    if not sys.stdin.isatty():
        print(f"ferrule: {question} Expected --yes or a terminal to ask at, found neither", file=sys.stderr)
        return False
    return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")


def told(command: Command) -> Command:
    """A command whose errors are printed; its exit status says who is to blame, as `status_of` has it."""

    def run(parsed: argparse.Namespace) -> int:
        try:
            return command(parsed)
        except FerruleError as e:
            print(f"ferrule: {e.detail} ({e.code})", file=sys.stderr)
            return status_of(e)
        except BrokenPipeError:
            sys.stderr.close()
            return 0
        except KeyboardInterrupt:
            return 130

    return run


def status_of(error: FerruleError) -> int:
    """The exit status for an error, as the node's own commands have it: 2 settings, 3 caller, 4 retry, 1 system."""
    if error.code.startswith(("config.", "model.")):
        return 2
    if isinstance(error, CallerError):
        return 3
    return 4 if isinstance(error, RetryError) else 1


def node_command(commands: Any, name: str, about: str, run: Command) -> argparse.ArgumentParser:
    """Adds a command against a node, with the options that all of these have."""
    made: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    add_node(made)
    add_json(made)
    made.set_defaults(run=told(run))
    return made
