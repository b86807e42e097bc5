"""The command `ferrule`: each part adds its own commands."""

import argparse
import sys
from collections.abc import Sequence

import ferrule

# Modules with `add(commands)`: it adds parsers whose default `run` takes what was parsed and gives an exit status.
PARTS: tuple[str, ...] = (
    "ferrule.cli.node",
    "ferrule.cli.events",
    "ferrule.cli.releases",
    "ferrule.cli.admin",
    "ferrule.cli.evaluate",
    "ferrule.cli.rules",
    "ferrule.cli.functions",
    "ferrule.cli.worker",
)


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    top = argparse.ArgumentParser(prog="ferrule", description=ferrule.__doc__)
    top.add_argument("--version", action="version", version=f"ferrule {ferrule.__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for part in PARTS:
        __import__(part, fromlist=["add"]).add(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit status."""
    parsed = parser().parse_args(arguments)
    return int(parsed.run(parsed))


if __name__ == "__main__":
    sys.exit(main())
