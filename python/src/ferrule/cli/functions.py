"""`ferrule functions sync`: writes `workers.yaml` from the code."""

import argparse
import sys
from pathlib import Path
from typing import Any


def add(commands: Any) -> None:
    """Adds the commands."""
    functions = commands.add_parser("functions", help="functions of your own").add_subparsers(
        metavar="COMMAND", required=True
    )
    sync = functions.add_parser("sync", help="write workers.yaml of a rule set from its .py files")
    sync.add_argument("directory", type=Path)
    sync.add_argument("--check", action="store_true", help="change nothing; end with 1 when it is out of date")
    sync.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> int:
    """Writes the file, or says whether it is up to date."""
    from ferrule.functions import SyncError, sync
    from ferrule.functions.manifest import FILE

    try:
        changed = sync(parsed.directory, check=parsed.check)
    except SyncError as e:
        print(f"ferrule functions sync: {e}", file=sys.stderr)
        return 2
    if parsed.check and changed:
        print(f"expected {FILE} to be what the code says, found another; do: ferrule functions sync {parsed.directory}")
        return 1
    print(f"{FILE}: {'written' if changed else 'up to date'}")
    return 0
